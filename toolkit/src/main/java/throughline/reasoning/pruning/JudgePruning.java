package throughline.reasoning.pruning;

import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// DeepPrune's second half (arXiv 2510.08483): all samples run for a prefix, a judge sorts them into groups, a few
/// go on and the others stop.
///
/// @param clustering how they are sorted
/// @param prefix     tokens after which they are judged
/// @param completed  samples of the largest group that go on, at most
public record JudgePruning(GreedyClustering clustering, double prefix, int completed) {
    /// @throws BadInput when the prefix is negative, or none goes on
    public JudgePruning {
        if (!(prefix >= 0) || completed < 1) {
            throw new BadInput(
                    "prefix [%s] must be at least 0 tokens, and at least 1 sample must go on, not [%d]",
                    prefix, completed);
        }
    }

    /// Sorts the samples of one problem.
    public Clusters clusters(Sampled samples, PairJudge judge, Streams streams) {
        return clustering.of(samples.count(), judge.reads(samples, streams), streams.named("members"));
    }

    /// Sorts the samples of one problem, and votes inside the largest group.
    public Pruned voting(Sampled samples, PairJudge judge, Streams streams) {
        return voting(samples, clusters(samples, judge, streams));
    }

    /// Votes inside the largest group: its first samples, as many as go on, run to their end.
    public Pruned voting(Sampled samples, Clusters clusters) {
        List<Integer> largest = clusters.largest();
        return pruned(samples, clusters, largest.subList(0, Math.min(completed, largest.size())));
    }

    /// One of each group runs to its end, the first: what is asked is whether any of them is right.
    public Pruned greedy(Sampled samples, Clusters clusters) {
        return pruned(
                samples,
                clusters,
                clusters.members().stream().map(List::getFirst).toList());
    }

    private Pruned pruned(Sampled samples, Clusters clusters, List<Integer> goOn) {
        double kept = goOn.stream().mapToDouble(s -> samples.tokens()[s]).sum();
        double[] begun = IntStream.range(0, samples.count())
                .mapToDouble(s -> Math.min(prefix, samples.tokens()[s]))
                .toArray();
        double stopped =
                IntStream.range(0, samples.count()).mapToDouble(s -> begun[s]).sum()
                        - goOn.stream().mapToDouble(s -> begun[s]).sum();
        return new Pruned(goOn, Votes.majority(samples, goOn), stopped, kept, clusters.count(), clusters.comparisons());
    }
}
