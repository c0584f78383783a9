package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import throughline.learning.sequences.Example;
import throughline.learning.sequences.SequenceModel;
import throughline.spec.Cancel;

/// Perplexity-based importance (LIMOPro, arXiv 2505.19187): how much less likely a model finds the answer when a step
/// is left out, `ln PPL(a | q, r without s) - ln PPL(a | q, r)`, over the tokens of the answer alone.
final class LimoProImportance {
    private static final int AT_ONCE = 64;

    private final SequenceModel model;
    private final Cancel cancel;

    LimoProImportance(SequenceModel model, Cancel cancel) {
        this.model = model;
        this.cancel = cancel;
    }

    /// Of each step of each chain but the answer; 0 for what a cancel kept from being computed.
    List<double[]> of(List<LimoProChain> chains) {
        List<Example> asked = new ArrayList<>();
        for (LimoProChain chain : chains) {
            IntStream.range(-1, chain.steps().size() - 1).forEach(step -> asked.add(chain.answer(step)));
        }
        double[] perplexities = logPerplexities(asked);
        List<double[]> importances = new ArrayList<>();
        int at = 0;
        for (LimoProChain chain : chains) {
            double whole = perplexities[at++];
            double[] importance = new double[chain.steps().size() - 1];
            for (int i = 0; i < importance.length; i++) {
                importance[i] = perplexities[at++] - whole;
            }
            importances.add(importance);
        }
        return importances;
    }

    /// Mean negative log probability of a token of each completion, in nats.
    double[] logPerplexities(List<Example> examples) {
        double[] perplexities = new double[examples.size()];
        List<Integer> byLength = IntStream.range(0, perplexities.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> examples.get(i).length()))
                .toList();
        for (int from = 0; from < perplexities.length && !cancel.requested(); from += AT_ONCE) {
            List<Integer> part = byLength.subList(from, Math.min(from + AT_ONCE, perplexities.length));
            double[][] probabilities =
                    model.logProbabilities(part.stream().map(examples::get).toList());
            for (int i = 0; i < part.size(); i++) {
                perplexities[part.get(i)] =
                        -Arrays.stream(probabilities[i]).average().orElseThrow();
            }
        }
        return perplexities;
    }
}
