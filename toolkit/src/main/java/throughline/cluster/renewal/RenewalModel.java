package throughline.cluster.renewal;

import throughline.devs.Atomic;
import throughline.devs.Coupled;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A job that works, saves, fails and comes back, with a clock of 1 ns. Failures come at exponential times while it
/// works or saves; a job that is down does not fail.
public final class RenewalModel extends Coupled {
    private final RenewalJob job;

    /// @param streams of which `failures` and `causes` are drawn from
    public RenewalModel(RenewalSpec spec, Streams streams) {
        super("renewal");
        job = add(new RenewalJob(spec, streams.named("causes")));
        Failures failures = add(new Failures(3600 * spec.mtbf(), streams.named("failures")));
        couple(failures.failed, job.failed);
        couple(job.works, failures.works);
    }

    /// Where the time of a run goes.
    ///
    /// @param days how long it runs, at most 100,000
    /// @return the part until a cancel when there is one
    public static TimeSplit run(RenewalSpec spec, double days, Streams streams, Cancel cancel) {
        RenewalModel model = new RenewalModel(spec, streams);
        Simulation simulation = new Simulation(model);
        simulation.runUntil(Tick.NANOSECOND.days(days), cancel, Progress.NONE);
        return model.job.split(simulation.now());
    }

    /// Strikes a job that works, once until it works again.
    private static final class Failures extends Atomic {
        final In<Boolean> works = in("works", Boolean.class);
        final Out<Boolean> failed = out("failed", Boolean.class);
        private final double mean;
        private final Stream stream;
        private long next;

        Failures(double mean, Stream stream) {
            super("failures");
            this.mean = mean;
            this.stream = stream;
            next = draw();
        }

        private long draw() {
            return Tick.NANOSECOND.seconds(stream.exponential(mean));
        }

        @Override
        protected long timeAdvance() {
            return next;
        }

        @Override
        protected void output() {
            failed.send(true);
        }

        @Override
        protected void internalTransition() {
            next = NEVER;
        }

        @Override
        protected void externalTransition(long elapsed) {
            next = draw();
        }
    }
}
