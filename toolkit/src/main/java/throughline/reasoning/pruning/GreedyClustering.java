package throughline.reasoning.pruning;

import java.util.ArrayList;
import java.util.List;
import throughline.random.Stream;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// Greedy clustering as samples arrive (DeepPrune, arXiv 2510.08483): each is compared with a few members of every
/// group, and joins the group that it is most alike, if it is more so than the threshold; otherwise it opens a new
/// group. Once there are as many as allowed, it joins the most alike whatever the threshold.
///
/// @param threshold mean similarity above which a sample joins a group
/// @param most      groups allowed
/// @param compared  members of a group that a sample is compared with, at most
public record GreedyClustering(
        @Param(value = "similarity above which a sample joins", min = 0, max = 1)
        double threshold,

        @Param(value = "groups", min = 1) int most,
        @Param(value = "members compared", min = 1) int compared) {
    public GreedyClustering {
        Spec.check(GreedyClustering.class, threshold, most, compared);
    }

    /// This with another threshold.
    public GreedyClustering with(double otherThreshold) {
        return new GreedyClustering(otherThreshold, most, compared);
    }

    /// Clusters samples 0, 1, 2 and so on.
    ///
    /// @param samples how many there are, at least 1
    /// @param random  chooses the members that are compared
    public Clusters of(int samples, Similarity judge, Stream random) {
        if (samples < 1) {
            throw new BadInput("samples [%d] must be at least 1", samples);
        }
        List<List<Integer>> groups = new ArrayList<>();
        long comparisons = 0;
        for (int sample = 0; sample < samples; sample++) {
            int best = -1;
            double highest = Double.NEGATIVE_INFINITY;
            for (int g = 0; g < groups.size(); g++) {
                List<Integer> group = groups.get(g);
                int asked = Math.min(compared, group.size());
                double similarity = mean(sample, group, asked, judge, random);
                comparisons += asked;
                if (similarity > highest) {
                    best = g;
                    highest = similarity;
                }
            }
            if (highest > threshold || groups.size() == most) {
                groups.get(best).add(sample);
            } else {
                groups.add(new ArrayList<>(List.of(sample)));
            }
        }
        return new Clusters(groups, comparisons);
    }

    /// The members asked stand next to each other from a random place on: they arrived in random order.
    private static double mean(int sample, List<Integer> group, int asked, Similarity judge, Stream random) {
        int from = asked == group.size() ? 0 : random.below(group.size());
        double sum = 0;
        for (int i = 0; i < asked; i++) {
            int other = group.get((from + i) % group.size());
            double similarity = judge.of(sample, other);
            if (!(similarity >= 0 && similarity <= 1)) {
                throw new BadInput(
                        "the judge says [%s] of samples %d and %d: a probability is from 0 to 1",
                        similarity, sample, other);
            }
            sum += similarity;
        }
        return sum / asked;
    }
}
