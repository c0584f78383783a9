package throughline.cluster.traces;

import throughline.random.Stream;
import throughline.spec.BadInput;

/// Numbers of GPUs that jobs need: powers of two, each so many times as likely as the one below it; at least half
/// of all jobs need one.
///
/// @param one   share of jobs that need one GPU
/// @param ratio of the shares of any two powers above that
/// @param most  largest power of two
public record JobSizes(double one, double ratio, int most) {
    private static final int HALVINGS = 100;
    private static final double HALF = 0.5;

    /// Sizes with a mean and a median of 1.
    ///
    /// @param mean 1 or more
    /// @param most at least the mean; the largest power of two up to it counts
    /// @throws BadInput when there are none
    public static JobSizes of(double mean, int most) {
        int largest = Integer.highestOneBit(Math.max(1, most));
        double largestMean = HALF + HALF * largest;
        if (!(mean >= 1 && mean < largestMean || mean == 1)) {
            throw new BadInput(
                    "mean GPUs of a job [%s] must be from 1 to below [%s], of which half need 1 and half [%d]",
                    mean, largestMean, largest);
        }
        if (mean == 1 || largest == 1) {
            return new JobSizes(1, 1, largest);
        }
        double ratio = ratio(mean, 0, largest);
        double one = 1 / sum(ratio, 0, largest, false);
        return one >= HALF
                ? new JobSizes(one, ratio, largest)
                : new JobSizes(HALF, ratio(2 * mean - 1, 1, largest), largest);
    }

    /// The ratio with which the powers of two from one on have a mean.
    private static double ratio(double mean, int first, int largest) {
        double low = StrictMath.log(1e-12);
        double high = -low;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double ratio = StrictMath.exp(middle);
            if (sum(ratio, first, largest, true) / sum(ratio, first, largest, false) < mean) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return StrictMath.exp(low);
    }

    private static double sum(double ratio, int first, int largest, boolean sized) {
        double sum = 0;
        double weight = 1;
        for (long size = 1L << first; size <= largest; size *= 2) {
            sum += sized ? weight * size : weight;
            weight *= ratio;
        }
        return sum;
    }

    /// The expectation.
    public double mean() {
        return one < 1 ? one + (1 - one) * sum(ratio, 1, most, true) / sum(ratio, 1, most, false) : 1;
    }

    /// These without the larger ones.
    JobSizes upTo(int gpus) {
        int largest = Math.min(most, Integer.highestOneBit(gpus));
        return new JobSizes(largest == 1 ? 1 : one, ratio, largest);
    }

    int sample(Stream stream) {
        if (stream.uniform() < one) {
            return 1;
        }
        double left = stream.uniform() * sum(ratio, 1, most, false);
        double weight = 1;
        int size = 2;
        while (left >= weight && size < most) {
            left -= weight;
            weight *= ratio;
            size *= 2;
        }
        return size;
    }
}
