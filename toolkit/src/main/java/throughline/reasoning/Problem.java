package throughline.reasoning;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.DirichletSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import throughline.random.Noise;
import throughline.reasoning.Draws.Use;
import throughline.reasoning.TraceModel.Lengths;
import throughline.reasoning.TraceModel.Strategies;
import throughline.spec.BadInput;

/// A problem as a model meets it, and the traces that the model would write on it. Trace `path` is always the same, to
/// whichever strategy it is shown.
public final class Problem {
    private final Reasoner reasoner;
    private final Draws draws;
    private final double rank;
    private final double success;
    private final double[] prior;
    private final double[] chances;
    private final WrongAnswers wrong;
    private final double length;

    /// @param draws of the first attempt
    /// @param rank  share of the problems that are harder
    Problem(Reasoner reasoner, SuccessQuantile quantile, Draws draws, double rank) {
        this.reasoner = reasoner;
        this.draws = draws;
        this.rank = rank;
        double drawn = quantile.at(rank);
        Strategies strategies = reasoner.traces().strategies();
        prior = prior(strategies, draws);
        chances = chances(strategies, drawn, draws);
        success = strategies.correlation() == 0 ? drawn : mean(prior, chances);
        wrong = new WrongAnswers(reasoner.answers().shares(i -> draws.uniform(Use.WRONG, i)));
        Lengths lengths = reasoner.traces().lengths();
        length = lengths.median()
                * StrictMath.exp(lengths.difficulty() * NormalScore.at(1 - rank)
                        + lengths.between() * draws.normal(Use.BETWEEN, 0));
    }

    private Problem(Problem first, Draws draws) {
        this.draws = draws;
        reasoner = first.reasoner;
        rank = first.rank;
        success = first.success;
        prior = first.prior;
        chances = first.chances;
        wrong = first.wrong;
        length = first.length;
    }

    private static double[] prior(Strategies strategies, Draws draws) {
        return strategies.count() == 1
                ? new double[] {1}
                : DirichletSampler.symmetric(draws.source(Use.PRIOR, 0), strategies.count(), strategies.concentration())
                        .sample();
    }

    private static double[] chances(Strategies strategies, double success, Draws draws) {
        double[] chances = new double[strategies.count()];
        UniformRandomProvider source = draws.source(Use.CHANCE, 0);
        double k = 1 / strategies.correlation() - 1;
        for (int s = 0; s < chances.length; s++) {
            chances[s] = strategies.correlation() == 0 || success == 0 || success == 1
                    ? success
                    : beta(source, success * k, (1 - success) * k);
        }
        return chances;
    }

    private static double beta(UniformRandomProvider source, double a, double b) {
        double x = gamma(source, a).sample();
        double y = gamma(source, b).sample();
        return x + y > 0 ? x / (x + y) : source.nextDouble() < a / (a + b) ? 1 : 0;
    }

    private static SharedStateContinuousSampler gamma(UniformRandomProvider source, double shape) {
        return AhrensDieterMarsagliaTsangGammaSampler.of(source, shape, 1);
    }

    private static double mean(double[] weights, double[] values) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * values[i];
        }
        return sum;
    }

    /// The same problem tried anew: other traces.
    ///
    /// @param attempt 0 for this one, below 2^27
    public Problem again(int attempt) {
        if (attempt < 0 || attempt >= 1 << 27) {
            throw new BadInput("attempt [%d] must be from 0 to %d", attempt, (1 << 27) - 1);
        }
        return new Problem(this, new Draws(draws.noise(), draws.problem(), attempt));
    }

    /// Its number in the exam, from 0.
    public int index() {
        return draws.problem();
    }

    /// The model that meets it.
    public Reasoner reasoner() {
        return reasoner;
    }

    /// Share of the problems that are harder, above 0 and below 1: the same for every model.
    public double rank() {
        return rank;
    }

    /// The chance that a fresh trace, let run to its end, is right.
    public double success() {
        return success;
    }

    /// The chance that a fresh trace of a strategy is right.
    public double success(int strategy) {
        return chances[strategy];
    }

    /// The chance that a fresh trace takes a strategy.
    public double prior(int strategy) {
        return prior[strategy];
    }

    /// Shares of the wrong answers 1, 2, ...
    public double[] wrongShares() {
        return wrong.shares();
    }

    /// Answers there are, the right one counted.
    int answers() {
        return wrong.count() + 1;
    }

    /// A trace.
    ///
    /// @param path 0 and up
    public Trace trace(int path) {
        return trace(path, prior.length == 1 ? 0 : chosen(draws.uniform(Use.STRATEGY, path)));
    }

    private int chosen(double uniform) {
        double sum = 0;
        for (int s = 0; s < prior.length - 1; s++) {
            sum += prior[s];
            if (uniform < sum) {
                return s;
            }
        }
        return prior.length - 1;
    }

    /// A trace that is told which strategy to take.
    public Trace trace(int path, int strategy) {
        int answer = answer(draws.uniform(Use.OUTCOME, path), chances[strategy]);
        return new Trace(strategy, answer, tokens(path, answer));
    }

    /// Casts the answers alone of the first traces of a problem without strategies, in order: quick for very many.
    void cast(int traces, Ballot ballot) {
        Noise.Row row = draws.row();
        if (traces < AnswerTable.WORTHWHILE) {
            for (int path = 0; path < traces; path++) {
                ballot.cast(answer(Noise.uniform(row.bits(draws.column(Use.OUTCOME, path))), success));
            }
            return;
        }
        AnswerTable table = new AnswerTable(uniform -> answer(uniform, success));
        for (int path = 0; path < traces; path++) {
            ballot.cast(table.at(row.bits(draws.column(Use.OUTCOME, path))));
        }
    }

    private int answer(double uniform, double chance) {
        return uniform < chance ? 0 : 1 + wrong.at((uniform - chance) / (1 - chance));
    }

    private double tokens(int path, int answer) {
        Lengths lengths = reasoner.traces().lengths();
        double own = length * StrictMath.exp(lengths.within() * draws.normal(Use.WITHIN, path));
        return Math.ceil(answer == 0 ? own : lengths.wrong() * own);
    }

    /// What is said when a trace is cut: right with the forced share of the problem's chance, else one of the wrong
    /// answers.
    public int forced(int path) {
        return answer(draws.uniform(Use.FORCED, path), reasoner.traces().forced() * success);
    }

    /// A number in [0, 1) for a strategy's own decisions, by place.
    public double uniform(int place) {
        return draws.uniform(Use.POLICY, place);
    }

    /// A standard normal number for a strategy's own decisions, by place.
    public double normal(int place) {
        return draws.normal(Use.POLICY, place);
    }

    /// A number in [0, 1) for a vote.
    double ballot(int place) {
        return draws.uniform(Use.VOTE, place);
    }
}
