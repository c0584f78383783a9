package throughline.learning.detect;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/// Precision and recall of windows, at each threshold: what is usual in the literature, and what says little to an
/// operator, for whom a fault of an hour is one fault and not 240 windows.
///
/// @param threshold `[point]`, descending
/// @param precision `[point]`, share of the windows above the threshold in which something is wrong
/// @param recall    `[point]`, share of the windows in which something is wrong that lie above it
public record PrecisionRecall(double[] threshold, double[] precision, double[] recall) {
    /// Of scores of runs, step by step; steps that do not matter are left out.
    public static PrecisionRecall of(List<Watched> runs, List<double[]> scores) {
        record Scored(double score, boolean wrong) {}
        List<Scored> all = IntStream.range(0, runs.size())
                .boxed()
                .flatMap(r -> IntStream.range(0, scores.get(r).length)
                        .filter(runs.get(r)::judgedAt)
                        .mapToObj(step ->
                                new Scored(scores.get(r)[step], runs.get(r).wrongAt(step))))
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .toList();
        long wrong = all.stream().filter(Scored::wrong).count();
        double[][] points = new double[3][all.size()];
        int count = 0;
        int right = 0;
        for (int i = 0; i < all.size(); i++) {
            right += all.get(i).wrong() ? 1 : 0;
            if (i + 1 == all.size() || all.get(i + 1).score() != all.get(i).score()) {
                points[0][count] = all.get(i).score();
                points[1][count] = (double) right / (i + 1);
                points[2][count++] = wrong == 0 ? Double.NaN : (double) right / wrong;
            }
        }
        int kept = count;
        double[][] cut = Arrays.stream(points).map(p -> Arrays.copyOf(p, kept)).toArray(double[][]::new);
        return new PrecisionRecall(cut[0], cut[1], cut[2]);
    }

    /// Average precision: the mean of the precision over the recall. A score that knows nothing has the share of wrong
    /// windows.
    public double average() {
        double sum = 0;
        double before = 0;
        for (int i = 0; i < recall.length; i++) {
            sum += (recall[i] - before) * precision[i];
            before = recall[i];
        }
        return sum;
    }

    /// One row a threshold: `threshold`, `precision`, `recall`.
    public Table table() {
        return Table.create(
                "precision and recall",
                DoubleColumn.create("threshold", threshold),
                DoubleColumn.create("precision", precision),
                DoubleColumn.create("recall", recall));
    }
}
