package throughline.papers.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.hardware.Cluster;
import throughline.hardware.Cost;
import throughline.spec.BadInput;
import throughline.training.Memory;
import throughline.training.Pipeline;
import throughline.training.Pipeline.Order;
import throughline.training.Plan;
import throughline.training.StepTime;
import throughline.training.Transformer;
import throughline.training.Utilisation;

/// The experiments of Megatron-LM's figures 7, 8 and 11 to 18, on any cluster and with any settings. No constant is
/// fitted to them.
///
/// ```java
/// var figures = new MegatronPtdFigures(Cluster.named("selene"));
/// show(Figure.from(figures.table(13)).by("batch").line("tensor", "TFLOP/s"));          // as in the paper
/// show(figures.table(MegatronPtdFigures.figure13(64, 2, 4, 8, 16, 32)));               // another batch
/// ```
///
/// Activations are recomputed in full, but in figure 17; otherwise the larger of these models would not fit.
///
/// @param cluster on which they are trained
public record MegatronPtdFigures(Cluster cluster) {
    private static final double GIB = 0x1p30;
    private static final int GPUS = 64;
    private static final int STAGES = 12;

    /// A step of training.
    public record Run(Transformer model, Plan plan) {}

    /// Operations a second of a device over 1e12, counted as the paper does: with what is computed again.
    ///
    /// @throws BadInput when the plan does not divide the model
    public double rate(Run run) {
        double seconds = StepTime.of(run.model, run.plan, cluster).value();
        return Utilisation.of(run.model, run.plan, cluster, seconds).perDevice() / 1e12;
    }

    /// Sequences a second of all devices.
    ///
    /// @throws BadInput when the plan does not divide the model
    public double sequences(Run run) {
        return run.plan.batch() / StepTime.of(run.model, run.plan, cluster).value();
    }

    /// GiB of a device.
    public double memory(Run run) {
        return Memory.of(run.model, run.plan).value() / GIB;
    }

    /// A row for each run: the knobs of its plan, `TFLOP/s` of each GPU, `sequences/s` of all, and `memory [GiB]` of
    /// each.
    ///
    /// @throws BadInput when a plan does not divide its model
    public Table table(List<Run> runs) {
        Table table = Table.create(
                "runs",
                StringColumn.create("model", runs.stream().map(run -> run.model.name())),
                ints("batch", runs.stream().mapToInt(run -> run.plan.batch())),
                ints("tensor", runs.stream().mapToInt(run -> run.plan.tensor())),
                ints("pipeline", runs.stream().mapToInt(run -> run.plan.pipeline())),
                ints("data", runs.stream().mapToInt(run -> run.plan.data())),
                ints("micro-batch", runs.stream().mapToInt(run -> run.plan.microBatch())),
                ints("interleave", runs.stream().mapToInt(run -> run.plan.interleave())));
        return table.addColumns(
                StringColumn.create(
                        "recompute",
                        runs.stream().map(run -> run.plan.recompute().name().toLowerCase(Locale.ROOT))),
                StringColumn.create("sent", runs.stream().map(run -> run.plan.scatter() ? "in parts" : "whole")),
                DoubleColumn.create("TFLOP/s", runs.stream().mapToDouble(this::rate)),
                DoubleColumn.create("sequences/s", runs.stream().mapToDouble(this::sequences)),
                DoubleColumn.create("memory [GiB]", runs.stream().mapToDouble(this::memory)));
    }

    private static IntColumn ints(String name, IntStream values) {
        return IntColumn.create(name, values.toArray());
    }

