package throughline.cluster.sweep;

import java.util.Map;
import throughline.spec.Param;
import throughline.spec.Spec;

/// A sweep, the cluster that runs it, and what moving a part through it costs.
public record SweepSetup(
        @Param(value = "workers, each with one executor", min = 1, max = 100_000)
        int workers,

        @Param(value = "tasks that a worker runs at a time", min = 1, max = 1_024)
        int slots,

        @Param(value = "parts of the dataset, each a task", min = 1, max = 100_000_000)
        int parts,

        @Param(value = "time to simulate a part, mean", unit = "s", min = 1e-6, max = 1e7)
        double part,

        @Param(value = "spread of that time between parts: its standard deviation over its mean", min = 0, max = 10)
        double spread,

        @Param(value = "written for a part", unit = "B", min = 0, max = 1e13)
        double written,

        @Param(value = "requests to the storage's metadata for a part: create, sync, rename", min = 0, max = 10_000)
        int requests,

        @Param(value = "class path that a worker fetches from the driver", unit = "B", min = 0, max = 1e12)
        double jars,

        @Param(value = "sent to launch a task", unit = "B", min = 0, max = 1e9)
        double task,

        @Param(value = "sent back by a task", unit = "B", min = 0, max = 1e9)
        double receipt,

        @Param(value = "kept by the driver for each part", unit = "B", min = 0, max = 1e9)
        double kept,

        @Param(value = "work of the driver to launch a task and to take its receipt", unit = "s", min = 0, max = 100)
        double driver,

        @Param(
                value = "from the start of a worker's process to its first task, but for the class path",
                unit = "s",
                min = 0,
                max = 1e5)
        double start,

        @Param(value = "rate of the driver's network card, each way", unit = "B/s", min = 1, max = 1e13)
        double card,

        @Param(value = "rate at which one task can write", unit = "B/s", min = 1, max = 1e13)
        double write,

        @Param(value = "rate at which the storage takes what all write", unit = "B/s", min = 1, max = 1e15)
        double storage,

        @Param(value = "time of the storage for a metadata request", unit = "s", min = 0, max = 100)
        double metadata,

        @Param(value = "time until the driver notices that a worker is lost", unit = "s", min = 0, max = 1e5)
        double notice) {

    /// @throws throughline.spec.BadInput when a number is outside its range
    public SweepSetup {
        Spec.check(
                SweepSetup.class,
                workers,
                slots,
                parts,
                part,
                spread,
                written,
                requests,
                jars,
                task,
                receipt,
                kept,
                driver,
                start,
                card,
                write,
                storage,
                metadata,
                notice);
    }

    /// A thousand workers of one slot, and 100,000 parts of a minute, each of a megabyte in three tables.
    ///
    /// Measured on Spark 4.1.2 and Linux, see `docs/sweeps.md`: class path, task, receipt, what the driver keeps
    /// and its work for a part (1.74 ms in Spark, 0.08 ms of ours), the start of an executor, and four files of a
    /// part, each made, synced, renamed, and its folder synced. Assumed: the driver's card of 10 Gbit/s each way, a
    /// task's write of 1 GB/s, storage of 10 GB/s whose metadata server takes 0.1 ms for a request, and 120 s to
    /// notice that a worker is gone, which is Spark's default.
    public static SweepSetup measured() {
        return new SweepSetup(
                1_000, 1, 100_000, 60, 0.3, 1e6, 16, 89.8e6, 11.3e3, 1.42e3, 581, 1.82e-3, 11, 1.25e9, 1e9, 1e10, 1e-4,
                120);
    }

    /// Seconds of work of the parts, all on one slot.
    public double work() {
        return parts * part;
    }

    /// This, with a knob set as text, with a unit where that helps.
    ///
    /// @throws throughline.spec.BadInput naming the knobs there are, or what is allowed
    public SweepSetup with(String key, String value) {
        return Spec.with(this, Map.of(key, value));
    }
}
