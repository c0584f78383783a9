package throughline.data;

import throughline.spec.BadInput;

/// How much of the start of a series must be left out, so that what remains tells of the long run: MSER-5 (White, 1997;
/// White, Cobb and Spratt, 2000). The series is averaged in batches of five; left out are the first batches whose
/// absence makes the standard error of the mean of the others smallest.
///
/// @param kept   index of the first value that counts, a multiple of 5
/// @param mean   of the values that count, in whole batches
/// @param error  the statistic there: the variance of those batch means about their mean, over their number
/// @param settled whether less than half of the series is left out; otherwise it was too short to tell
public record Warmup(int kept, double mean, double error, boolean settled) {
    private static final int BATCH = 5;

    /// The last batches are never left alone: a mean of a few looks sure of itself by chance.
    private static final int LEAST = 5;

    /// Finds the end of the warm-up.
    ///
    /// @param values at equal distances in time, at least 50, all finite
    /// @throws BadInput when there are fewer, or one is not finite
    public static Warmup mser5(double... values) {
        int n = values.length / BATCH;
        if (n < 2 * LEAST) {
            throw new BadInput("MSER-5 needs at least %d values, not [%d]", 2 * LEAST * BATCH, values.length);
        }
        double[] means = new double[n];
        for (int i = 0; i < n * BATCH; i++) {
            if (!Double.isFinite(values[i])) {
                throw new BadInput("value %d of the series [%s] is not finite", i, values[i]);
            }
            means[i / BATCH] += values[i] / BATCH;
        }
        double sum = 0;
        double squares = 0;
        double best = Double.POSITIVE_INFINITY;
        double bestMean = 0;
        int kept = 0;
        for (int first = n - 1; first >= 0; first--) {
            double shifted = means[first] - means[n - 1];
            sum += shifted;
            squares += shifted * shifted;
            int m = n - first;
            double error = Math.max(0, squares - sum * sum / m) / ((double) m * m);
            if (m >= LEAST && error <= best) {
                best = error;
                bestMean = means[n - 1] + sum / m;
                kept = first * BATCH;
            }
        }
        return new Warmup(kept, bestMean, best, 2 * kept < values.length);
    }
}
