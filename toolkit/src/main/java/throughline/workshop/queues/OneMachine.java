package throughline.workshop.queues;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import throughline.devs.Coupled;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.random.Distribution;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// One machine, lots that come to it, and a queue: G/G/1. It runs as a Parallel DEVS model.
///
/// ```java
/// Visits visits = OneMachine.loaded(0.96).run(100_000, 1);     // M/M/1 with process times of 1 h in the mean
/// show(visits.meanHours());
/// ```
///
/// @param between   hours from one lot to the next; the first comes after such a time
/// @param process   hours that a lot takes
/// @param lastFirst whether the machine takes the lot that came last, instead of the first
public record OneMachine(Distribution between, Distribution process, boolean lastFirst) {
    private static final Tick TICK = Tick.MILLISECOND;

    /// A machine that takes the lot that came first.
    public OneMachine(Distribution between, Distribution process) {
        this(between, process, false);
    }

    /// M/M/1 with process times of 1 h in the mean.
    ///
    /// @param load in (0, 1): lots an hour
    public static OneMachine loaded(double load) {
        return new OneMachine(new Distribution.Exponential(1 / load), new Distribution.Exponential(1));
    }

    /// Runs until all lots have left, or the kernel is interrupted.
    ///
    /// @param lots at least 1
    public Visits run(int lots, long seed) {
        return run(() -> new QueueServer(lastFirst), lots, seed);
    }

    /// Runs with a machine of one's own.
    ///
    /// @param machine makes one at rest
    /// @param lots    at least 1
    public Visits run(Supplier<? extends Server> machine, int lots, long seed) {
        Streams streams = new Streams(seed);
        LongSupplier ticks = ticks(process, streams.named("process"));
        LongSupplier gaps = ticks(between, streams.named("arrivals"));
        long[] arrivals = new long[lots];
        long time = 0;
        for (int i = 0; i < lots; i++) {
            time += gaps.getAsLong();
            arrivals[i] = time;
        }
        return run(machine, arrivals, ticks, Long.MAX_VALUE - 1);
    }

    private static LongSupplier ticks(Distribution hours, Stream stream) {
        return () -> TICK.hours(hours.sample(stream));
    }

    /// Runs until all lots have left.
    ///
    /// @param arrivals ticks, ascending
    /// @param process  ticks of one lot after another
    /// @param until    the run ends here even when lots are left
    /// @throws IllegalStateException when a lot leaves that was not there, or some never leave
    static Visits run(Supplier<? extends Server> machine, long[] arrivals, LongSupplier process, long until) {
        Coupled model = new Coupled("one");
        LotSource source = model.add(new LotSource(arrivals));
        Server server = model.add(machine.get());
        server.process(process);
        model.couple(source.lots, server.arriving);
        Simulation simulation = new Simulation(model);
        Departures departures = new Departures(arrivals);
        simulation.observe(server.leaving, departures);
        Cancel cancel = Cancel.onInterrupt();
        simulation.run(until, departures::complete, cancel, Progress.NONE);
        return departures.visits(cancel.requested());
    }
}
