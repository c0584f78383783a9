package throughline.papers.cluster;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.cluster.overlap.CheckpointScheme;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Evidence;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Reported;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// DataStates-LLM (Maurya et al. 2024, arXiv 2406.10707): checkpoints that are copied while the next step runs forward
/// and back.
///
/// Two numbers are printed, and nobody says in which setting they were the largest: 48 times as fast, and 2.2 times end
/// to end. How long a step takes decides both, and hangs on what "a micro-batch of 16" means: 16 sequences at once, or
/// one after the other. So every claim is made for both readings, and for a checkpoint alone as well as for one at each
/// step. Rates are recalled or assumed, see `datastates-rates.csv` and the profiles of Polaris.
public final class DataStates implements Paper {
    static final String FASTER = "blocked by synchronous saving over lazy, largest of sizes";
    static final String END_TO_END = "time of training with synchronous saving over lazy, largest of sizes";
    static final String OVER_CHUNKED = "perceived throughput, lazy over TorchSnapshot, less 1, least of sizes";
    static final String OVER_COPY = "perceived throughput, TorchSnapshot over CheckFreq, less 1, least of sizes";
    static final String OVER_SYNCHRONOUS = "perceived throughput, CheckFreq over synchronous, less 1, least of sizes";
    static final String CONVERGES = "rate of checkpoints at each step over that of storage, 3B";
    static final String KNEE = "least buffer that does not block a checkpoint alone, over its bytes, 13B";
    static final String HIDDEN = "blocked by a checkpoint alone beyond its floor, largest of sizes";
    static final String TORN = "torn files of those saved";

    private static final String ABSTRACT = "abstract: up to; size and setting not said";
    private static final String IMPLIED = "implied by the mechanism";

    @Override
    public String id() {
        return "DataStates";
    }

    @Override
    public List<Reported> reported() {
        Provenance recalled = Provenance.RECALLED;
        return List.of(
                Reported.printed(FASTER, 48, "", ABSTRACT),
                Reported.printed(END_TO_END, 2.2, "", ABSTRACT),
                Reported.notKnown("throughput of each size", "GB/s", "figures of its evaluation"),
                Reported.rises(OVER_CHUNKED, "", "order of its figures", recalled),
                Reported.rises(OVER_COPY, "", "order of its figures", recalled),
                Reported.rises(OVER_SYNCHRONOUS, "", "order of its figures", recalled),
                Reported.of(CONVERGES, 1, "", IMPLIED, recalled),
                Reported.of(KNEE, 1, "", IMPLIED, recalled),
                Reported.of(HIDDEN, 0, "s", IMPLIED, recalled),
                Reported.of(TORN, 0, "", IMPLIED, recalled));
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        DataStatesClaims claims = new DataStatesClaims(evidence, cancel);
        List<Runnable> parts = List.of(
                () -> claims.reading(DataStatesModel.BATCH, "16 sequences at once"),
                () -> claims.reading(1, "16 sequences in turn"),
                () -> DataStatesTrial.claim(evidence, cancel));
        for (int i = 0; i < parts.size() && !cancel.requested(); i++) {
            parts.get(i).run();
            progress.report(i + 1, parts.size());
        }
    }

    /// How much less each scheme blocks than synchronous saving, for a checkpoint at each step.
    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        return Optional.of(figure(DataStatesTimes.all(1, DataStatesModel.BATCH, DataStatesRates.declared(), cancel))
                .published("DataStates-LLM, at most; its size not said", new double[] {4}, new double[] {
                    published.value(FASTER)
                }));
    }

    /// The same with other settings.
    ///
    /// @param interval   steps from a checkpoint to the next, at most 50
    /// @param microBatch sequences that go through the pipeline together, a divisor of 16
    public static Plot figure(int interval, int microBatch) {
        return figure(DataStatesTimes.all(interval, microBatch));
    }

    private static Plot figure(List<DataStatesTimes> times) {
        List<String> names =
                times.stream().map(one -> one.model().shape().name()).toList();
        double[] places = IntStream.range(0, names.size()).asDoubleStream().toArray();
        Plot plot = Plot.of(
                "What is hidden behind a step depends on how long it is",
                Axis.of("model on Polaris", names),
                Axis.of("blocked by synchronous saving over", "").logarithmic());
        for (CheckpointScheme scheme : CheckpointScheme.values()) {
            if (scheme != CheckpointScheme.SYNCHRONOUS) {
                double[] ratios = times.stream()
                        .mapToDouble(one -> one.blocked(CheckpointScheme.SYNCHRONOUS) / one.blocked(scheme))
                        .toArray();
                plot = plot.line(DataStatesTimes.name(scheme), places, ratios);
            }
        }
        return plot;
    }
}
