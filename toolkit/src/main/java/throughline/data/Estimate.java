package throughline.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import throughline.spec.BadInput;

/// A mean over independent samples, such as seeds, and how far it can be trusted.
///
/// @param mean          of the samples
/// @param standardError of that mean: the samples' standard deviation over the root of their number; 0 when they are
///                      equal, NaN when there is but one
/// @param samples       how many, at least 1
public record Estimate(double mean, double standardError, int samples) {
    /// @param values one a sample, finite
    /// @throws BadInput when there is none, or one is not finite
    public static Estimate of(double... values) {
        if (values.length == 0) {
            throw new BadInput("an estimate needs at least one sample");
        }
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new BadInput("sample [%s] is not finite", value);
            }
        }
        int n = values.length;
        double first = values[0];
        double shift = Arrays.stream(values).map(value -> value - first).sum() / n;
        double mean = first + shift;
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new Estimate(mean, n == 1 ? Double.NaN : Math.sqrt(squares / (n - 1) / n), n);
    }

    /// The mean of `with[i] - without[i]`: samples that share their random numbers differ less than others.
    ///
    /// @throws BadInput when there are not as many of both
    public static Estimate paired(double[] with, double[] without) {
        if (with.length != without.length) {
            throw new BadInput("[%d] samples cannot be paired with [%d]", with.length, without.length);
        }
        return of(IntStream.range(0, with.length)
                .mapToDouble(i -> with[i] - without[i])
                .toArray());
    }

    /// Half the width of the interval around [#mean()] that holds the true mean with a probability, by Student's t
    /// distribution: exact for normal samples.
    ///
    /// @param probability such as 0.95, between 0 and 1
    /// @throws BadInput when there is but one sample
    public double halfWidth(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new BadInput("probability [%s] must be between 0 and 1", probability);
        }
        if (samples < 2) {
            throw new BadInput("one sample has no interval; at least 2 are needed");
        }
        return TDistribution.of(samples - 1.0).inverseCumulativeProbability(0.5 + probability / 2) * standardError;
    }

    /// The lower end of the interval of [#halfWidth].
    public double low(double probability) {
        return mean - halfWidth(probability);
    }

    /// The upper end of the interval of [#halfWidth].
    public double high(double probability) {
        return mean + halfWidth(probability);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4g ± %.2g (%d samples)", mean, standardError, samples);
    }
}