    /// The table of a figure with the paper's settings.
    ///
    /// @param figure 7, 8 or 11 to 18
    /// @throws BadInput when there is no such figure
    public Table table(int figure) {
        int[] powers = {1, 2, 4, 8, 16, 32};
        int[] batches = {12, 24, 36, 48, 60};
        return switch (figure) {
            case 7 -> table(figure7(128, 1, 2, 4, 8, 16));
            case 8 -> figure8(128, 8, 8, 1, 2, 4, 8, 16).append(figure8(512, 8, 8, 1, 2, 4, 8, 16));
            case 11 -> table(both(figure11(8, 1, 2, 4, 8), figure11(128, 1, 2, 4, 8)));
            case 12 -> table(both(figure12(1, true, batches), figure12(4, true, batches)));
            case 13 -> table(both(figure13(32, 2, 4, 8, 16, 32), figure13(128, 2, 4, 8, 16, 32)));
            case 14 -> table(both(figure14(32, 2, 4, 8, 16, 32), figure14(512, 2, 4, 8, 16, 32)));
            case 15 -> table(both(figure15(32, 2, 4, 8, 16, 32), both(figure15(128, powers), figure15(512, powers))));
            case 16 -> table(both(figure16(128, 1, 2, 4, 8), figure16(512, 1, 2, 4, 8)));
            case 17 -> table(both(figure17("none", batchesTo(256)), figure17("full", batchesTo(256))));
            case 18 -> table(both(figure12(4, true, batches), figure12(4, false, batches)));
            default -> throw new BadInput("figure [%d] of Megatron-LM: there are 7, 8 and 11 to 18", figure);
        };
    }

    private static int[] batchesTo(int most) {
        return IntStream.iterate(1, batch -> batch <= most, batch -> 2 * batch).toArray();
    }

