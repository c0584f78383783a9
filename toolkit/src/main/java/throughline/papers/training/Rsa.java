package throughline.papers.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.hardware.Device;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.Transformer;
import throughline.training.ranks.SequenceMemory;
import throughline.training.ranks.SequenceMemory.Split;

/// Sequence parallelism with ring self-attention (RSA, arXiv 2105.13120). Limits of batch and length follow from its
/// formulas of memory; that it computes what one device computes is seen by running it, on ranks that exchange doubles
/// and as a transformer that is trained.
///
/// Of its tables only what somebody remembered is known.
public final class Rsa implements Paper {
    private static final String ABSTRACT = "abstract, 64 P100";
    private static final String TABLE = "tables of weak scaling, recalled";
    private static final String BATCH = "largest batch over that of tensor parallelism";
    private static final String LENGTH = "longest sequence over that of tensor parallelism";
    private static final String SPARSE = "longest sparse sequence over that of one device";
    private static final String SPARSE_BATCH = "batch of the run with 114,000 tokens";
    private static final String ONE = "memory of one device, batch 64";
    private static final String FLAT = "memory of 8 devices over that of one, batch by batch";
    private static final String GROWS = "tensor-parallel memory grows with the batch";
    private static final String LONGER = "memory of 8 devices over that of one, longer sequences";
    private static final String LONGER_TENSOR = "the same of tensor parallelism";
    private static final String MLP_CROSSING = "tokens over width where MLPs need as much either way";
    private static final String ATTENTION_CROSSING = "tokens over width where attention needs as much either way";
    private static final int DEVICES = 64;
    private static final int TOKENS = 512;
    private static final int BATCH_OF_64 = 64;
    private static final Constant PROJECTED = Constant.frozen(
            "rows that keys are projected to", 256, "as in Linformer; the paper's is not known", Provenance.RECALLED);

    /// The model of the paper's tables.
    public static Transformer bertBase() {
        return SequenceMemory.bert("BERT-base", 12, 768, 12);
    }

    @Override
    public String id() {
        return "RSA";
    }

    @Override
    public List<Reported> reported() {
        Provenance recalled = Provenance.RECALLED;
        List<Reported> rows = new ArrayList<>(List.of(
                Reported.printed(BATCH, 13.7, "", ABSTRACT),
                Reported.printed(LENGTH, 3.0, "", ABSTRACT),
                Reported.printed(SPARSE, 27, "", "abstract, 114,000 tokens"),
                Reported.notKnown(SPARSE_BATCH, "", "experiment with sparse attention"),
                Reported.of(ONE, 8478, "MB", TABLE, recalled),
                Reported.of(FLAT, 8491.0 / 8478, "", TABLE, recalled),
                Reported.of(GROWS, 12233.0 / 8477, "", TABLE + ", 4 devices", recalled),
                Reported.of(LONGER, 10536.0 / 3707, "", TABLE, recalled),
                Reported.of(LONGER_TENSOR, 14862.0 / 3707, "", TABLE, recalled),
                Reported.of(MLP_CROSSING, 32, "", "formulas of memory, recalled", recalled),
                Reported.of(ATTENTION_CROSSING, 16, "", "formulas of memory, recalled", recalled)));
        rows.addAll(RsaExactness.reported());
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        limits(evidence);
        scaling(evidence);
        crossings(evidence);
        progress.report(1, 10);
        if (!cancel.requested()) {
            RsaExactness.claims(evidence, cancel);
        }
        progress.report(10, 10);
    }

    private static double capacity() {
        return Device.named("p100-pcie-16gb").knownMemory();
    }

    private static SequenceMemory memory(Split split, int devices) {
        int ranks = split == Split.TENSOR ? SequenceMemory.tensorRanks(bertBase(), devices) : devices;
        return new SequenceMemory(bertBase(), split, ranks, 0);
    }

    /// The largest batch over that of tensor parallelism on as many devices as it can use.
    private static double batches(int devices) {
        return (double) memory(Split.SEQUENCE, devices).largestBatch(capacity(), TOKENS)
                / memory(Split.TENSOR, DEVICES).largestBatch(capacity(), TOKENS);
    }

    private static double lengths(int devices, int batch) {
        return (double) memory(Split.SEQUENCE, devices).longest(capacity(), batch)
                / memory(Split.TENSOR, DEVICES).longest(capacity(), batch);
    }

    private static void limits(Evidence evidence) {
        evidence.claim(Recomputed.of(BATCH, batches(DEVICES))
                .within(Tolerance.relative(0.3, "the formulas leave out what the program keeps beside"))
                .against(Null.of("square of the gain in length", published -> Math.pow(published.value(LENGTH), 2))));
        for (int batch : new int[] {BATCH_OF_64, 16}) {
            evidence.claim(Recomputed.of(LENGTH, lengths(DEVICES, batch))
                    .as(LENGTH + ", batch " + batch)
                    .within(Tolerance.relative(0.15, "the batch of the experiment is not known"))
                    .against(Null.of(Math.sqrt(DEVICES / 12.0), "root of devices over devices")));
        }
        SequenceMemory many = new SequenceMemory(bertBase(), Split.SEQUENCE, DEVICES, (int) PROJECTED.value());
        SequenceMemory one = new SequenceMemory(bertBase(), Split.SEQUENCE, 1, (int) PROJECTED.value());
        evidence.claim(Recomputed.of(SPARSE, (double) many.longest(capacity(), 4) / one.longest(capacity(), 4))
                .within(Tolerance.relative(0.3, "as for the batch"))
                .against(Null.of("the gain in length without it", published -> published.value(LENGTH)))
                .using(PROJECTED)
                .tried("The formulas give as many times as there are devices. 114,000 is 27.8 times 4,096,"
                        + " which suggests that the paper holds it against others' sparse models."));
        evidence.claim(Recomputed.of(SPARSE_BATCH, many.largestBatch(capacity(), 114_000))
                .using(PROJECTED));
    }

