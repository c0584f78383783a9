package throughline.reasoning;

import java.util.function.ToDoubleBiFunction;
import throughline.spec.BadInput;

/// How one answer is made of many: the answer a with the highest score among those with a vote.
///
/// | | score of an answer with n votes |
/// |---|---|
/// | vote, summary | `ln n + skill [right] + Gumbel / sharpness` |
/// | verifier | the highest of n numbers `discrimination [right] + N(0, 1)`, one for each trace |
///
/// A majority has skill 0 and is infinitely sharp; an oracle has infinite skill. Of equal scores the one counts whose
/// first vote came first.
public sealed interface Aggregator {
    /// The answer that is chosen; [Trace#NONE] without a vote.
    ///
    /// @param call number of the choice among those made on the problem, so that two choices draw different numbers
    int choose(Ballot ballot, int call);

    /// The answer with the most votes.
    static Aggregator majority() {
        return new Vote(0, Double.POSITIVE_INFINITY);
    }

    /// A model that reads the answers.
    ///
    /// @param skill     what being right adds to the logarithm of the votes, 0 or more
    /// @param sharpness above 0: the larger, the surer the best score wins; 3 is usual
    static Aggregator summary(double skill, double sharpness) {
        return new Vote(skill, sharpness);
    }

    /// The right answer if there is a vote for it.
    static Aggregator oracle() {
        return new Vote(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /// A verifier that scores each trace, and takes the best: best-of-n.
    ///
    /// @param discrimination d', how many standard deviations right traces score higher, 0 or more
    static Aggregator verifier(double discrimination) {
        return new Verifier(discrimination);
    }

    /// The d' of a verifier with an area under the ROC curve: `sqrt 2` times its normal quantile.
    ///
    /// @param auroc at least 0.5 and below 1
    static double discrimination(double auroc) {
        if (!(auroc >= 0.5 && auroc < 1)) {
            throw new BadInput("AUROC [%s] must be at least 0.5 and below 1", auroc);
        }
        return Math.sqrt(2) * NormalScore.at(auroc);
    }

    /// @param skill     0 or more, may be infinite
    /// @param sharpness above 0, may be infinite
    record Vote(double skill, double sharpness) implements Aggregator {
        public Vote {
            if (!(skill >= 0 && sharpness > 0)) {
                throw new BadInput("vote [skill %s, sharpness %s]: skill >= 0 and sharpness > 0", skill, sharpness);
            }
        }

        @Override
        public int choose(Ballot ballot, int call) {
            return highest(ballot, (votes, answer) -> {
                double score = StrictMath.log(votes) + (answer == 0 ? skill : 0);
                return sharpness == Double.POSITIVE_INFINITY
                        ? score
                        : score + gumbel(ballot.problem().ballot(place(ballot, call, answer))) / sharpness;
            });
        }

        private static double gumbel(double uniform) {
            return -StrictMath.log(-StrictMath.log(Math.max(uniform, Double.MIN_NORMAL)));
        }
    }

    /// @param discrimination 0 or more
    record Verifier(double discrimination) implements Aggregator {
        public Verifier {
            if (!(discrimination >= 0)) {
                throw new BadInput("discrimination [%s] must be 0 or more", discrimination);
            }
        }

        /// The highest of n normal numbers is drawn at once.
        @Override
        public int choose(Ballot ballot, int call) {
            return highest(ballot, (votes, answer) -> {
                double uniform = ballot.problem().ballot(place(ballot, call, answer));
                double highest = StrictMath.pow(Math.max(uniform, Double.MIN_NORMAL), 1.0 / votes);
                return NormalScore.at(Math.min(highest, 1 - 0x1p-53)) + (answer == 0 ? discrimination : 0);
            });
        }
    }

    private static int place(Ballot ballot, int call, int answer) {
        return call * ballot.problem().answers() + answer;
    }

    private static int highest(Ballot ballot, ToDoubleBiFunction<Integer, Integer> score) {
        int best = Trace.NONE;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < ballot.seen(); i++) {
            int answer = ballot.answer(i);
            double its = score.applyAsDouble(ballot.votes(answer), answer);
            if (its > highest || best == Trace.NONE) {
                highest = its;
                best = answer;
            }
        }
        return best;
    }
}
