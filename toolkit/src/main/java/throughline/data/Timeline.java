package throughline.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;

/// A table of pieces of time as a file in the Trace Event Format (Google), which <https://ui.perfetto.dev> and Chrome
/// open: a track for each name, a box for each piece.
public final class Timeline {
    private static final double MICROSECONDS_AN_HOUR = 3.6e9;

    private Timeline() {}

    /// Writes the pieces of a table, whole or not at all.
    ///
    /// @param pieces with the columns named here; all other columns of text are told with each box
    /// @param track  column of text: which track
    /// @param name   column of text: what the box says
    /// @param from   column of numbers: start of the piece, in hours
    /// @param to     column of numbers: its end, in hours, not before the start
    /// @param file   to write, such as `fab.json`
    /// @throws BadInput when a column is missing, or a piece ends before it starts
    public static void chromeTrace(Table pieces, String track, String name, String from, String to, Path file) {
        for (String column : List.of(track, name, from, to)) {
            if (!pieces.columnNames().contains(column)) {
                throw new BadInput(
                        "table %s has no column [%s]; it has %s", pieces.name(), column, pieces.columnNames());
            }
        }
        Map<String, Integer> tracks = new LinkedHashMap<>();
        List<Map<String, Object>> events = new ArrayList<>();
        for (int row = 0; row < pieces.rowCount(); row++) {
            String on = pieces.stringColumn(track).get(row);
            if (!tracks.containsKey(on)) {
                tracks.put(on, tracks.size() + 1);
                events.add(named(on, tracks.get(on)));
            }
            double start = pieces.numberColumn(from).getDouble(row);
            double end = pieces.numberColumn(to).getDouble(row);
            if (!(end >= start)) {
                throw new BadInput(
                        "table %s, row %d: the piece ends at [%s], before it starts at [%s]",
                        pieces.name(), row + 1, end, start);
            }
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("name", pieces.stringColumn(name).get(row));
            event.put("ph", "X");
            event.put("pid", 1);
            event.put("tid", tracks.get(on));
            event.put("ts", Math.rint(start * MICROSECONDS_AN_HOUR));
            event.put("dur", Math.rint((end - start) * MICROSECONDS_AN_HOUR));
            event.put("args", others(pieces, row, List.of(track, name)));
            events.add(event);
        }
        Map<String, Object> trace = new LinkedHashMap<>();
        trace.put("displayTimeUnit", "ms");
        trace.put("traceEvents", events);
        Draft.text(file, Json.text(trace), Steps.UNSEEN);
    }

    private static Map<String, Object> named(String track, int number) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("name", "thread_name");
        event.put("ph", "M");
        event.put("pid", 1);
        event.put("tid", number);
        event.put("args", Map.of("name", track));
        return event;
    }

    private static Map<String, Object> others(Table pieces, int row, List<String> known) {
        Map<String, Object> others = new LinkedHashMap<>();
        for (var column : pieces.stringColumns()) {
            if (!known.contains(column.name())) {
                others.put(column.name(), column.getString(row));
            }
        }
        return others;
    }
}
