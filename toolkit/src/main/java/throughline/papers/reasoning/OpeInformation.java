package throughline.papers.reasoning;

import throughline.reasoning.TraceModel.Strategies;
import throughline.spec.BadInput;

/// How many bits each further path tells about the right answer: `I(P_i; Y | P_1 ... P_{i-1})`, by enumeration. A
/// path is a strategy and an answer; the right answer is any of a number of answers, evenly; wrong ones are even
/// too. Paths of one strategy share a chance drawn from Beta(p k, (1 - p) k), `k = 1 / correlation - 1`.
///
/// Names of strategies and of answers do not matter, so that sequences are counted by which of their entries are
/// equal: 203 x 203 cases for six paths.
///
/// @param strategies their number, prior's concentration and correlation (above 0)
/// @param chance     p that a path is right, above 0 and below 1
/// @param answers    that a problem could have, at least 2
public record OpeInformation(Strategies strategies, double chance, int answers) {
    private static final int MOST = 6;

    public OpeInformation {
        if (!(chance > 0 && chance < 1 && strategies.correlation() > 0) || answers < 2) {
            throw new BadInput(
                    "chance [%s] must be between 0 and 1, correlation [%s] above 0, answers [%d] at least 2",
                    chance, strategies.correlation(), answers);
        }
    }

    /// The increments of independent paths, in bits.
    ///
    /// @param paths 1 to 6
    public double[] independent(int paths) {
        return increments(paths, false);
    }

    /// The increments of paths of which no two take the same strategy, in bits.
    ///
    /// @param paths 1 to 6, and no more than strategies
    public double[] outlined(int paths) {
        if (paths > strategies.count()) {
            throw new BadInput("paths [%d] must be at most the strategies, %d", paths, strategies.count());
        }
        return increments(paths, true);
    }

    private double[] increments(int paths, boolean distinct) {
        if (paths < 1 || paths > MOST) {
            throw new BadInput("paths [%d] must be from 1 to %d", paths, MOST);
        }
        double[] increments = new double[paths];
        double before = bits(answers);
        for (int n = 1; n <= paths; n++) {
            double after = new Enumeration(n, distinct).entropy();
            increments[n - 1] = before - after;
            before = after;
        }
        return increments;
    }

    private static double bits(double ratio) {
        return StrictMath.log(ratio) / StrictMath.log(2);
    }

    /// All cases of so many paths.
    private final class Enumeration {
        private final boolean distinct;
        private final int[] strategy;
        private final int[] answer;
        private double entropy;

        Enumeration(int paths, boolean distinct) {
            this.distinct = distinct;
            strategy = new int[paths];
            answer = new int[paths];
        }

        /// Of the right answer, once the paths are seen.
        double entropy() {
            strategies(0, 0, 1);
            return entropy;
        }

        /// Each path takes a strategy seen before or the next new one, with Dirichlet and multinomial chances.
        private void strategies(int at, int used, double probability) {
            if (at == strategy.length) {
                answers(0, 0, probability);
                return;
            }
            double total = at + OpeInformation.this.strategies.count() * concentration();
            for (int s = 0; s < used && !distinct; s++) {
                strategy[at] = s;
                strategies(at + 1, used, probability * (seen(at, s) + concentration()) / total);
            }
            if (used < OpeInformation.this.strategies.count()) {
                strategy[at] = used;
                double next = (OpeInformation.this.strategies.count() - used) * concentration() / total;
                strategies(at + 1, used + 1, distinct ? probability : probability * next);
            }
        }

        private double concentration() {
            return OpeInformation.this.strategies.concentration();
        }

        private int seen(int upTo, int which) {
            int seen = 0;
            for (int i = 0; i < upTo; i++) {
                seen += strategy[i] == which ? 1 : 0;
            }
            return seen;
        }

        /// @param weight the probability of the strategies, times the number of ways to name the answers so far
        private void answers(int at, int used, double weight) {
            if (at == answer.length) {
                add(used, weight);
                return;
            }
            for (int a = 0; a < used; a++) {
                answer[at] = a;
                answers(at + 1, used, weight);
            }
            if (used < answers) {
                answer[at] = used;
                answers(at + 1, used + 1, weight * (answers - used));
            }
        }

        /// Adds the entropy of one case by its probability. All answers not seen are as likely as each other.
        private void add(int used, double weight) {
            double[] joint = new double[used + 1];
            double sum = 0;
            for (int right = 0; right <= used; right++) {
                joint[right] = likelihood(right) / answers;
                sum += joint[right] * (right == used ? answers - used : 1);
            }
            double bits = 0;
            for (int right = 0; right <= used; right++) {
                double times = right == used ? answers - used : 1;
                bits += joint[right] > 0 && times > 0 ? times * joint[right] / sum * bits(sum / joint[right]) : 0;
            }
            entropy += weight * sum * bits;
        }

        /// Of the answers as named, if one of them is right; an index that none has means that none is.
        private double likelihood(int right) {
            double k = 1 / OpeInformation.this.strategies.correlation() - 1;
            double likelihood = 1;
            for (int s = 0; s < strategy.length; s++) {
                int hits = 0;
                int misses = 0;
                for (int i = 0; i < strategy.length; i++) {
                    hits += strategy[i] == s && answer[i] == right ? 1 : 0;
                    misses += strategy[i] == s && answer[i] != right ? 1 : 0;
                }
                likelihood *= rising(chance * k, hits) * rising((1 - chance) * k, misses) / rising(k, hits + misses);
                likelihood /= Math.pow(answers - 1, misses);
            }
            return likelihood;
        }

        private static double rising(double from, int times) {
            double product = 1;
            for (int i = 0; i < times; i++) {
                product *= from + i;
            }
            return product;
        }
    }
}
