package throughline.cluster.traces;

import org.apache.commons.statistics.distribution.NormalDistribution;
import throughline.hardware.Profile;

/// Mixes of jobs as profiles of kind `jobs` have them: the `count` of jobs in so many `days`; `mean`, `median` and
/// `most` of their `run` and `mean` and `most` of their `gpus`; shares of how they end; `swing` and `peak` of the
/// `day`, and how many `jobs` come `together`, `within` what time.
final class JobProfile {
    private static final String SECOND = "s";
    private static final int HALVINGS = 100;
    private static final double WIDEST = 6;

    private JobProfile() {}

    static JobMix mix(Profile profile) {
        profile.expect("jobs");
        JobMix mix = new JobMix(
                profile.text("name"),
                profile.number("count") / profile.number("days"),
                runs(profile),
                JobSizes.of(profile.number("gpus.mean"), profile.count("gpus.most")),
                new JobMix.Ends(
                        profile.number("ends.completed"),
                        profile.number("ends.cancelled"),
                        profile.number("ends.failed")),
                new JobMix.Rhythm(
                        profile.number("day.swing"),
                        profile.quantity("day.peak", SECOND),
                        profile.number("together.jobs"),
                        profile.quantity("together.within", SECOND)),
                profile.text("source"));
        profile.end();
        return mix;
    }

    /// The width with which the law, cut off at the longest run, has the mean.
    private static JobMix.Runs runs(Profile profile) {
        double median = profile.quantity("run.median", SECOND);
        double mean = profile.quantity("run.mean", SECOND);
        double most = profile.quantity("run.most", SECOND);
        double low = 0;
        double high = WIDEST;
        if (!(mean > median && mean < mean(median, high, most))) {
            throw profile.refusal(
                    "run.mean",
                    "[%s] must be above the median [%s s] and below [%.0f s], which is all that runs up to the longest"
                            + " can have",
                    profile.text("run.mean"),
                    median,
                    mean(median, high, most));
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (mean(median, middle, most) < mean) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new JobMix.Runs(median, low, most);
    }

    /// Of a log-normal law that is cut off.
    static double mean(double median, double sigma, double most) {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double cut = StrictMath.log(most / median) / sigma;
        return median * StrictMath.exp(sigma * sigma / 2) * normal.cumulativeProbability(cut - sigma)
                + most * normal.survivalProbability(cut);
    }
}
