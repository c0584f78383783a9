package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.hardware.Cluster;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Paper;
import throughline.papers.Published;
import throughline.papers.Reported;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Large language models trained on thousands of GPUs by tensor, pipeline and data parallelism together (arXiv
/// 2104.04473): Megatron-LM.
///
/// What of its tables follows from arithmetic is marked so. The throughput of table 1 takes one constant, a factor on
/// time, and a straight line in the hidden size does it as well or better; so what counts are the figures, of which
/// places of optima, gains and directions are recalled: see [MegatronPtdFigures], which draws them with any settings.
public final class MegatronPtd implements Paper {
    private static final int[] TENSORS = {2, 4, 8, 16, 32};

    private final Cluster cluster;

    /// On Selene.
    public MegatronPtd() {
        this(Cluster.named("selene"));
    }

    /// On another cluster: a question of what would have been.
    public MegatronPtd(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public String id() {
        return "Megatron-PTD";
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>(MegatronPtdTable1.reported());
        rows.addAll(MegatronPtdTable2.reported());
        rows.addAll(MegatronPtdShapes.reported());
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        Constant factor = MegatronPtdTable1.claims(evidence, cluster);
        progress.report(1, 3);
        if (cancel.requested()) {
            return;
        }
        MegatronPtdTable2.claims(evidence, cluster, factor);
        progress.report(2, 3);
        if (cancel.requested()) {
            return;
        }
        new MegatronPtdShapes(new MegatronPtdFigures(cluster), evidence).claims();
        progress.report(3, 3);
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        List<String> settings = IntStream.of(TENSORS)
                .mapToObj(t -> "%d, %d".formatted(64 / t, t))
                .toList();
        Plot plot = Plot.of(
                "Tensor parallelism up to the node, then stages",
                Axis.of("stages, ways of tensor parallelism", settings),
                Axis.of("throughput of a GPU", "TFLOP/s"));
        double[] places = IntStream.range(0, TENSORS.length).asDoubleStream().toArray();
        MegatronPtdFigures figures = new MegatronPtdFigures(cluster);
        double[] optimum = new double[2];
        int[] batches = {32, 128};
        for (int i = 0; i < batches.length && !cancel.requested(); i++) {
            double[] rates = MegatronPtdFigures.figure13(batches[i], TENSORS).stream()
                    .mapToDouble(figures::rate)
                    .toArray();
            plot = plot.line("batch " + batches[i], places, rates);
            optimum[i] = rates[2];
        }
        progress.report(1, 1);
        return Optional.of(plot.published("reported optimum, its place only", new double[] {2, 2}, optimum));
    }
}
