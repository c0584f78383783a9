package throughline.reasoning.pruning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Param;
import throughline.spec.Spec;

/// DeepConf's way (Fu et al. 2025): the first samples run to their end and set a threshold of confidence; later ones
/// stop where they fall below it, and once those that ran to their end agree, no more are begun. All that ran to their
/// end vote, one vote each.
///
/// @param warmUp    samples that set the threshold
/// @param share     of the warm-up that lies above the threshold: .1 stops most samples, .9 few
/// @param agreement share of votes for one answer at which no more samples are begun; above 1 for never
public record ConfidenceStopping(
        @Param(value = "samples before any is stopped", min = 1)
        int warmUp,

        @Param(value = "share above the threshold", min = 0, max = 1)
        double share,

        @Param(value = "agreement that ends it", min = 0.5) double agreement) {
    public ConfidenceStopping {
        Spec.check(ConfidenceStopping.class, warmUp, share, agreement);
    }

    /// Goes through the samples of one problem. Where a sample falls below the threshold is uniform along it.
    public Pruned of(Sampled samples, Streams streams) {
        Stream where = streams.named("confidence");
        double[] first = Arrays.copyOf(samples.confidence(), Math.min(warmUp, samples.count()));
        Arrays.sort(first);
        double threshold = first[(int) Math.min(first.length - 1, Math.floor((1 - share) * first.length))];
        List<Integer> ended = new ArrayList<>();
        Map<Integer, Integer> votes = new HashMap<>();
        int most = 0;
        double kept = 0;
        double stopped = 0;
        for (int sample = 0; sample < samples.count(); sample++) {
            double at = where.uniform();
            if (sample >= warmUp && most >= agreement * ended.size()) {
                break;
            }
            double tokens = samples.tokens()[sample];
            if (sample < warmUp || samples.confidence()[sample] >= threshold) {
                ended.add(sample);
                int answer = samples.answers()[sample];
                most = answer < 0 ? most : Math.max(most, votes.merge(answer, 1, Integer::sum));
                kept += tokens;
            } else {
                stopped += at * tokens;
            }
        }
        return new Pruned(ended, Votes.majority(samples, ended), stopped, kept, 0, 0);
    }
}
