package throughline.cluster.rollout;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import throughline.data.Plot;
import throughline.data.Plot.Axis;

/// Who works on which iteration when: a lane for each instance and each group, a series for each iteration; what is
/// white is idle.
final class Gantt {
    private Gantt() {}

    static Plot of(RolloutRun run) {
        Table lanes = run.lanes();
        List<String> names = new ArrayList<>();
        for (Pool pool : Pool.values()) {
            for (int lane = 0; lane < run.lanes(pool); lane++) {
                names.add(RolloutRun.lane(pool, lane));
            }
        }
        List<String> fromBelow = names.reversed();
        String title = "%s: %.1f samples/s".formatted(RolloutRun.word(run.spec().mode()), run.samplesPerSecond());
        Plot plot = Plot.of(title, Axis.of("time", "s"), Axis.of("lane", fromBelow));
        for (int i = 0; i < run.spec().iterations(); i++) {
            int iteration = i;
            List<Row> mine = lanes.stream()
                    .filter(row -> row.getInt("iteration") == iteration)
                    .map(row -> new Row(lanes, row.getRowNumber()))
                    .toList();
            plot = plot.spans(
                    "iteration " + i,
                    mine.stream()
                            .mapToDouble(row -> fromBelow.indexOf(row.getString("lane")))
                            .toArray(),
                    mine.stream().mapToDouble(row -> row.getDouble("from_s")).toArray(),
                    mine.stream().mapToDouble(row -> row.getDouble("to_s")).toArray());
        }
        return plot;
    }
}
