package throughline.reasoning;

import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// How a trace runs: which strategy it commits to, how long it takes, whether it turns round, and what it says when it
/// is cut.
///
/// @param strategies that a trace chooses from in its first tokens
/// @param recovery   whether it leaves a wrong one
/// @param lengths    until it is done
/// @param forced     an answer forced out of a cut trace is right with this share of a whole one's chance, 0 to 1
public record TraceModel(Strategies strategies, Recovery recovery, Lengths lengths, double forced) {
    public TraceModel {
        if (!(forced >= 0 && forced <= 1)) {
            throw new BadInput("forced [%s] must be from 0 to 1", forced);
        }
    }

    /// One strategy, no way back, and lengths of some 8,000 tokens that vary with the problem and the trace.
    public static TraceModel usual() {
        return new TraceModel(Strategies.ONE, Recovery.NONE, new Lengths(8_000, 0.5, 0.3, 0.4, 1.2), 0.3);
    }

    /// A copy with other strategies.
    public TraceModel with(Strategies other) {
        return new TraceModel(other, recovery, lengths, forced);
    }

    /// A copy with another way back.
    public TraceModel with(Recovery other) {
        return new TraceModel(strategies, other, lengths, forced);
    }

    /// A copy with other lengths.
    public TraceModel with(Lengths other) {
        return new TraceModel(strategies, recovery, other, forced);
    }

    /// Ways to go about a problem. A trace draws one by a prior of Dirichlet(concentration, ...); a strategy's chance
    /// is of Beta(p k, (1 - p) k) with `k = 1 / correlation - 1`; the problem's chance is then their mean under the
    /// prior.
    ///
    /// @param count         at least 1
    /// @param concentration of the prior: the smaller, the more traces take the same one
    /// @param correlation   how much of the outcome the strategy decides: the correlation of traces that share one
    public record Strategies(
            @Param(value = "strategies of a problem", min = 1, max = 1_000)
            int count,

            @Param(value = "concentration of the prior", min = 1e-3, max = 1e6)
            double concentration,

            @Param(value = "correlation of traces of one strategy", min = 0, max = 0.999)
            double correlation) {
        /// One strategy: traces of a problem are independent.
        public static final Strategies ONE = new Strategies(1, 1, 0);

        public Strategies {
            Spec.check(Strategies.class, count, concentration, correlation);
        }
    }

    /// A hazard to leave a wrong commitment that dies out: `chance / scale exp(-l / scale)` at token l.
    ///
    /// @param chance expected turns from the first token on, 0 or more
    /// @param scale  tokens in which the hazard falls to 1/e
    public record Recovery(
            @Param(value = "expected turns", min = 0) double chance,

            @Param(value = "tokens to 1/e", min = 1, unit = "tokens")
            double scale) {
        /// No way back.
        public static final Recovery NONE = new Recovery(0, 1_000);

        public Recovery {
            Spec.check(Recovery.class, chance, scale);
        }

        /// The chance to turn round between two tokens.
        ///
        /// @param from 0 or more
        /// @param to   at least `from`; may be infinite
        public double between(double from, double to) {
            double turns = chance * (StrictMath.exp(-from / scale) - StrictMath.exp(-to / scale));
            return -StrictMath.expm1(-turns);
        }
    }

    /// Tokens until a trace is done: `ln L = ln median + difficulty z + between e + within e'`, with z the normal
    /// quantile of the problem's difficulty, e of the problem and e' of the trace.
    ///
    /// @param median     tokens of a right trace of a middling problem
    /// @param difficulty how much longer harder problems take
    /// @param between    spread between problems of one difficulty
    /// @param within     spread between traces of a problem
    /// @param wrong      how many times as long a wrong trace takes
    public record Lengths(
            @Param(value = "median", min = 1, max = 1e7, unit = "tokens")
            double median,

            @Param(value = "of the logarithm, per standard deviation of difficulty", min = 0, max = 5)
            double difficulty,

            @Param(value = "spread of the logarithm between problems", min = 0, max = 5)
            double between,

            @Param(value = "spread of the logarithm within a problem", min = 0, max = 5)
            double within,

            @Param(value = "times as long when wrong", min = 0.1, max = 10)
            double wrong) {
        public Lengths {
            Spec.check(Lengths.class, median, difficulty, between, within, wrong);
        }
    }
}
