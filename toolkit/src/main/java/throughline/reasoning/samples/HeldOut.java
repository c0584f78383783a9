package throughline.reasoning.samples;

import java.util.Optional;
import throughline.reasoning.ProblemPopulation;

/// pass@k that a fit on the first half of each problem's samples foretells of them all.
///
/// @param fitted   samples of each problem that were fitted
/// @param k        samples of each problem
/// @param measured share of problems with at least one right sample of k
/// @param foretold by the population fitted on the first half
/// @param alike    by problems that all have the first half's mean chance, the null
public record HeldOut(int fitted, int k, double measured, double foretold, double alike) {
    private static final int LEAST = 4;

    /// Empty where a problem has fewer than 4 samples, or the first half has no fit.
    static Optional<HeldOut> of(Samples samples) {
        int k = samples.fewest();
        if (k < LEAST) {
            return Optional.empty();
        }
        Samples half = samples.first(k / 2);
        BetaBinomial likelihood = new BetaBinomial(half.problems());
        if (PopulationFit.obstacle(half).isPresent()) {
            return Optional.empty();
        }
        double spread = likelihood.spread();
        ProblemPopulation population = new ProblemPopulation(likelihood.mean(1 / spread), spread);
        double measured = samples.first(k).problems().stream()
                .mapToInt(problem -> problem.right() > 0 ? 1 : 0)
                .average()
                .orElseThrow();
        return Optional.of(
                new HeldOut(k / 2, k, measured, population.passAtK(k), 1 - StrictMath.pow(1 - likelihood.mean(0), k)));
    }
}
