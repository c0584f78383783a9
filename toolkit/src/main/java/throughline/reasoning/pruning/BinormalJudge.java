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
    /// Of the normal numbers that [Noise] gives, by the lowest 12 bits.
    private static final int LEVELS = 1 << 12;

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
        Noise pairs = new Noise(streams.named("judge/pairs"));
        if (shared == 0) {
            double[] same = probabilities(distance, offset, distance);
            double[] different = probabilities(distance, offset, 0);
            return (one, other) ->
                    (samples.same(one, other) ? same : different)[(int) PairJudge.bits(pairs, one, other) & LEVELS - 1];
        }
        Noise looks = new Noise(streams.named("judge/samples"));
        double ofPair = Math.sqrt(1 - shared);
        double ofSample = Math.sqrt(shared / 2);
        return (one, other) -> {
            double score = (samples.same(one, other) ? distance : 0)
                    + ofPair * Noise.normal(PairJudge.bits(pairs, one, other), 0)
                    + ofSample * (Noise.normal(looks.bits(one, 0), 0) + Noise.normal(looks.bits(other, 0), 0));
            return probability(offset + distance * score);
        };
    }

    /// What it says at each level of the noise: a table where millions of pairs are asked for.
    private static double[] probabilities(double distance, double offset, double mean) {
        double[] probabilities = new double[LEVELS];
        for (int level = 0; level < LEVELS; level++) {
            probabilities[level] = probability(offset + distance * (mean + Noise.normal(level, 0)));
        }
        return probabilities;
    }

    private static double probability(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }
}