    /// Bytes of a device when batch or length grow with the devices.
    private static double weak(Split split, int devices, boolean longer) {
        SequenceMemory memory = memory(split, devices);
        return longer
                ? memory.cost(BATCH_OF_64, 256.0 * devices).value()
                : memory.cost((double) BATCH_OF_64 * devices, TOKENS).value();
    }

    private static double growth(Split split, int devices, boolean longer) {
        return weak(split, devices, longer) / weak(Split.SEQUENCE, 1, longer);
    }

    private static void scaling(Evidence evidence) {
        evidence.claim(Recomputed.of(ONE, 1e-6 * weak(Split.SEQUENCE, 1, false))
                .within(Tolerance.relative(0.3, "as for the batch"))
                .against(Null.of(1e-6 * capacity(), "the memory is full"))
                .tried("By the formulas batch 64 does not fit on one device, in which case the table could not have"
                        + " been measured. With activations at 16 bits it would still be half too much."));
        evidence.claim(Recomputed.of(FLAT, growth(Split.SEQUENCE, 8, false))
                .within(Tolerance.absolute(0.01, "flat to a percent"))
                .against(Null.of("as tensor parallelism on 4", published -> published.value(GROWS))));
        evidence.claim(Recomputed.of(GROWS, growth(Split.TENSOR, 4, false))
                .within(Tolerance.relative(0.1, "a ratio, in which most of what is left out cancels"))
                .against(Null.of("flat, as the other way", published -> published.value(FLAT)))
                .tried("Too little is on every device by the formulas: activations alone grow by a third, and weights"
                        + " shrink meanwhile."));
        evidence.claim(Recomputed.of(LONGER, growth(Split.SEQUENCE, 8, true))
                .within(Tolerance.relative(0.1, "as above"))
                .against(Null.of("as tensor parallelism", published -> published.value(LONGER_TENSOR))));
        evidence.claim(Recomputed.of(LONGER_TENSOR, growth(Split.TENSOR, 8, true))
                .within(Tolerance.relative(0.1, "as above; twelve heads are split over 6 of 8 devices"))
                .against(Null.of("as the other way", published -> published.value(LONGER))));
    }

    private static void crossings(Evidence evidence) {
        crossing(evidence, MLP_CROSSING, tokens -> difference(tokens, memory -> memory.mlp(tokens)));
        crossing(
                evidence, ATTENTION_CROSSING, tokens -> difference(tokens, memory -> memory.attention(tokens, TOKENS)));
    }

    private static double difference(int tokens, ToDoubleFunction<SequenceMemory> elements) {
        return elements.applyAsDouble(memory(Split.TENSOR, 4)) - elements.applyAsDouble(memory(Split.SEQUENCE, 4));
    }

    private static void crossing(Evidence evidence, String row, IntToDoubleFunction gain) {
        int width = bertBase().width();
        int tokens = IntStream.iterate(width, n -> n + width)
                .filter(n -> gain.applyAsDouble(n) >= 0)
                .findFirst()
                .orElseThrow();
        evidence.claim(Recomputed.of(row, (double) tokens / width)
                .within(Tolerance.absolute(0, "exact"))
                .byArithmetic("two formulas set equal"));
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        double[] devices = {1, 2, 4, 8, 16, 32, 64};
        double[] split = {1, 2, 3, 4, 6, 12};
        double batch = memory(Split.TENSOR, DEVICES).largestBatch(capacity(), TOKENS);
        double length = memory(Split.TENSOR, DEVICES).longest(capacity(), BATCH_OF_64);
        return Optional.of(Plot.of(
                        "Split sequences go on where twelve heads end",
                        Axis.of("devices", "").logarithmic(),
                        Axis.of("over tensor parallelism on 12", "").logarithmic())
                .line("largest batch", devices, over(devices, Rsa::batches))
                .line("longest sequence, batch 64", devices, over(devices, n -> lengths(n, BATCH_OF_64)))
                .line(
                        "largest batch, tensors split",
                        split,
                        over(split, n -> memory(Split.TENSOR, n).largestBatch(capacity(), TOKENS) / batch))
                .line(
                        "longest sequence, tensors split",
                        split,
                        over(split, n -> memory(Split.TENSOR, n).longest(capacity(), BATCH_OF_64) / length))
                .published("reported", new double[] {DEVICES, DEVICES}, published.values(BATCH, LENGTH)));
    }

    private static double[] over(double[] devices, IntToDoubleFunction value) {
        return Arrays.stream(devices).map(n -> value.applyAsDouble((int) n)).toArray();
    }
}
