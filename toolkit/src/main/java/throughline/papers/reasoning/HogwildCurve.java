package throughline.papers.reasoning;

import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// The share of problems that one worker solves within some forward passes, its answer forced at the end: a lognormal.
/// In the generative model this is a model that solves everything given time, with lengths that vary between problems
/// alone; workers who share their text get as far as one with more passes, so that the curve serves them too.
///
/// @param middle logarithm of the passes in which half are solved
/// @param spread standard deviation of the logarithm
record HogwildCurve(double middle, double spread) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final int CELLS = 2_000;

    /// Through points, by least squares of normal quantiles over logarithms.
    ///
    /// @param accuracies in percent
    static HogwildCurve through(double[] passes, double[] accuracies) {
        int n = passes.length;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            meanX += Math.log(passes[i]) / n;
            meanY += quantile(accuracies[i]) / n;
        }
        double products = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double x = Math.log(passes[i]) - meanX;
            products += x * (quantile(accuracies[i]) - meanY);
            squares += x * x;
        }
        double slope = products / squares;
        return new HogwildCurve(meanX - meanY / slope, 1 / slope);
    }

    private static double quantile(double percent) {
        return NORMAL.inverseCumulativeProbability(percent / 100);
    }

    private double deviations(double passes) {
        return (Math.log(passes) - middle) / spread;
    }

    /// In percent.
    double accuracy(double passes) {
        return 100 * NORMAL.cumulativeProbability(deviations(passes));
    }

    /// The passes that give an accuracy.
    double passes(double accuracy) {
        return Math.exp(middle + spread * quantile(accuracy));
    }

    /// Of workers who do not see each other, where the first to finish counts.
    ///
    /// @param correlation of the logarithms of two workers' lengths on a problem, below 1
    /// @return in percent
    double independent(double passes, int workers, double correlation) {
        double x = deviations(passes);
        double none = IntStream.range(0, CELLS)
                .mapToDouble(i -> {
                    double shared = NORMAL.inverseCumulativeProbability((i + 0.5) / CELLS);
                    double own = (x - Math.sqrt(correlation) * shared) / Math.sqrt(1 - correlation);
                    return Math.pow(NORMAL.survivalProbability(own), workers);
                })
                .sum();
        return 100 * (1 - none / CELLS);
    }

    /// The correlation at which two workers who do not see each other solve so much; 0.999 where even that is less.
    double correlation(double passes, double accuracy) {
        double low = 0;
        double high = 0.999;
        for (int i = 0; i < 30; i++) {
            double middling = (low + high) / 2;
            boolean more = independent(passes, 2, middling) > accuracy;
            low = more ? middling : low;
            high = more ? high : middling;
        }
        return high;
    }
}
