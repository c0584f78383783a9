package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import throughline.cluster.faults.FaultTrace;
import throughline.cluster.faults.FaultTrace.Entry;

/// Rows to learn from: a node on a day, what is known of it by then, and whether it fails within the next 7 days.
///
/// @param features a row each: whether it has failed yet, the logarithm of the days since, that of its faults so far,
///                 whether it is in repair, whether the last fault was a GPU's, an unknown one or a failed stress test,
///                 and the logarithm of the faults of all nodes in the last 7 days
/// @param labels   whether it failed
record NodeWeeks(double[][] features, boolean[] labels) {
    private static final int KNOWN = 28;
    private static final int AHEAD = 7;
    private static final int EVERY = 4;
    private static final List<String> CLASSES = List.of("gpu", "unknown", "stress-test");

    static NodeWeeks of(List<FaultTrace> traces) {
        List<double[]> features = new ArrayList<>();
        List<Boolean> labels = new ArrayList<>();
        for (FaultTrace trace : traces) {
            List<List<Entry>> lives = trace.lives();
            for (int day = KNOWN; day + AHEAD <= trace.days(); day += EVERY) {
                long busy = count(trace.entries(), day - AHEAD, day);
                for (List<Entry> life : lives) {
                    features.add(row(life, day, busy));
                    labels.add(count(life, day, day + AHEAD) > 0);
                }
            }
        }
        boolean[] truth = new boolean[labels.size()];
        IntStream.range(0, truth.length).forEach(i -> truth[i] = labels.get(i));
        return new NodeWeeks(features.toArray(double[][]::new), truth);
    }

    private static long count(List<Entry> faults, double from, double to) {
        return faults.stream()
                .filter(fault -> fault.day() >= from && fault.day() < to)
                .count();
    }

    private static double[] row(List<Entry> life, int day, long busy) {
        List<Entry> past = life.stream().filter(fault -> fault.day() < day).toList();
        double[] row = new double[5 + CLASSES.size()];
        row[0] = past.isEmpty() ? 0 : 1;
        row[1] = past.isEmpty() ? 0 : StrictMath.log1p(day - past.getLast().day());
        row[2] = StrictMath.log1p(past.size());
        row[3] = past.stream().anyMatch(fault -> fault.day() + fault.away() > day) ? 1 : 0;
        row[4] = StrictMath.log1p(busy);
        for (int i = 0; i < CLASSES.size() && !past.isEmpty(); i++) {
            row[5 + i] = past.getLast().type().category().equals(CLASSES.get(i)) ? 1 : 0;
        }
        return row;
    }

    /// The share of rows that fail.
    double baseRate() {
        int failed = 0;
        for (boolean label : labels) {
            failed += label ? 1 : 0;
        }
        return (double) failed / labels.length;
    }

    /// The mean squared error of probabilities.
    double brier(ToDoubleFunction<double[]> probability) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            double error = probability.applyAsDouble(features[i]) - (labels[i] ? 1 : 0);
            sum += error * error;
        }
        return sum / labels.length;
    }

    /// The probability that a node which fails is ranked above one that does not; equal ranks count half.
    double auc(ToDoubleFunction<double[]> score) {
        double[] scores = new double[labels.length];
        IntStream.range(0, scores.length).forEach(i -> scores[i] = score.applyAsDouble(features[i]));
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double wins = 0;
        double failed = 0;
        double sound = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            double failing = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                failing += labels[order[to]] ? 1 : 0;
                to++;
            }
            double working = to - from - failing;
            wins += failing * (sound + working / 2);
            failed += failing;
            sound += working;
            from = to;
        }
        return wins / (failed * sound);
    }
}
