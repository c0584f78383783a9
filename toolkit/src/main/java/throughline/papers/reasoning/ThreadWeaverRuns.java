package throughline.papers.reasoning;

import org.apache.commons.statistics.distribution.NormalDistribution;

/// Speed-ups as the ratio of two runs, of the sequential model and of the threaded one, each of which takes as long as
/// chance has it: a lognormal. Its median and spread are those of the middle half of a histogram, so that neither its
/// tail nor its share below 1 is an input.
///
/// @param median logarithm of the median speed-up
/// @param spread standard deviation of the logarithm
record ThreadWeaverRuns(double median, double spread) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    static ThreadWeaverRuns of(double lowerQuartile, double upperQuartile) {
        double low = Math.log(lowerQuartile);
        double high = Math.log(upperQuartile);
        return new ThreadWeaverRuns((low + high) / 2, (high - low) / (2 * NORMAL.inverseCumulativeProbability(0.75)));
    }

    /// The median of the largest of some problems.
    double largest(int problems) {
        return Math.exp(median + spread * NORMAL.inverseCumulativeProbability(Math.pow(0.5, 1.0 / problems)));
    }

    /// The share of problems below a speed-up.
    double below(double speedUp) {
        return NORMAL.cumulativeProbability((Math.log(speedUp) - median) / spread);
    }

    /// The share of problems that are slower with threads.
    double slower() {
        return below(1);
    }

    /// The mean of ratios over the ratio of means, when both runs of a problem vary alike.
    double meanOverRatio() {
        return Math.exp(spread * spread / 2);
    }
}
