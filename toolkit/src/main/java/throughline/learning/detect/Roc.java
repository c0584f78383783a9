package throughline.learning.detect;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import throughline.spec.BadInput;

/// Receiver operating characteristic of scores: what share of the positives and of the negatives lies above each
/// threshold.
///
/// @param threshold `[point]`, descending; the first is infinite, above all
/// @param hits      `[point]`, share of the positives at or above the threshold, from 0 to 1
/// @param alarms    `[point]`, share of the negatives at or above it, from 0 to 1
public record Roc(double[] threshold, double[] hits, double[] alarms) {
    /// Of scores, of which the higher ones should be positive.
    ///
    /// @throws BadInput when there is not one of each kind, or not as many scores as kinds
    public static Roc of(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new BadInput("[%d] scores of [%d] cases", scores.length, positive.length);
        }
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(i -> i)
                .toArray();
        int positives = (int) IntStream.of(order).filter(i -> positive[i]).count();
        int negatives = order.length - positives;
        if (positives == 0 || negatives == 0) {
            throw new BadInput("[%d] positive and [%d] negative cases; one of each is the least", positives, negatives);
        }
        double[][] points = new double[3][order.length + 1];
        points[0][0] = Double.POSITIVE_INFINITY;
        int count = 1;
        int hits = 0;
        for (int i = 0; i < order.length; i++) {
            hits += positive[order[i]] ? 1 : 0;
            double score = scores[order[i]];
            if (i + 1 == order.length || scores[order[i + 1]] != score) {
                points[0][count] = score;
                points[1][count] = (double) hits / positives;
                points[2][count++] = (double) (i + 1 - hits) / negatives;
            }
        }
        int kept = count;
        double[][] cut = Arrays.stream(points).map(p -> Arrays.copyOf(p, kept)).toArray(double[][]::new);
        return new Roc(cut[0], cut[1], cut[2]);
    }

    /// Area under the curve: the chance that a positive scores above a negative, equals counting half.
    public double area() {
        double sum = 0;
        for (int i = 1; i < hits.length; i++) {
            sum += (alarms[i] - alarms[i - 1]) * (hits[i] + hits[i - 1]) / 2;
        }
        return sum;
    }

    /// The share of negatives told as such where a share of positives is missed; between points by straight lines.
    ///
    /// @param missed share of the positives below the threshold, 0 to 1
    public double trueNegatives(double missed) {
        double wanted = 1 - missed;
        int i = 1;
        while (i < hits.length - 1 && hits[i] < wanted) {
            i++;
        }
        double rise = hits[i] - hits[i - 1];
        double share = rise == 0 ? 1 : Math.min(1, Math.max(0, (wanted - hits[i - 1]) / rise));
        return 1 - (alarms[i - 1] + share * (alarms[i] - alarms[i - 1]));
    }
}
