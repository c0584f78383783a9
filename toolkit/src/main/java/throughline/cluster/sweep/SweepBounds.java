package throughline.cluster.sweep;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/// What no schedule can beat: how long each resource of a sweep is busy at least when it has to do everything. The
/// largest is what breaks first; a sweep without faults whose parts take their mean time is never faster.
///
/// @param seconds by resource
public record SweepBounds(Map<Part, Double> seconds) {
    /// A resource of a sweep.
    public enum Part {
        /// The slots of all workers, simulating.
        WORKERS("workers"),
        /// The one thread of the driver that launches and takes receipts.
        DRIVER("driver"),
        /// The driver's network card: class paths and tasks the one way, receipts the other.
        CARD("driver's network"),
        /// The storage's rate.
        STORAGE("storage"),
        /// The storage's metadata.
        METADATA("metadata");

        private final String text;

        Part(String text) {
            this.text = text;
        }

        /// Its name for people.
        public String text() {
            return text;
        }
    }

    public SweepBounds {
        seconds = Map.copyOf(seconds);
    }

    /// The bounds of a sweep.
    public static SweepBounds of(SweepSetup setup) {
        Map<Part, Double> seconds = new EnumMap<>(Part.class);
        seconds.put(Part.WORKERS, setup.work() / ((double) setup.workers() * setup.slots()));
        seconds.put(Part.DRIVER, setup.parts() * setup.driver());
        seconds.put(Part.CARD, Math.max(sent(setup), received(setup)) / setup.card());
        seconds.put(Part.STORAGE, setup.parts() * setup.written() / setup.storage());
        seconds.put(Part.METADATA, setup.parts() * setup.requests() * setup.metadata());
        return new SweepBounds(seconds);
    }

    /// Bytes that go through the driver's network card, each way together.
    public static double network(SweepSetup setup) {
        return sent(setup) + received(setup);
    }

    private static double sent(SweepSetup setup) {
        return setup.workers() * setup.jars() + setup.parts() * setup.task();
    }

    private static double received(SweepSetup setup) {
        return setup.parts() * setup.receipt();
    }

    /// Bytes that the driver holds when all parts are done.
    public static double held(SweepSetup setup) {
        return setup.parts() * setup.kept();
    }

    /// Seconds of one of them.
    public double of(Part part) {
        return seconds.get(part);
    }

    /// The one that is busy longest.
    public Part first() {
        return seconds.entrySet().stream()
                .max(Map.Entry.<Part, Double>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .orElseThrow()
                .getKey();
    }

    /// Workers from which on another resource than the workers binds, all else being equal: what a group outgrows
    /// first. Infinite where nothing but the workers takes time.
    public static double breaks(SweepSetup setup) {
        SweepBounds one = of(setup);
        double other = Math.max(
                Math.max(one.of(Part.DRIVER), one.of(Part.STORAGE)),
                Math.max(one.of(Part.METADATA), received(setup) / setup.card()));
        double work = setup.work() / setup.slots();
        // Class paths take more the more workers there are: where w jars + tasks, over the card, is work / w.
        double jars = setup.jars() / setup.card();
        double tasks = setup.parts() * setup.task() / setup.card();
        double byCard = 2 * work / (tasks + Math.sqrt(tasks * tasks + 4 * jars * work));
        return Math.min(work / other, byCard);
    }
}
