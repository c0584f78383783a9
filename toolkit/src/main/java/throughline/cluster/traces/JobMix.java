package throughline.cluster.traces;

import java.nio.file.Path;
import java.util.Iterator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import throughline.hardware.Profile;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Jobs of many users as a cluster gets them: more by day than by night, often several at once, most of them short and
/// on one GPU, a few very long or very large.
///
/// ```java
/// Iterator<JobMix.Submission> jobs = JobMix.named("jobs-seren").scaled(0.1).jobs(new Streams(1));
/// ```
///
/// Groups of jobs arrive by a Poisson process whose rate is a daily sinusoid; a group has one size, and a geometric
/// number of jobs. Runs are log-normal up to a longest, sizes powers of two; both have the mean and the median of the
/// cluster. How long a job runs does not depend on its size.
///
/// @param name   of the cluster
/// @param perDay jobs in the mean, positive
/// @param runs   how long they run, s
/// @param sizes  how many GPUs they need
/// @param ends   how they end
/// @param rhythm when they come
/// @param source of all of it
public record JobMix(String name, double perDay, Runs runs, JobSizes sizes, Ends ends, Rhythm rhythm, String source) {
    private static final double SECONDS_A_DAY = 86_400;
    private static final double NANOS = 1e9;

    /// A job that somebody submits.
    ///
    /// @param at   ns since the start
    /// @param gpus a power of two
    /// @param runs ns, 1 or more
    /// @param end  what will become of it
    public record Submission(long at, int gpus, long runs, Job.State end) {}

    /// A log-normal law that is cut off.
    ///
    /// @param median s
    /// @param sigma  standard deviation of the logarithm
    /// @param most   s; longer ones last as long as this
    public record Runs(double median, double sigma, double most) {
        /// The mean, s.
        public double mean() {
            NormalDistribution normal = NormalDistribution.of(0, 1);
            double cut = Math.log(most / median) / sigma;
            return median * Math.exp(sigma * sigma / 2) * normal.cumulativeProbability(cut - sigma)
                    + most * normal.survivalProbability(cut);
        }

        double sample(Stream stream) {
            return Math.min(most, median * StrictMath.exp(sigma * stream.normal()));
        }
    }

    /// Shares of how jobs end.
    public record Ends(double completed, double cancelled, double failed) {
        Job.State sample(Stream stream) {
            double at = stream.uniform() * (completed + cancelled + failed);
            return at < completed
                    ? Job.State.COMPLETED
                    : at < completed + cancelled ? Job.State.CANCELLED : Job.State.FAILED;
        }
    }

    /// When jobs come.
    ///
    /// @param swing    of the daily sinusoid, from 0 to 1
    /// @param peak     s after midnight, which is the start
    /// @param together jobs of a group in the mean, 1 or more
    /// @param within   s between one job of a group and the next in the mean
    public record Rhythm(double swing, double peak, double together, double within) {
        /// @throws BadInput when a number is outside its range
        public Rhythm {
            if (!(swing >= 0 && swing <= 1 && together >= 1 && within > 0)) {
                throw new BadInput(
                        "rhythm: swing [%s] must be from 0 to 1, jobs together [%s] at least 1, and the seconds"
                                + " between them [%s] positive",
                        swing, together, within);
            }
        }

        /// Over the mean rate.
        double at(double second) {
            return 1 + swing * StrictMath.cos(2 * Math.PI * (second - peak) / SECONDS_A_DAY);
        }
    }

    /// @throws BadInput when there are no jobs
    public JobMix {
        if (!(perDay > 0 && perDay < 1e9)) {
            throw new BadInput("jobs a day [%s] must be positive and below 1e9", perDay);
        }
    }

    /// The mix that comes with the toolkit under a name: `jobs-seren`, `jobs-kalos`, `jobs-philly`, `jobs-helios` or
    /// `jobs-pai`.
    ///
    /// @throws BadInput when there is none
    public static JobMix named(String name) {
        return of(Profile.named(name));
    }

    /// A mix out of a YAML file of the user's, of kind `jobs`.
    ///
    /// @throws BadInput naming file, line and key of what is wrong
    public static JobMix read(Path path) {
        return of(Profile.read(path));
    }

    /// A mix of a profile of kind `jobs`.
    ///
    /// @throws BadInput naming file, line and key of what is wrong
    public static JobMix of(Profile profile) {
        return JobProfile.mix(profile);
    }

    /// This, with so many times as many jobs, for a cluster of another size.
    ///
    /// @param factor positive
    public JobMix scaled(double factor) {
        return new JobMix(name, perDay * factor, runs, sizes, ends, rhythm, source);
    }

    /// This, without jobs that need more GPUs than that: they come as often, but smaller.
    ///
    /// @param gpus 1 or more
    public JobMix upTo(int gpus) {
        return new JobMix(name, perDay, runs, sizes.upTo(gpus), ends, rhythm, source);
    }

    /// GPUs that the jobs keep busy in the mean, where none has to wait.
    public double offered() {
        return perDay * runs.mean() * sizes.mean() / SECONDS_A_DAY;
    }

    /// The jobs in the order in which they are submitted, without an end.
    public Iterator<Submission> jobs(Streams streams) {
        return new Submissions(this, streams.named("jobs"));
    }

    Submission draw(double second, int gpus, Stream stream) {
        return new Submission(
                Math.round(second * NANOS),
                gpus,
                Math.max(1, Math.round(runs.sample(stream) * NANOS)),
                ends.sample(stream));
    }

    double groupsASecond() {
        return perDay / SECONDS_A_DAY / rhythm.together;
    }
}
