package throughline.papers.cluster;

import throughline.spec.Param;
import throughline.spec.Spec;

/// Where the time of a round goes when the stages of a replica are joined by slow links: computing, what of the
/// activations' way is not hidden behind it, and the exchange of sparse updates.
///
/// ```java
/// var at100 = HetLoCoTimes.BILLION.with("megabits", "100");
/// show(at100.utilisation(), at100.with("ratio", "1").utilisation());
/// ```
///
/// A micro-batch is one sequence. Stages and links are servers in a row, each first come first served, that take the
/// same time for every micro-batch: the last leaves after the sum of all their times for one, and the longest of them
/// for each other. All micro-batches go forward, then all back, which takes twice as long on a stage and as long on a
/// link. A test runs the row as events.
///
/// @param parameters of the model, in billions
/// @param width      of its residual stream
/// @param sequence   tokens of a micro-batch
/// @param stages     of a replica
/// @param batch      micro-batches of a local step
/// @param localSteps of a round
/// @param replicas   that exchange updates, each of the others' over one link
/// @param teraflops  that a replica computes a second, all stages together
/// @param megabits   that a link carries a second, each way
/// @param ratio      d / k, by which activations are compressed
/// @param kept       values of an update's chunk of 4,096 that are sent, of 14 bits each
public record HetLoCoTimes(
        @Param(value = "parameters, in billions", min = 0.001)
        double parameters,

        @Param(value = "width of the stream", min = 1) int width,
        @Param(value = "tokens of a micro-batch", min = 1) int sequence,
        @Param(value = "stages of a replica", min = 1) int stages,

        @Param(value = "micro-batches of a local step", min = 1)
        int batch,

        @Param(value = "local steps of a round", min = 1) int localSteps,
        @Param(value = "replicas", min = 2) int replicas,

        @Param(value = "operations of a replica", unit = "TFLOP/s", min = 0.001)
        double teraflops,

        @Param(value = "rate of a link", unit = "Mbit/s", min = 0.001)
        double megabits,

        @Param(value = "compression of activations", min = 1)
        double ratio,

        @Param(value = "values kept of a chunk", min = 1, max = 4096)
        int kept) {
    private static final double ACTIVATION_BYTES = 2;
    private static final double OPERATIONS_A_WEIGHT = 6;
    private static final double CHUNK = 4096;
    private static final double BITS_A_VALUE = 12 + 2;
    /// Of the operations of a step, those that go forward.
    private static final double FORWARD = 1.0 / 3;

    /// A billion parameters on four stages of 150 TFLOP/s together, 192 sequences of 2,048 tokens a step, 30 steps a
    /// round, four replicas, 100 Mbit/s, activations 64 times smaller.
    public static final HetLoCoTimes BILLION = new HetLoCoTimes(1, 2048, 2048, 4, 192, 30, 4, 150, 100, 64, 64);

    public HetLoCoTimes {
        Spec.check(
                HetLoCoTimes.class,
                parameters,
                width,
                sequence,
                stages,
                batch,
                localSteps,
                replicas,
                teraflops,
                megabits,
                ratio,
                kept);
    }

    /// A copy with one part set from text.
    ///
    /// @throws throughline.spec.BadInput when there is no such part, or the value is not allowed
    public HetLoCoTimes with(String part, String text) {
        return Spec.with(this, part, text);
    }

    /// Seconds that a stage computes for a micro-batch, there and back.
    public double stageSeconds() {
        return OPERATIONS_A_WEIGHT * parameters * 1e9 * sequence / (teraflops * 1e12);
    }

    /// Bytes that cross a boundary for a micro-batch, one way.
    public double boundaryBytes() {
        return ACTIVATION_BYTES * sequence * width / ratio;
    }

    /// Seconds that these are on a link.
    public double boundarySeconds() {
        return seconds(boundaryBytes());
    }

    private double seconds(double bytes) {
        return Byte.SIZE * bytes / (megabits * 1e6);
    }

    /// Bytes of a replica's update.
    public double updateBytes() {
        return parameters * 1e9 / CHUNK * kept * BITS_A_VALUE / Byte.SIZE;
    }

    /// Seconds of an exchange: each sends its update while it receives those of all others.
    public double exchangeSeconds() {
        return seconds(updateBytes()) * (replicas - 1);
    }

    /// Seconds of a local step of a replica.
    public double stepSeconds() {
        return step(boundarySeconds());
    }

    private double step(double link) {
        return row(FORWARD * stageSeconds(), link) + row((1 - FORWARD) * stageSeconds(), link);
    }

    /// Seconds in which all micro-batches pass a row of stages and links.
    private double row(double stage, double link) {
        return row(stages, batch, stage, link);
    }

    /// When the last of some micro-batches leaves a row of stages with links between them.
    static double row(int stages, int batch, double stage, double link) {
        double slowest = stages > 1 ? Math.max(stage, link) : stage;
        return stages * stage + (stages - 1) * link + (batch - 1) * slowest;
    }

    /// Seconds of a round.
    public double roundSeconds() {
        return localSteps * stepSeconds() + exchangeSeconds();
    }

    /// Share of a round that it would take with links of no time: what slow links leave of the stages' work. The bubble
    /// that a pipeline has in any case is not held against them.
    public double utilisation() {
        return localSteps * step(0) / roundSeconds();
    }

    /// Share of a round in which a stage computes, bubble and all.
    public double busy() {
        return localSteps * batch * stageSeconds() / roundSeconds();
    }
}
