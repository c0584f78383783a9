package throughline.papers.cluster;

import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;
import throughline.hardware.Link;
import throughline.spec.Param;
import throughline.spec.Spec;

/// How long a checkpoint takes to save, to convert and to load, from what cards and a file system carry.
///
/// Ranks write and read at once, each through a card of its own, all into one file system. Nothing else costs time
/// here, neither metadata nor the start of a process.
///
/// @param bytes   of all tensors and states
/// @param ranks   that hold them in even shares
/// @param card    bytes a second that a rank's card carries each way
/// @param storage bytes a second that the file system takes, or gives, in all
/// @param workers that convert, on one rank's card
/// @param worker  bytes a second that one of them reads, puts together and writes
public record UniversalCheckpointTimes(
        @Param(value = "all tensors and states", unit = "B", min = 1, max = 1e18)
        double bytes,

        @Param(value = "ranks", min = 1, max = 1_000_000) int ranks,

        @Param(value = "what a rank's card carries", unit = "B/s", min = 1, max = 1e15)
        double card,

        @Param(value = "what the file system carries", unit = "B/s", min = 1, max = 1e15)
        double storage,

        @Param(value = "workers that convert", min = 1, max = 32)
        int workers,

        @Param(value = "what a worker converts", unit = "B/s", min = 1, max = 1e15)
        double worker) {
    /// Weights in half precision, and weights and two moments of Adam in single.
    static final double BYTES_A_PARAMETER = 14;

    /// Bytes a second; nobody has measured it.
    private static final double WORKER = 1e9;

    /// @throws throughline.spec.BadInput when a number is out of its range
    public UniversalCheckpointTimes {
        Spec.check(UniversalCheckpointTimes.class, bytes, ranks, card, storage, workers, worker);
    }

    /// A model of so many parameters on InfiniBand HDR cards, with a file system as Polaris is said to have and
    /// DeepSpeed's four workers.
    public static UniversalCheckpointTimes of(double parameters, int ranks) {
        return new UniversalCheckpointTimes(
                parameters * BYTES_A_PARAMETER,
                ranks,
                Link.named("infiniband-hdr").bandwidth(),
                Link.named("lustre-polaris").bandwidth(),
                4,
                WORKER);
    }

    private Cost through(String name, double amount, double bandwidth, String formula) {
        return Cost.of(name, amount / bandwidth, "s", formula, "bandwidths as given", Basis.ASSUMED);
    }

    /// Every rank writes its share: what training waits for, with universal checkpoints as without.
    public Cost save() {
        return Cost.longest(
                "save, each rank its share",
                through("a rank's card", bytes / ranks, card, "bytes / ranks / card"),
                through("file system", bytes, storage, "bytes / storage"));
    }

    /// The first rank gathers all and writes one file; training waits.
    public Cost consolidate() {
        return Cost.longest(
                "save, one file",
                through(
                        "the first rank's card, in",
                        bytes * (ranks - 1) / ranks,
                        card,
                        "bytes (ranks - 1) / ranks / card"),
                through("the first rank's card, out", bytes, card, "bytes / card"),
                through("file system", bytes, storage, "bytes / storage"));
    }

    /// Atoms are made of what ranks wrote: read, put together, written.
    public Cost convert() {
        return Cost.longest(
                "convert",
                through("workers", bytes, workers * worker, "bytes / (workers · worker)"),
                through("their card, in and out at once", bytes, card, "bytes / card"),
                through("file system, in and out", 2 * bytes, storage, "2 bytes / storage"));
    }

    /// Every rank reads its share, of rank files or of atoms.
    public Cost load() {
        return Cost.longest(
                "load, each rank its share",
                through("a rank's card", bytes / ranks, card, "bytes / ranks / card"),
                through("file system", bytes, storage, "bytes / storage"));
    }

    /// Conversion and load over a load of the same layout.
    public double loadRatio() {
        return Cost.sum("resume in another layout", convert(), load()).value() / load().value();
    }

    /// A save into one file over a save of shares.
    public double saveRatio() {
        return consolidate().value() / save().value();
    }
}
