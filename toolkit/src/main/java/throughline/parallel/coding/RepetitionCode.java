package throughline.parallel.coding;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/// Fractional repetition: workers in groups of s + 1, each group with chunks of its own that all of it compute, so that
/// any one of a group will do. Coefficients are 1; nothing is solved (Tandon et al. 2017, section 3).
///
/// @param workers    n, a multiple of s + 1
/// @param stragglers s
public record RepetitionCode(int workers, int stragglers) implements GradientCode {
    public RepetitionCode {
        GradientCode.check(workers, stragglers);
        if (workers % (stragglers + 1) != 0) {
            throw new IllegalArgumentException(
                    "repetition: [%d] workers must be a multiple of %d".formatted(workers, stragglers + 1));
        }
    }

    @Override
    public int[] chunks(int worker) {
        int first = worker - worker % (stragglers + 1);
        return IntStream.rangeClosed(first, first + stragglers).toArray();
    }

    @Override
    public double[] coefficients(int worker) {
        double[] ones = new double[stragglers + 1];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Override
    public Decoding decode(BitSet arrived) {
        checkArrived(arrived);
        double[] weights = new double[workers];
        for (int first = 0; first < workers; first += stragglers + 1) {
            weights[arrived.nextSetBit(first)] = 1;
        }
        return decoding(weights);
    }
}