    private static List<Run> both(List<Run> some, List<Run> others) {
        List<Run> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static Run run(Transformer model, Plan plan) {
        return new Run(model, plan.with("recompute", "full").with("gradients", "half"));
    }

    /// One GPU, one micro-batch a step, of several sizes: a model of a billion weights in four layers.
    ///
    /// @param heads as the paper's caption is recalled, 128
    public static List<Run> figure7(int heads, int... microBatches) {
        Transformer model = Transformer.gpt("1B", 4, 4_096, heads);
        return IntStream.of(microBatches)
                .mapToObj(b -> run(model, Plan.of(1, 1, 1, b).with("microBatch", "" + b)))
                .toList();
    }

    /// The same model split over ways, its time as the paper's equation has it for a pipeline: that of a micro-batch,
    /// forward and back, for each of them and for each further stage. Rows have `batch`, `micro-batch` and
    /// `sequences/s`.
    ///
    /// @param batch  sequences of a step
    /// @param ways   of tensor parallelism
    /// @param stages of the pipeline
    public Table figure8(int batch, int ways, int stages, int... microBatches) {
        double[] rates = new double[microBatches.length];
        List<Run> runs = figure7(128, microBatches);
        for (int i = 0; i < rates.length; i++) {
            Plan plan = runs.get(i).plan().with("tensor", "" + ways);
            double passes = StepTime.of(runs.get(i).model(), plan, cluster)
                    .terms()
                    .getFirst()
                    .value();
            rates[i] = batch / (((double) batch / microBatches[i] + stages - 1) * passes);
        }
        return Table.create(
                "figure 8",
                ints("batch", IntStream.of(microBatches).map(_ -> batch)),
                IntColumn.create("micro-batch", microBatches),
                DoubleColumn.create("sequences/s", rates));
    }

    /// Weak scaling over stages: three layers to each, split over eight GPUs.
    public static List<Run> figure11(int batch, int... stages) {
        return IntStream.of(stages)
                .mapToObj(p -> run(Transformer.gpt(3 * p + " layers", 3 * p, 20_480, 128), Plan.of(8, p, 1, batch)))
                .toList();
    }

    /// GPT-3 on 96 GPUs in twelve stages; also the runs of figure 18.
    ///
    /// @param pieces  of layers in a stage; 1 is not interleaved
    /// @param scatter whether stages send in parts
    public static List<Run> figure12(int pieces, boolean scatter, int... batches) {
        Transformer model = Transformer.named("gpt-3-175b");
        return IntStream.of(batches)
                .mapToObj(batch -> run(
                        model,
                        Plan.of(8, STAGES, 1, batch)
                                .with("interleave", "" + pieces)
                                .with("scatter", "" + scatter)))
                .toList();
    }

    /// 162 billion weights on 64 GPUs, which split layers in some ways and stand in as many stages as are left.
    public static List<Run> figure13(int batch, int... tensors) {
        Transformer model = Transformer.gpt("162B", 32, 20_480, 128);
        return IntStream.of(tensors)
                .mapToObj(t -> run(model, Plan.of(t, GPUS / t, 1, batch)))
                .toList();
    }

    private static Transformer small() {
        return Transformer.gpt("5.9B", 32, 3_840, 32);
    }

    /// 5.9 billion weights on 64 GPUs: stages, and replicas of them.
    public static List<Run> figure14(int batch, int... stages) {
        return IntStream.of(stages)
                .mapToObj(p -> run(small(), Plan.of(1, p, GPUS / p, batch)))
                .toList();
    }

    /// 5.9 billion weights on 64 GPUs: layers split in some ways, and replicas.
    public static List<Run> figure15(int batch, int... tensors) {
        return IntStream.of(tensors)
                .mapToObj(t -> run(small(), Plan.of(t, 1, GPUS / t, batch)))
                .toList();
    }

    /// 91 billion weights on 64 GPUs, eight ways and eight stages: micro-batches of several sizes.
    public static List<Run> figure16(int batch, int... microBatches) {
        Transformer model = Transformer.gpt("91B", 32, 15_360, 128);
        return IntStream.of(microBatches)
                .mapToObj(b -> run(model, Plan.of(8, 8, 1, batch).with("microBatch", "" + b)))
                .toList();
    }

    /// 145 billion weights on 128 GPUs, eight ways and sixteen stages, with activations kept or computed again.
    ///
    /// @param recompute `none`, `selective` or `full`
    public static List<Run> figure17(String recompute, int... batches) {
        Transformer model = Transformer.named("megatron-145b");
        return IntStream.of(batches)
                .mapToObj(batch -> new Run(
                        model,
                        Plan.of(8, 16, 1, batch).with("recompute", recompute).with("gradients", "half")))
                .toList();
    }

    /// The stages of a run as the cost model has them, to be simulated as events; the last one has the output as well,
    /// spread evenly over its pieces. A third of the time of a stage goes forward.
    ///
    /// ```java
    /// show(Figure.from(figures.pipeline(MegatronPtdFigures.figure12(4, true, 24).getFirst()).run().table())
    ///         .by("pass").gantt("stage", "from [s]", "to [s]"));
    /// ```
    ///
    /// @throws BadInput when the plan does not divide the model
    public Pipeline pipeline(Run run) {
        List<Cost> lastStage = StepTime.of(run.model, run.plan, cluster)
                .terms()
                .getFirst()
                .terms()
                .getFirst()
                .terms();
        double turn = lastStage.get(0).value();
        double output = lastStage.get(1).value();
        List<Pipeline.Stage> stages = new ArrayList<>(Collections.nCopies(run.plan.pipeline() - 1, stage(turn)));
        stages.add(stage(turn + output));
        return new Pipeline(
                Order.ONE_F_ONE_B, stages, Collections.nCopies(run.plan.microBatches(), 1.0), run.plan.interleave());
    }

    private static Pipeline.Stage stage(double seconds) {
        return Pipeline.Stage.of(seconds / 3, seconds / 3, seconds / 3, 0);
    }

    /// Micro-batches on their way through stages, simulated, whose backward passes take twice as long as those forward.
    /// `run().table()` is what a Gantt chart shows.
    ///
    /// @param pieces of layers in a stage; 1 is 1F1B, more are interleaved
    public static Pipeline schedule(int stages, int microBatches, int pieces) {
        return new Pipeline(Order.ONE_F_ONE_B, stages, microBatches, pieces, 12e-3, 12e-3, 12e-3, 0);
    }
}
