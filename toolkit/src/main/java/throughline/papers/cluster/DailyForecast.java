package throughline.papers.cluster;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.statistics.distribution.PoissonDistribution;

/// A forecast of how many faults a day has: a probability for each count, scored by what came.
///
/// @param probabilities of 0, 1, 2, ...; the last of all that are more as well
record DailyForecast(double[] probabilities) {
    private static final int MOST = 200;

    /// A constant rate.
    static DailyForecast poisson(double mean) {
        PoissonDistribution law = PoissonDistribution.of(mean);
        return normalised(count -> law.probability(count));
    }

    /// Counts that spread more than a Poisson law allows, without a mechanism: a negative binomial law with the
    /// mean and the variance of some days.
    static DailyForecast negativeBinomial(int[] seen) {
        double mean = Arrays.stream(seen).average().orElseThrow();
        double variance = Arrays.stream(seen)
                .mapToDouble(count -> (count - mean) * (count - mean))
                .average()
                .orElseThrow();
        double size = mean * mean / (variance - mean);
        double[] probabilities = new double[MOST];
        probabilities[0] = StrictMath.pow(size / (size + mean), size);
        for (int count = 1; count < MOST; count++) {
            probabilities[count] = probabilities[count - 1] * (size + count - 1) / count * (mean / (size + mean));
        }
        return normalised(count -> probabilities[count]);
    }

    /// The counts of simulated days; each count that never came has the weight of half a day.
    static DailyForecast simulated(int[] counts) {
        double[] weights = new double[MOST];
        Arrays.fill(weights, 0.5 / MOST);
        for (int count : counts) {
            weights[Math.min(count, MOST - 1)]++;
        }
        return normalised(count -> weights[count]);
    }

    private static DailyForecast normalised(IntToDoubleFunction weight) {
        double[] weights = new double[MOST];
        double sum = 0;
        for (int count = 0; count < MOST; count++) {
            weights[count] = weight.applyAsDouble(count);
            sum += weights[count];
        }
        for (int count = 0; count < MOST; count++) {
            weights[count] /= sum;
        }
        return new DailyForecast(weights);
    }

    /// How unlikely a count was, nat; less is better.
    double logScore(int count) {
        return -StrictMath.log(probabilities[count]);
    }

    /// The continuous ranked probability score, faults; less is better.
    double crps(int count) {
        double below = 0;
        double score = 0;
        for (int i = 0; i < MOST; i++) {
            below += probabilities[i];
            double step = below - (i >= count ? 1 : 0);
            score += step * step;
        }
        return score;
    }

    /// Whether a count lies in the central 90 %.
    boolean covers(int count) {
        double below = 0;
        for (int i = 0; i < count; i++) {
            below += probabilities[i];
        }
        return below <= 0.95 && below + probabilities[count] >= 0.05;
    }
}
