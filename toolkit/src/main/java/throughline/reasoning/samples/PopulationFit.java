package throughline.reasoning.samples;

import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import throughline.data.Sample;
import throughline.random.Streams;
import throughline.reasoning.ProblemPopulation;
import throughline.scaling.Bootstrap.Interval;

/// The likeliest [ProblemPopulation] of samples, by maximum likelihood of the Beta-binomial distribution (Skellam,
/// 1948).
///
/// @param population   that was found
/// @param mean         95 % interval of its mean, over problems drawn anew
/// @param spread       95 % interval of its spread
/// @param logarithm    of the likelihood, but for what no constant changes
/// @param alike        the same where all problems have one chance, the null
public record PopulationFit(
        ProblemPopulation population, Interval mean, Interval spread, double logarithm, double alike) {
    private static final int DRAWS = 200;

    /// Why samples have no likeliest population; empty where they have one.
    static Optional<String> obstacle(Samples samples) {
        String why = null;
        if (!new BetaBinomial(samples.problems()).mixed()) {
            why = "every sample is %s, so that any population near %d is as likely"
                    .formatted(samples.accuracy() > 0 ? "right" : "wrong", samples.accuracy() > 0 ? 1 : 0);
        } else if (samples.problems().size() < 2) {
            why = "one problem says nothing about how others differ from it";
        } else if (samples.most() < 2) {
            why = "one sample of each problem says nothing about how problems differ";
        }
        return Optional.ofNullable(why);
    }

    /// The fit; empty where there is none, see [Evaluation#notes].
    static Optional<PopulationFit> of(Samples samples) {
        if (obstacle(samples).isPresent()) {
            return Optional.empty();
        }
        BetaBinomial likelihood = new BetaBinomial(samples.problems());
        ProblemPopulation found = likeliest(likelihood);
        Streams streams = new Streams(1).below("population");
        double[] means = new double[DRAWS];
        double[] least = new double[DRAWS];
        double[] most = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            Samples drawn = samples.again(streams, draw);
            BetaBinomial again = new BetaBinomial(drawn.problems());
            if (again.mixed()) {
                ProblemPopulation refit = likeliest(again);
                means[draw] = refit.mean();
                least[draw] = refit.spread();
                most[draw] = refit.spread();
            } else {
                // Samples that are all right, or all wrong, may have any spread.
                means[draw] = drawn.accuracy();
                least[draw] = BetaBinomial.LEAST_SPREAD;
                most[draw] = BetaBinomial.MOST_SPREAD;
            }
        }
        return Optional.of(new PopulationFit(
                found,
                interval(means),
                new Interval(interval(least).low(), interval(most).high()),
                likelihood.logarithm(found.mean(), 1 / found.spread()),
                likelihood.logarithm(likelihood.mean(0), 0)));
    }

    private static ProblemPopulation likeliest(BetaBinomial likelihood) {
        double spread = likelihood.spread();
        return new ProblemPopulation(likelihood.mean(1 / spread), spread);
    }

    static Interval interval(double[] draws) {
        Sample sample = new Sample(draws);
        return new Interval(sample.quantile(0.025), sample.quantile(0.975));
    }

    /// Whether the spread is as small, or as large, as a fit looks for: problems that are all solved always or never,
    /// or that are all alike.
    public boolean atAnEnd() {
        return population.spread() < BetaBinomial.LEAST_SPREAD * 1.01
                || population.spread() > BetaBinomial.MOST_SPREAD * 0.99;
    }

    /// The chance to find problems at least so different when all are alike: half the tail of a chi-square
    /// distribution with one degree of freedom, as problems cannot be more alike than that (Self and Liang, 1987).
    public double chanceIfAlike() {
        double twice = Math.max(0, 2 * (logarithm - alike));
        return 0.5 * ChiSquaredDistribution.of(1).survivalProbability(twice);
    }
}
