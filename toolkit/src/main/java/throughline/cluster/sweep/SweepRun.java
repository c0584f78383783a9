package throughline.cluster.sweep;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import throughline.cluster.FaultProcess;
import throughline.cluster.overlap.Resource;
import throughline.devs.Coupled;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A sweep over workers, simulated: how long it takes, and what it asked of driver, network and storage.
///
/// @param setup    what was simulated
/// @param seconds  from the start of the workers to the last receipt
/// @param driver   seconds in which the driver worked
/// @param card     seconds in which the driver's network card sent class paths or tasks
/// @param storage  seconds in which the storage took data
/// @param metadata seconds in which it served metadata requests
/// @param work     slot-seconds that the parts take, each made once
/// @param useful   slot-seconds of parts that were simulated to their end, those lost later among them
/// @param wasted   slot-seconds that ended with a worker
/// @param losses   workers lost
/// @param repeated launches beyond the first of a part
public record SweepRun(
        SweepSetup setup,
        double seconds,
        double driver,
        double card,
        double storage,
        double metadata,
        double work,
        double useful,
        double wasted,
        int losses,
        long repeated) {

    /// Simulates a sweep.
    ///
    /// @param faults of the workers, each a node of one GPU; [FaultProcess#NONE] where nothing breaks
    /// @param seed   of what parts take, and of faults
    /// @throws BadInput when cancelled before the last part, or when no worker is left to finish
    public static SweepRun of(SweepSetup setup, FaultProcess faults, long seed, Cancel cancel) {
        Streams streams = new Streams(seed);
        Model model = new Model(setup, faults, streams);
        Simulation simulation = new Simulation(model);
        simulation.run(Long.MAX_VALUE, model.driver::over, cancel, Progress.NONE);
        if (!model.driver.over()) {
            throw new BadInput(
                    "sweep over [%d] workers ended after [%d] of [%d] parts: cancelled, or no worker is left",
                    setup.workers(), model.driver.done(), setup.parts());
        }
        return model.times();
    }

    /// The share of the slots' time that went into parts; 1 where nothing else takes time.
    public double efficiency() {
        return work / (seconds * setup.workers() * setup.slots());
    }

    /// Parts a second.
    public double throughput() {
        return setup.parts() / seconds;
    }

    /// Seconds that parts take, the same for each seed and part whatever else differs: a lognormal.
    static IntToDoubleFunction durations(SweepSetup setup, Streams streams) {
        double variance = Math.log1p(setup.spread() * setup.spread());
        double mean = Math.log(setup.part()) - variance / 2;
        Streams parts = streams.below("parts");
        return part -> setup.spread() == 0
                ? setup.part()
                : Math.exp(mean
                        + Math.sqrt(variance)
                                * parts.named(Integer.toString(part)).normal());
    }

    private static final class Model extends Coupled {
        private final SweepSetup setup;
        private final IntToDoubleFunction durations;
        private final Workforce workforce;
        private final SharedLink<Sent> card;
        private final SharedLink<Task> receipts;
        private final Slots slots;
        private final SharedLink<Task> storage;
        private final Clerk metadata;
        private final Driver driver;

        Model(SweepSetup setup, FaultProcess faults, Streams streams) {
            super("sweep");
            this.setup = setup;
            workforce = add(new Workforce(setup, faults.faults(setup.workers(), 1, streams.below("faults"))));
            card = add(new SharedLink<>(
                    "card", Sent.class, Resource.shared("card", setup.card()), this::bytes, Sent::worker));
            // What a card receives does not slow down what it sends.
            receipts = add(new SharedLink<>(
                    "receipts",
                    Task.class,
                    Resource.shared("card", setup.card()),
                    task -> setup.receipt(),
                    Task::worker));
            durations = durations(setup, streams);
            slots = add(new Slots(setup.workers(), durations));
            storage = add(new SharedLink<>(
                    "storage",
                    Task.class,
                    new Resource("storage", setup.storage(), setup.write()),
                    task -> setup.written(),
                    Task::worker));
            metadata = add(new Clerk("metadata", setup.requests() * setup.metadata()));
            driver = add(new Driver(setup));
            couple(workforce.starting, card.arriving);
            couple(workforce.lost, card.lost);
            couple(workforce.lost, slots.lost);
            couple(workforce.lost, storage.lost);
            couple(workforce.noticed, driver.noticed);
            couple(card.carried, driver.ready);
            couple(driver.launch, card.arriving);
            couple(card.carried, slots.launched);
            couple(slots.computed, storage.arriving);
            couple(storage.carried, metadata.arriving);
            couple(metadata.served, receipts.arriving);
            couple(workforce.lost, receipts.lost);
            couple(receipts.carried, driver.written);
        }

        private double bytes(Sent sent) {
            return switch (sent) {
                case Life _ -> setup.jars();
                case Task _ -> setup.task();
            };
        }

        SweepRun times() {
            return new SweepRun(
                    setup,
                    Tick.NANOSECOND.toSeconds(driver.finished()),
                    driver.busy(),
                    card.busy(),
                    storage.busy(),
                    metadata.busy(),
                    IntStream.range(0, setup.parts()).mapToDouble(durations).sum(),
                    slots.useful(),
                    slots.wasted(),
                    workforce.losses(),
                    driver.repeated());
        }
    }
}
