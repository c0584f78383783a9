package throughline.learning.detect;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What an operator had of an alarm.
///
/// @param cases       one an episode that could be found
/// @param falseAlarms stretches of the operator's patience in which the alarm was on for nothing
/// @param healthyDays of all runs together
public record Outcome(List<Case> cases, long falseAlarms, double healthyDays) {
    /// An episode, and whether it was found.
    ///
    /// @param delay from its start until the alarm was first on, in the unit of the data; NaN when it was not found
    public record Case(String run, Episode episode, double delay) {
        /// Whether the alarm was on before the episode ended.
        public boolean found() {
            return !Double.isNaN(delay);
        }
    }

    public Outcome {
        cases = List.copyOf(cases);
    }

    /// Share of the episodes that were found; NaN when there were none.
    public double recall() {
        return recall(_ -> true);
    }

    /// Share of the episodes of a kind that were found; NaN when there were none.
    public double recall(String kind) {
        return recall(one -> one.episode().kind().equals(kind));
    }

    private double recall(Predicate<Case> chosen) {
        return cases.stream()
                .filter(chosen)
                .mapToDouble(one -> one.found() ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }

    /// False alarms a day in which all was well; NaN when there was no such day.
    public double falseAlarmsADay() {
        return healthyDays == 0 ? Double.NaN : falseAlarms / healthyDays;
    }

    /// A quantile of the time to detect, an episode that was not found counted as later than all; infinite where it
    /// falls among these, NaN when there were no episodes.
    ///
    /// @param level from 0 to 1
    public double delay(double level) {
        return delay(level, _ -> true);
    }

    /// The same of a kind.
    public double delay(double level, String kind) {
        return delay(level, one -> one.episode().kind().equals(kind));
    }

    private double delay(double level, Predicate<Case> chosen) {
        double[] delays = cases.stream()
                .filter(chosen)
                .mapToDouble(one -> one.found() ? one.delay() : Double.POSITIVE_INFINITY)
                .sorted()
                .toArray();
        return delays.length == 0 ? Double.NaN : delays[Math.max(0, (int) Math.ceil(level * delays.length) - 1)];
    }

    /// The kinds of episodes, sorted.
    public List<String> kinds() {
        return List.copyOf(
                new TreeSet<>(cases.stream().map(one -> one.episode().kind()).toList()));
    }

    /// One row a kind, and one for all: `kind`, `episodes`, `found` (a share), `median` and `p90` of the time to detect
    /// in the unit of the data, `false alarms/day`.
    public Table table() {
        List<String> kinds = kinds();
        double[] found = kinds.stream().mapToDouble(this::recall).toArray();
        double[] median = kinds.stream().mapToDouble(kind -> delay(0.5, kind)).toArray();
        double[] late = kinds.stream().mapToDouble(kind -> delay(0.9, kind)).toArray();
        int[] episodes = kinds.stream()
                .mapToInt(kind -> (int) cases.stream()
                        .filter(one -> one.episode().kind().equals(kind))
                        .count())
                .toArray();
        double[] alarms = new double[kinds.size() + 1];
        Arrays.fill(alarms, falseAlarmsADay());
        return Table.create(
                "alarms",
                StringColumn.create(
                        "kind", Stream.concat(kinds.stream(), Stream.of("all")).toList()),
                IntColumn.create("episodes", and(episodes, cases.size())),
                DoubleColumn.create("found", and(found, recall())),
                DoubleColumn.create("median", and(median, delay(0.5))),
                DoubleColumn.create("p90", and(late, delay(0.9))),
                DoubleColumn.create("false alarms/day", alarms));
    }

    private static double[] and(double[] values, double last) {
        double[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = last;
        return all;
    }

    private static int[] and(int[] values, int last) {
        int[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = last;
        return all;
    }
}
