package throughline.learning.surface;

import java.util.Locale;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// What a surface says of one answer at one setting.
///
/// @param mean  expected answer, in its own unit
/// @param sd    standard deviation of the true mean about it: what more runs would lower
/// @param noise standard deviation of single runs about the true mean: what no number of runs lowers
public record Prediction(double mean, double sd, double noise) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /// How far the answer of one further run may be from the mean, as a standard deviation.
    public double runSd() {
        return Math.hypot(sd, noise);
    }

    /// Half the width of the interval around the mean that holds the true mean with this probability.
    ///
    /// @param probability such as 0.9, between 0 and 1
    public double halfWidth(double probability) {
        return NORMAL.inverseCumulativeProbability(0.5 + probability / 2) * sd;
    }

    /// How much lower than `best` the true mean is to be expected, counting no gain where it is higher: expected
    /// improvement (Jones, Schonlau & Welch 1998, equation 15).
    public double improvementBelow(double best) {
        if (sd == 0) {
            return Math.max(0, best - mean);
        }
        double z = (best - mean) / sd;
        return (best - mean) * NORMAL.cumulativeProbability(z) + sd * NORMAL.density(z);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4g ± %.2g (one run: ± %.2g)", mean, sd, runSd());
    }
}
