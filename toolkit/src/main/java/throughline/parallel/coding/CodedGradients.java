package throughline.parallel.coding;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// Runs a scheme for real: workers compute and encode, what does not straggle comes back, and each job's gradient is
/// decoded as soon as enough has come.
///
/// ```java
/// var run = new CodedGradients(new Multiplexed(8, 1, 2, 2), 100, (job, chunk) -> gradient(job, chunk), stream);
/// while (!run.over()) {
///     run.round(stragglers);
/// }
/// double[] sum = run.gradient(99);
/// ```
///
/// Job t + T + 1 begins when job t is done: so T + 1 models can be trained in turn, each job on the weights that the
/// model's last has led to. Not safe for use by several threads.
public final class CodedGradients {
    private final Scheme scheme;
    private final Course course;
    private final Gradients gradients;
    private final GradientCode code;
    private final List<Arrived> jobs = new ArrayList<>();
    private double error;

    /// The gradient of a job over a chunk of the data.
    @FunctionalInterface
    public interface Gradients {
        /// @param job   from 0
        /// @param chunk as in [Scheme#chunks()]
        /// @return always of one length
        double[] of(int job, int chunk);
    }

    /// What has come of a job, in the order of its coming, which does not depend on anything outside.
    private static final class Arrived {
        double[] sum;
        final List<TreeMap<Integer, double[]>> coded = new ArrayList<>();
        boolean decoded;

        void add(double weight, double[] part) {
            if (sum == null) {
                sum = new double[part.length];
            }
            for (int i = 0; i < part.length; i++) {
                sum[i] += weight * part[i];
            }
        }
    }

    /// @param jobs   1 or more
    /// @param stream for the coefficients of the code
    /// @throws BadInput when there is no job
    public CodedGradients(Scheme scheme, int jobs, Gradients gradients, Stream stream) {
        this.scheme = scheme;
        this.gradients = gradients;
        course = scheme.start(jobs);
        code = scheme.groups() == 0 ? null : GradientCode.of(scheme.workers(), scheme.codeStragglers(), stream);
        for (int job = 0; job < jobs; job++) {
            Arrived arrived = new Arrived();
            for (int group = 0; group < scheme.groups(); group++) {
                arrived.coded.add(new TreeMap<>());
            }
            this.jobs.add(arrived);
        }
    }

    /// Whether all rounds are over.
    public boolean over() {
        return course.round() == course.rounds();
    }

    /// The course of it, to be asked only.
    public Course course() {
        return course;
    }

    /// Lets one round happen.
    ///
    /// @param missed workers whose results are lost, of 0 to n - 1
    /// @throws BadInput              when there is no such worker
    /// @throws IllegalStateException when all rounds are over
    public void round(BitSet missed) {
        if (missed.length() > scheme.workers()) {
            throw new BadInput("worker [%d] is missed; workers are 0 to %d", missed.length() - 1, scheme.workers() - 1);
        }
        int round = course.round();
        if (over()) {
            throw new IllegalStateException("all [%d] rounds are over".formatted(round));
        }
        for (int worker = missed.nextClearBit(0); worker < scheme.workers(); ) {
            for (Task task : course.tasks(worker)) {
                arrive(worker, task);
            }
            worker = missed.nextClearBit(worker + 1);
        }
        course.finish(missed);
        for (int job = Math.max(0, round - scheme.delay()); job <= Math.min(round, jobs.size() - 1); job++) {
            if (course.done(job) && !jobs.get(job).decoded) {
                decode(jobs.get(job));
            }
        }
    }

    private void arrive(int worker, Task task) {
        Arrived job = jobs.get(task.job());
        if (job.decoded) {
            return;
        }
        switch (task) {
            case Task.Plain(int number, int chunk) -> job.add(1, gradients.of(number, chunk));
            case Task.Coded(int number, int group) -> {
                int first = scheme.firstCoded() + group * scheme.workers();
                job.coded.get(group).put(worker, code.encode(worker, c -> gradients.of(number, first + c)));
            }
        }
    }

    private void decode(Arrived job) {
        for (TreeMap<Integer, double[]> group : job.coded) {
            BitSet arrived = new BitSet(scheme.workers());
            group.keySet().forEach(arrived::set);
            GradientCode.Decoding decoding = code.decode(arrived);
            error = Math.max(error, decoding.error());
            group.forEach((worker, value) -> job.add(decoding.weights()[worker], value));
            group.clear();
        }
        job.decoded = true;
    }

    /// Whether a job's gradient is there.
    public boolean done(int job) {
        return jobs.get(job).decoded;
    }

    /// The gradient of a job over all data.
    ///
    /// @throws IllegalStateException while it is not there
    public double[] gradient(int job) {
        if (!done(job)) {
            throw new IllegalStateException("job [%d] is not done".formatted(job));
        }
        return jobs.get(job).sum.clone();
    }

    /// The largest error of any decoding so far: see [GradientCode.Decoding].
    public double error() {
        return error;
    }
}
