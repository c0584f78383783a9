package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.learning.detect.Judge;
import throughline.learning.detect.Outcome;

/// Tables of the study of detectors.
final class FaultDetectionTables {
    private static final double LIMIT = 4;

    private FaultDetectionTables() {}

    static Table compare(List<FaultDetectionRow> rows, Outcome monitor, Judge judge) {
        Table table = Table.create(
                "detectors",
                StringColumn.create("detector"),
                StringColumn.create("sees"),
                DoubleColumn.create("area"),
                DoubleColumn.create("average precision"),
                DoubleColumn.create("found"),
                DoubleColumn.create("by lot"),
                DoubleColumn.create("median s"),
                DoubleColumn.create("p90 s"),
                DoubleColumn.create("false alarms/day"));
        for (FaultDetectionRow row : rows) {
            table.stringColumn(0).append(row.detector());
            table.stringColumn(1).append(row.sight().name().toLowerCase(Locale.ROOT));
            append(table, row.curve().area(LIMIT), row.average(), row.outcome(), row.chance());
        }
        table.stringColumn(0).append("C4D's rules");
        table.stringColumn(1).append("exchanges");
        append(table, Double.NaN, Double.NaN, monitor, judge.chance(monitor, monitor.falseAlarmsADay()));
        return table;
    }

    private static void append(Table table, double area, double average, Outcome outcome, double chance) {
        double[] values = {
            area, average, outcome.recall(), chance, outcome.delay(0.5), outcome.delay(0.9), outcome.falseAlarmsADay()
        };
        for (int i = 0; i < values.length; i++) {
            table.doubleColumn(2 + i).append(values[i]);
        }
    }

    static Table byKind(SequencedMap<String, Outcome> outcomes) {
        List<String> kinds = new ArrayList<>(outcomes.firstEntry().getValue().kinds());
        Table table = Table.create("found by kind", StringColumn.create("kind", kinds), episodes(kinds, outcomes));
        outcomes.forEach((name, outcome) -> table.addColumns(DoubleColumn.create(
                name, kinds.stream().mapToDouble(outcome::recall).toArray())));
        return table;
    }

    private static IntColumn episodes(List<String> kinds, SequencedMap<String, Outcome> outcomes) {
        Outcome any = outcomes.firstEntry().getValue();
        return IntColumn.create(
                "episodes",
                kinds.stream()
                        .mapToInt(kind -> (int) any.cases().stream()
                                .filter(one -> one.episode().kind().equals(kind))
                                .count())
                        .toArray());
    }

    static Table unseen(Outcome knowing, SequencedMap<String, Outcome> without) {
        Table table = Table.create(
                "kinds never seen",
                StringColumn.create("kind"),
                DoubleColumn.create("found, seen"),
                DoubleColumn.create("found, never seen"),
                DoubleColumn.create("median s, seen"),
                DoubleColumn.create("median s, never seen"),
                DoubleColumn.create("false alarms/day, seen"),
                DoubleColumn.create("false alarms/day, never seen"));
        for (Map.Entry<String, Outcome> one : without.entrySet()) {
            String kind = one.getKey();
            table.stringColumn(0).append(kind);
            double[] values = {
                knowing.recall(kind),
                one.getValue().recall(kind),
                knowing.delay(0.5, kind),
                one.getValue().delay(0.5, kind),
                knowing.falseAlarmsADay(),
                one.getValue().falseAlarmsADay()
            };
            for (int i = 0; i < values.length; i++) {
                table.doubleColumn(1 + i).append(values[i]);
            }
        }
        return table;
    }

    static Table shifted(SequencedMap<String, FaultDetectionRow> rows) {
        Table table = Table.create(
                "other jobs",
                StringColumn.create("job"),
                DoubleColumn.create("area"),
                DoubleColumn.create("average precision"),
                DoubleColumn.create("found"),
                DoubleColumn.create("median s"),
                DoubleColumn.create("false alarms/day"));
        rows.forEach((job, row) -> {
            table.stringColumn(0).append(job);
            double[] values = {
                row.curve().area(LIMIT),
                row.average(),
                row.outcome().recall(),
                row.outcome().delay(0.5),
                row.outcome().falseAlarmsADay()
            };
            for (int i = 0; i < values.length; i++) {
                table.doubleColumn(1 + i).append(values[i]);
            }
        });
        return table;
    }
}
