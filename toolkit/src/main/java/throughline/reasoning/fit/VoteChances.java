package throughline.reasoning.fit;

import throughline.reasoning.Aggregator;
import throughline.reasoning.AnswerModel;
import throughline.spec.BadInput;

/// The chance that a vote is right, from how many votes are right and how many are wrong: exact, over how the wrong
/// ones may agree.
///
/// Shares by stick-breaking make the wrong votes fall together as in Ewens's sampling formula (1972): of w votes, `m_j`
/// groups of j votes have a chance proportional to the product of `(c / j)^m_j / m_j!`. Shares of
/// Dirichlet(1, ..., 1) make every way to deal the votes to the wrong options equally likely.
///
/// ```java
/// var chances = VoteChances.of(AnswerModel.open(8), new Aggregator.Vote(0, Double.POSITIVE_INFINITY), 64);
/// chances.right(3, 5);        // of 8 votes
/// chances.of(64, 0.4);        // of 64 votes, each right with chance 0.4
/// ```
public final class VoteChances {
    /// The most votes of one that is not infinitely sharp: ways to deal them are counted one by one.
    public static final int MOST_SOFT = 40;

    private static final int MOST = 2_048;

    private final double[][] chances;

    private VoteChances(double[][] chances) {
        this.chances = chances;
    }

    /// The chances of up to so many votes.
    ///
    /// @param most votes, at least 1 and at most 2,048; at most 40 where the vote is not infinitely sharp
    public static VoteChances of(AnswerModel answers, Aggregator.Vote vote, int most) {
        boolean sharp = vote.sharpness() == Double.POSITIVE_INFINITY || vote.skill() == Double.POSITIVE_INFINITY;
        int limit = sharp ? MOST : MOST_SOFT;
        if (most < 1 || most > limit) {
            throw new BadInput("votes [%d] must be from 1 to %d at sharpness %s", most, limit, vote.sharpness());
        }
        Groups groups = Groups.of(answers);
        return new VoteChances(sharp ? sharp(groups, vote.skill(), most) : soft(groups, vote, most));
    }

    /// The right answer wins if no group of wrong votes is as large; of equal ones, the one whose first vote came
    /// first, which is each of them equally often.
    private static double[][] sharp(Groups groups, double skill, int most) {
        double[][] chances = new double[most + 1][];
        chances[0] = new double[most + 1];
        for (int right = 1; right <= most; right++) {
            double weight = right * StrictMath.exp(skill);
            int size = (int) Math.min(most + 1, Math.ceil(weight));
            chances[right] = groups.below(size, most - right);
            if (weight == size) {
                for (int tied = 1; tied * size <= most - right; tied++) {
                    double[] ties = groups.tied(size, tied, most - right);
                    for (int wrong = 0; wrong < ties.length; wrong++) {
                        chances[right][wrong] += ties[wrong] / (1 + tied);
                    }
                }
            }
        }
        return chances;
    }

    /// The largest of scores with Gumbel noise: each wins with a chance proportional to `exp(sharpness score)`.
    private static double[][] soft(Groups groups, Aggregator.Vote vote, int most) {
        double[][] chances = new double[most + 1][];
        for (int right = 0; right <= most; right++) {
            chances[right] = new double[most - right + 1];
        }
        double[] weights = new double[most + 1];
        for (int votes = 1; votes <= most; votes++) {
            weights[votes] = StrictMath.pow(votes, vote.sharpness());
        }
        double bonus = StrictMath.exp(vote.skill() * vote.sharpness());
        for (int wrong = 0; wrong < most; wrong++) {
            int all = wrong;
            groups.each(all, weights, (chance, weight) -> {
                for (int right = 1; right <= most - all; right++) {
                    double its = weights[right] * bonus;
                    chances[right][all] += chance * (its == Double.POSITIVE_INFINITY ? 1 : its / (its + weight));
                }
            });
        }
        return chances;
    }

    /// The chance that the answer chosen is right.
    ///
    /// @param right votes for the right answer, 0 or more
    /// @param wrong votes for others, 0 or more; at least one vote in all, and at most as many as asked for
    public double right(int right, int wrong) {
        return chances[right][wrong];
    }

    /// The chance that the answer chosen is right, of votes that are each right with the same chance.
    ///
    /// @param votes  at least 1
    /// @param chance 0 to 1
    public double of(int votes, double chance) {
        if (chance <= 0 || chance >= 1) {
            return chance <= 0 ? 0 : 1;
        }
        double sum = 0;
        double step = StrictMath.log(chance) - StrictMath.log1p(-chance);
        double term = votes * StrictMath.log1p(-chance);
        for (int right = 0; right <= votes; right++) {
            sum += StrictMath.exp(term) * chances[right][votes - right];
            term += step + StrictMath.log((double) (votes - right) / (right + 1));
        }
        return sum;
    }
}
