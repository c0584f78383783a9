package throughline.papers.cluster;

import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;
import throughline.hardware.Link;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// How long a checkpoint takes to save, to convert and to load, from what processes, cards and a file system carry.
///
/// Every rank is a process with a card of its own; all write and read at once, into one file system. A rank saves and
/// loads its share of the optimiser's states under ZeRO 1, and the half-precision weights that it computes with, which
/// every replica has. Ranks' files and parameters are independent of each other, so workers convert side by side.
/// Nothing else costs time here, neither metadata nor the start of a process.
///
/// @param parameters of the model
/// @param ranks      of the training
/// @param replicas   of the model, dividing the ranks
/// @param card       bytes a second that a rank's card carries each way
/// @param storage    bytes a second that the file system takes, or gives, in all
/// @param workers    that convert, each on a card of its own
/// @param process    bytes a second that one process turns from a file into tensors, or back
public record UniversalCheckpointTimes(
        @Param(value = "parameters", min = 1, max = 1e15) double parameters,

        @Param(value = "ranks", min = 1, max = 1_000_000) int ranks,

        @Param(value = "replicas", min = 1, max = 1_000_000) int replicas,

        @Param(value = "what a rank's card carries", unit = "B/s", min = 1, max = 1e15)
        double card,

        @Param(value = "what the file system carries", unit = "B/s", min = 1, max = 1e15)
        double storage,

        @Param(value = "workers that convert", min = 1, max = 1_000_000)
        int workers,

        @Param(value = "what a process turns into tensors", unit = "B/s", min = 1, max = 1e15)
        double process) {
    /// Weights in single precision, and Adam's two moments.
    static final double STATES = 12;
    /// Weights in half precision.
    static final double WEIGHTS = 2;

    /// @throws BadInput when a number is out of its range, or the replicas do not divide the ranks
    public UniversalCheckpointTimes {
        Spec.check(UniversalCheckpointTimes.class, parameters, ranks, replicas, card, storage, workers, process);
        if (ranks % replicas != 0) {
            throw new BadInput("replicas [%d] must divide ranks, %d", replicas, ranks);
        }
    }

    /// A model on InfiniBand HDR cards, with a file system as Polaris is said to have, processes that serialise as
    /// `datastates-rates.csv` has it, and as many workers as ranks.
    public static UniversalCheckpointTimes of(double parameters, int ranks, int replicas) {
        return new UniversalCheckpointTimes(
                parameters,
                ranks,
                replicas,
                Link.named("infiniband-hdr").bandwidth(),
                Link.named("lustre-polaris").bandwidth(),
                ranks,
                DataStatesRates.declared().serialise());
    }

    /// The same, converted by other workers: DeepSpeed's script has four unless told otherwise.
    public UniversalCheckpointTimes by(int others) {
        return new UniversalCheckpointTimes(parameters, ranks, replicas, card, storage, others, process);
    }

    /// Bytes of all tensors and states, the half-precision weights once.
    public double bytes() {
        return parameters * (STATES + WEIGHTS);
    }

    /// What a rank loads.
    private double share() {
        return parameters * (STATES + WEIGHTS * replicas) / ranks;
    }

    private Cost through(String name, double amount, double bandwidth, String formula) {
        return Cost.of(name, amount / bandwidth, "s", formula, "bandwidths as given", Basis.ASSUMED);
    }

    /// Every rank writes its share, and one replica the weights: what training waits for, with universal checkpoints as
    /// without.
    public Cost save() {
        return Cost.longest(
                "save, each rank its share",
                through("a rank's process", bytes() / ranks, process, "bytes / ranks / process"),
                through("its card", bytes() / ranks, card, "bytes / ranks / card"),
                through("file system", bytes(), storage, "bytes / storage"));
    }

    /// The first rank gathers all and writes one file; training waits.
    public Cost consolidate() {
        return Cost.longest(
                "save, one file",
                through("the first rank's process", bytes(), process, "bytes / process"),
                through("its card, in", bytes() * (ranks - 1) / ranks, card, "bytes (ranks - 1) / ranks / card"),
                through("its card, out", bytes(), card, "bytes / card"),
                through("file system", bytes(), storage, "bytes / storage"));
    }

    /// Atoms are made of what ranks wrote of the optimiser's states: read, put together, written.
    public Cost convert() {
        double states = parameters * STATES;
        return Cost.longest(
                "convert",
                Cost.sum(
                        "workers",
                        through("read", states, workers * process, "12 parameters / (workers process)"),
                        through("write", states, workers * process, "12 parameters / (workers process)")),
                through("their cards, each way", states, workers * card, "12 parameters / (workers card)"),
                through("file system, in and out", 2 * states, storage, "24 parameters / storage"));
    }

    /// Every rank reads its share, of rank files or of atoms, and the weights that it computes with.
    public Cost load() {
        return Cost.longest(
                "load, each rank its share",
                through("a rank's process", share(), process, "(12 + 2 replicas) parameters / ranks / process"),
                through("its card", share(), card, "(12 + 2 replicas) parameters / ranks / card"),
                through("file system", share() * ranks, storage, "(12 + 2 replicas) parameters / storage"));
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
