package throughline.reasoning.pruning;

import throughline.random.Noise;
import throughline.random.Streams;
import throughline.reasoning.Aggregator;
import throughline.spec.Param;
import throughline.spec.Spec;

/// A judge that errs as a normal distribution does: its score of a pair is standard normal, and higher by `d'` where
/// both end alike. From the score it tells the probability by Bayes' rule, with the share of such pairs that it was
/// trained on as its prior.
///
/// Its errors may hang together: a sample whose first words look like everybody's is taken for alike with all of them,
/// and asking about more pairs of it does not help.
///
/// @param auroc  probability that a pair that ends alike scores above one that does not
/// @param prior  share of pairs that end alike, as the judge believes it
/// @param shared share of the variance of a score that is its two samples', not the pair's
public record BinormalJudge(
        @Param(value = "probability of ranking two pairs rightly", min = 0.5, max = 0.9999)
        double auroc,

        @Param(value = "share of pairs that end alike", min = 0.001, max = 0.999)
        double prior,

        @Param(value = "share of the error that is the samples'", min = 0, max = 1)
        double shared)
        implements PairJudge {
    public BinormalJudge {
        Spec.check(BinormalJudge.class, auroc, prior, shared);
    }

    /// How far scores of pairs that end alike lie above the others, in standard deviations: `sqrt(2) Phi^-1(AUROC)`.
    public double distance() {
        return Aggregator.discrimination(auroc);
    }

    /// This judge with another AUROC.
    public BinormalJudge with(double otherAuroc) {
        return new BinormalJudge(otherAuroc, prior, shared);
    }

    @Override
    public Similarity reads(Sampled samples, Streams streams) {
        double distance = distance();
        double offset = StrictMath.log(prior / (1 - prior)) - distance * distance / 2;
        double ofPair = Math.sqrt(1 - shared);
        double ofSample = Math.sqrt(shared / 2);
        Noise looks = new Noise(streams.named("judge/samples"));
        Noise pairs = new Noise(streams.named("judge/pairs"));
        return (one, other) -> {
            double score = (samples.same(one, other) ? distance : 0)
                    + ofPair * Noise.normal(PairJudge.bits(pairs, one, other), 0)
                    + ofSample * (Noise.normal(looks.bits(one, 0), 0) + Noise.normal(looks.bits(other, 0), 0));
            return 1 / (1 + StrictMath.exp(-offset - distance * score));
        };
    }
}
