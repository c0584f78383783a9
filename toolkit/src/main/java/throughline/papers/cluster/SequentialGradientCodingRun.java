package throughline.papers.cluster;

import java.util.BitSet;
import throughline.cluster.stragglers.DelayTrace;
import throughline.cluster.stragglers.MasterRun;
import throughline.cluster.stragglers.Rounds;
import throughline.cluster.stragglers.Waiting;
import throughline.parallel.coding.Course;
import throughline.parallel.coding.Scheme;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Jobs under a scheme on ranks with given delays: where codes and waiting meet.
///
/// ```java
/// DelayTrace delays = DelayTrace.drawn(SlowChain.lambda(), 256, 101, new Streams(1).below("ranks"));
/// var run = SequentialGradientCodingRun.of(new Multiplexed(256, 1, 2, 27), 100, delays, 2.2);
/// double[] finished = run.finished(); // when each job was
/// ```
///
/// @param scheme of the jobs
/// @param jobs   1 or more
/// @param master what became of the rounds
public record SequentialGradientCodingRun(Scheme scheme, int jobs, MasterRun master) {
    /// The master's rule in the paper's experiments: µ = 1, and everybody is waited for when the stragglers do not
    /// conform.
    public static final Waiting AS_PUBLISHED = new Waiting(1, Waiting.Beyond.ALL);

    /// Runs jobs as the paper's master does.
    ///
    /// @param delays at no load, of as many rounds as jobs and the scheme's delay
    /// @param slope  α, seconds by which every delay is longer for all of the data; `load α` is added
    public static SequentialGradientCodingRun of(Scheme scheme, int jobs, DelayTrace delays, double slope) {
        return of(scheme, jobs, delays.plus(slope * scheme.load().doubleValue()), AS_PUBLISHED);
    }

    /// Runs jobs on delays that have the load in them already, as measured ones do.
    public static SequentialGradientCodingRun of(Scheme scheme, int jobs, DelayTrace delays, Waiting waiting) {
        Course course = scheme.start(jobs);
        MasterRun run =
                MasterRun.of(new Coordinated(course, scheme.workers()), delays, waiting, Cancel.NEVER, Progress.NONE);
        return new SequentialGradientCodingRun(scheme, jobs, run);
    }

    private record Coordinated(Course course, int ranks) implements Rounds {
        @Override
        public int rounds() {
            return course.rounds();
        }

        @Override
        public boolean idle() {
            return course.idle();
        }

        @Override
        public boolean mayMiss(BitSet late) {
            return course.mayMiss(late);
        }

        @Override
        public void finish(BitSet missed) {
            course.finish(missed);
        }
    }

    /// The time of all rounds, in seconds.
    public double seconds() {
        return master.seconds();
    }

    /// When each job was due and done, in seconds from the beginning: job t at the end of round t + T.
    public double[] finished() {
        double[] ends = master.ends();
        double[] finished = new double[jobs];
        System.arraycopy(ends, scheme.delay(), finished, 0, jobs);
        return finished;
    }
}
