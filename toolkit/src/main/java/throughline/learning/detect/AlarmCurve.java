package throughline.learning.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/// What an alarm comes to at each threshold, from the highest, at which there is none, to the lowest, at which it is
/// always on.
///
/// @param points by descending threshold
public record AlarmCurve(List<Point> points) {
    private static final int THRESHOLDS = 200;

    /// @param outcome at that threshold
    public record Point(double threshold, Outcome outcome) {}

    public AlarmCurve {
        points = List.copyOf(points);
    }

    /// The curve of a detector over some runs.
    ///
    /// @param alarm whose threshold is varied
    public static AlarmCurve of(Detector detector, List<Watched> runs, Hysteresis alarm, Judge judge) {
        return of(runs, runs.stream().map(run -> detector.scores(run.series())).toList(), alarm, judge);
    }

    /// The curve of scores, whoever gave them; see [#of(Detector, List, Hysteresis, Judge)].
    ///
    /// @param scores of each run, step by step
    public static AlarmCurve of(List<Watched> runs, List<double[]> scores, Hysteresis alarm, Judge judge) {
        double[] sorted =
                scores.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
        List<Judge.Marked> marked = judge.marked(runs);
        List<Point> points = new ArrayList<>();
        double last = Double.NaN;
        for (double threshold : thresholds(sorted)) {
            if (threshold != last) {
                Hysteresis at = alarm.at(threshold);
                points.add(new Point(
                        threshold,
                        judge.weigh(marked, scores.stream().map(at::on).toList())));
                last = threshold;
            }
        }
        return new AlarmCurve(points);
    }

    /// Scores above which lie none, few, and then more and more; the highest ones densely, as alarms are rare.
    private static double[] thresholds(double[] sorted) {
        double[] thresholds = new double[THRESHOLDS + 1];
        thresholds[0] = Double.POSITIVE_INFINITY;
        for (int i = 1; i <= THRESHOLDS; i++) {
            double share = StrictMath.pow(sorted.length, (double) (i - 1) / (THRESHOLDS - 1));
            thresholds[i] = sorted[sorted.length - (int) Math.round(share)];
        }
        return thresholds;
    }

    /// The lowest threshold with at most so many false alarms a day.
    public double threshold(double falseAlarmsADay) {
        double lowest = Double.POSITIVE_INFINITY;
        for (Point point : points) {
            if (point.outcome().falseAlarmsADay() <= falseAlarmsADay) {
                lowest = point.threshold();
            }
        }
        return lowest;
    }

    /// The area under the share found, over false alarms a day from 0 to a limit, as a share of the whole: 1 for one
    /// that finds all without a false alarm.
    ///
    /// @param limit positive
    public double area(double limit) {
        double area = 0;
        double from = 0;
        double found = 0;
        for (Point point : points) {
            double to = Math.min(limit, point.outcome().falseAlarmsADay());
            area += Math.max(0, to - from) * found;
            from = Math.max(from, to);
            if (point.outcome().falseAlarmsADay() <= limit) {
                found = Math.max(found, point.outcome().recall());
            }
        }
        return (area + (limit - from) * found) / limit;
    }

    /// One row a threshold: `threshold`, `false alarms/day`, `found`, `median` and `p90` of the time to detect.
    public Table table() {
        return Table.create(
                "alarms by threshold",
                column(
                        "threshold",
                        points.stream().mapToDouble(Point::threshold).toArray()),
                column(
                        "false alarms/day",
                        points.stream()
                                .mapToDouble(p -> p.outcome().falseAlarmsADay())
                                .toArray()),
                column(
                        "found",
                        points.stream().mapToDouble(p -> p.outcome().recall()).toArray()),
                column(
                        "median",
                        points.stream().mapToDouble(p -> p.outcome().delay(0.5)).toArray()),
                column(
                        "p90",
                        points.stream().mapToDouble(p -> p.outcome().delay(0.9)).toArray()));
    }

    private static DoubleColumn column(String name, double[] values) {
        return DoubleColumn.create(name, values);
    }
}
