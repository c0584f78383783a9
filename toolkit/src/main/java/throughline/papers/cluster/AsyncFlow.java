package throughline.papers.cluster;

import java.util.List;
import java.util.Optional;
import throughline.cluster.rollout.Rollout;
import throughline.cluster.rollout.RolloutRun;
import throughline.cluster.rollout.RolloutSpec;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Evidence;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// AsyncFlow: post-training by reinforcement learning in a stream of micro-batches, with generation one iteration ahead
/// (arXiv 2507.01663). Its queue is `throughline.parallel.streaming.TransferQueue`, run for real; its
/// throughput comes from the event model [throughline.cluster.rollout.Rollout].
///
/// Of the paper its abstract is known, and the peak from who read it; its ablation and its scaling are
/// recalled. What it ran on, how long responses were and how many made an iteration is not known: all inputs
/// are assumed, so that no claim can be better than [throughline.papers.Verdict#UNVERIFIED].
public final class AsyncFlow implements Paper {
    static final String AVERAGE = "average gain on the colocated baseline";
    static final String PEAK = "largest gain on the colocated baseline";
    static final String LINEARITY_7B = "linearity, 7B, 16 times the devices";
    static final String LINEARITY_32B = "linearity, 32B, 16 times the devices";
    static final String LARGER_SCALES_BETTER = "linearity, 32B less 7B";
    static final String ONE_OR_FOUR = "throughput one iteration ahead, over four";

    @Override
    public String id() {
        return "AsyncFlow";
    }

    @Override
    public List<Reported> reported() {
        Provenance recalled = Provenance.RECALLED;
        return List.of(
                Reported.printed(AVERAGE, 1.59, "", "abstract"),
                Reported.of(PEAK, 2.03, "", "experiments", Provenance.SECONDHAND),
                Reported.of(AsyncFlowAblation.STREAMING, 2.01, "", "ablation", recalled),
                Reported.of(AsyncFlowAblation.FURTHER, 0.363, "", "ablation: a further 36.3 %", recalled),
                Reported.of(AsyncFlowAblation.BOTH, 2.74, "", "ablation", recalled),
                Reported.of(LINEARITY_7B, 0.65, "", "scaling", recalled),
                Reported.of(LINEARITY_32B, 0.88, "", "scaling", recalled),
                Reported.rises(LARGER_SCALES_BETTER, "", "scaling: .88 against .65", recalled),
                Reported.notKnown(ONE_OR_FOUR, "", "not reported: the paper runs one ahead"));
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        AsyncFlowClusters.claims(evidence, cancel, (done, total) -> progress.report(done, 2 * total));
        if (cancel.requested()) {
            return;
        }
        AsyncFlowAblation.claims(evidence, cancel, (done, total) -> progress.report(total + done, 2 * total));
        if (cancel.requested()) {
            return;
        }
        RolloutSpec spec = RolloutSpec.TYPICAL;
        double one = rate(spec);
        double four = rate(spec.with("staleness", "4"));
        evidence.claim(Recomputed.of(ONE_OR_FOUR, one / four));
        progress.report(1, 1);
    }

    private static double rate(RolloutSpec spec) {
        return Rollout.run(spec, 1, Cancel.NEVER, Progress.NONE).steadySamplesPerSecond();
    }

    /// The ablation as bars, with what is published of it.
    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        List<RolloutRun> runs = AsyncFlowAblation.runs(published, cancel, progress);
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        double[] gains = runs.stream()
                .mapToDouble(
                        run -> run.steadySamplesPerSecond() / runs.getFirst().steadySamplesPerSecond())
                .toArray();
        return Optional.of(Plot.of(
                        "Streaming hides stages in each other, asynchrony the tail of generation",
                        Axis.of("mode", List.of("separate stages", "streaming", "asynchronous")),
                        Axis.of("throughput over separate stages", ""))
                .bars("event model, two ratios fitted on streaming", gains)
                .published("paper, recalled", new double[] {1, 2}, new double[] {
                    published.value(AsyncFlowAblation.STREAMING), published.value(AsyncFlowAblation.BOTH)
                }));
    }
}
