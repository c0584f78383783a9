package throughline.reasoning;

import org.apache.commons.statistics.distribution.NormalDistribution;

/// The standard normal distribution.
final class NormalScore {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private NormalScore() {}

    /// What lies above a share of it.
    static double at(double share) {
        return STANDARD.inverseCumulativeProbability(share);
    }

    /// The share below a number.
    static double below(double x) {
        return STANDARD.cumulativeProbability(x);
    }
}
