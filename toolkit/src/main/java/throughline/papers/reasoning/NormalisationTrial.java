package throughline.papers.reasoning;

import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import throughline.learning.rl.Normalisation;
import throughline.learning.rl.TabularGrpo;
import throughline.learning.rl.TabularPolicy;
import throughline.learning.rl.TabularPolicy.Table;
import throughline.learning.rl.TabularTask;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// A model that is paid for being right, and a little more for being right in parallel, where to split the work costs
/// accuracy (ThreadWeaver, arXiv 2512.07843: `r = 1[right] (1 + rho eta)`). It learns one thing: how often to split.
///
/// Mean-centred, it splits only where the bonus is worth more than what is lost. Divided by the standard deviation, the
/// bonus of easy problems, all of whose rollouts are right, counts as much as being right, and accuracy is sold for it.
///
/// ```java
/// var trial = NormalisationTrial.usual();
/// trial.trained(Normalisation.MEAN_CENTRED, 1, Cancel.NEVER).accuracy();          // 0.799
/// trial.trained(Normalisation.STANDARD_DEVIATION, 1, Cancel.NEVER).accuracy();    // 0.758
/// ```
///
/// @param accuracy     share of problems that a sequential trace solves, above 0 and below 1
/// @param spread       of the chance over problems: the sum of the two parameters of its Beta distribution, above 0
/// @param cost         how much a split divides the odds by, as a logarithm, at least 0
/// @param acceleration mean of `1 - latency / tokens` of a trace that was split; uniform from 0 to twice this
/// @param rho          weight of the acceleration in the reward, at least 0
/// @param start        share of traces that are split before training, above 0 and below 1
/// @param problems     played in each step
/// @param steps        of training
public record NormalisationTrial(
        double accuracy,
        double spread,
        double cost,
        double acceleration,
        double rho,
        double start,
        int problems,
        int steps) {
    private static final double RATE = 4;

    public NormalisationTrial {
        if (!(accuracy > 0 && accuracy < 1 && spread > 0 && start > 0 && start < 1)) {
            throw new BadInput(
                    "accuracy [%s] and start [%s] must be between 0 and 1, spread [%s] above 0",
                    accuracy, start, spread);
        }
        if (!(cost >= 0 && acceleration >= 0 && acceleration <= 0.5 && rho >= 0) || problems < 1 || steps < 0) {
            throw new BadInput(
                    "cost [%s], rho [%s] and steps [%d] must be at least 0, acceleration [%s] from 0 to 0.5,"
                            + " problems [%d] at least 1",
                    cost, rho, steps, acceleration, problems);
        }
    }

    /// Eight of ten problems solved, a spread as after reinforcement, a split that costs five points, a bonus of 0.1.
    public static NormalisationTrial usual() {
        return new NormalisationTrial(0.8, 0.5, 0.75, 0.15, 0.1, 0.5, 64, 200);
    }

    /// This with another weight of the bonus.
    public NormalisationTrial withRho(double other) {
        return new NormalisationTrial(accuracy, spread, cost, acceleration, other, start, problems, steps);
    }

    /// What training came to, exactly, over all problems.
    ///
    /// @param accuracy     share solved
    /// @param split        share of traces that are split
    /// @param acceleration mean over all traces
    public record Trained(double accuracy, double split, double acceleration) {}

    /// Trains; the same seed gives the same bits. After a cancel, what was learnt so far.
    public Trained trained(Normalisation normalisation, long seed, Cancel cancel) {
        double[] chances = chances();
        TabularPolicy policy = new TabularPolicy(Table.yesNo("split", 1));
        policy.set(0, 0, StrictMath.log(start / (1 - start)));
        TabularGrpo grpo = TabularGrpo.standard(RATE).with(normalisation);
        Streams streams = new Streams(seed);
        int[] all = IntStream.range(0, problems).toArray();
        for (int step = 0; step < steps && !cancel.requested(); step++) {
            grpo.step(policy, all, task(chances), streams.below("step " + step));
        }
        double split = policy.probabilities(0, 0)[1];
        double right = 0;
        for (double chance : chances) {
            right += (1 - split) * chance + split * whenSplit(chance);
        }
        return new Trained(right / problems, split, split * acceleration);
    }

    private TabularTask task(double[] chances) {
        return (problem, decisions, luck) -> {
            boolean split = decisions.yes(0, 0);
            double chance = split ? whenSplit(chances[problem]) : chances[problem];
            double eta = split ? luck.uniform(0, 2 * acceleration) : 0;
            return luck.uniform() < chance ? 1 + rho * eta : 0;
        };
    }

    private double whenSplit(double chance) {
        return chance / (chance + (1 - chance) * StrictMath.exp(cost));
    }

    private double[] chances() {
        BetaDistribution beta = BetaDistribution.of(accuracy * spread, (1 - accuracy) * spread);
        return IntStream.range(0, problems)
                .mapToDouble(i -> beta.inverseCumulativeProbability((i + 0.5) / problems))
                .toArray();
    }
}
