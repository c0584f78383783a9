package throughline.reasoning;

import throughline.scaling.BetaPopulation;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// How a model's chance to solve a problem with one unhurried trace is spread over the problems of a benchmark: as
/// a Beta distribution with parameters `m s` and `(1 - m) s`. Few constants explain repeated sampling: what is left
/// unsolved falls as a power of the samples with exponent `m s` (Schaeffer and others, 2025, arXiv 2502.17578).
///
/// @param mean   m: the share of problems that one trace solves, above 0 and below 1
/// @param spread s: above 0; the smaller, the more problems are either always or never solved. Models distilled from
///               others' traces have about 1.2, models trained by reinforcement about 0.5
public record ProblemPopulation(
        @Param(value = "share of problems that one trace solves", min = 0, max = 1)
        double mean,

        @Param(value = "how alike the problems are", min = 0)
        double spread) {
    public ProblemPopulation {
        Spec.check(ProblemPopulation.class, mean, spread);
        if (!(mean > 0 && mean < 1 && spread > 0)) {
            throw new BadInput("population [mean %s, spread %s]: 0 < mean < 1 and spread > 0", mean, spread);
        }
    }

    /// The population with a given share solved by one sample and by the best of `k`.
    ///
    /// @throws BadInput when there is none: problems that are all alike would have `1 - (1 - one)^k`, the most
    ///                  possible
    public static ProblemPopulation through(double one, double k, double many) {
        BetaPopulation beta = BetaPopulation.through(one, k, many);
        return new ProblemPopulation(one, beta.a() + beta.b());
    }

    /// The same distribution by its two parameters.
    public BetaPopulation beta() {
        return new BetaPopulation(mean * spread, (1 - mean) * spread);
    }

    /// Chances by rank.
    public SuccessQuantile quantile() {
        return new SuccessQuantile(mean * spread, (1 - mean) * spread);
    }

    /// The share of problems that one of `k` samples solves.
    public double passAtK(double k) {
        return beta().passAtK(k);
    }

    /// The exponent with which the share left unsolved falls for many samples.
    public double tail() {
        return mean * spread;
    }

    /// The mean square of the chance.
    public double square() {
        return mean * (mean * spread + 1) / (spread + 1);
    }

    /// The share of pairs of traces of a problem that give the same answer.
    public double agreement(AnswerModel answers) {
        double bothWrong = 1 - 2 * mean + square();
        return square() + bothWrong * answers.collision();
    }
}
