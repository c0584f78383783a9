package throughline.training.chunks;

import java.util.Arrays;
import java.util.List;
import throughline.spec.BadInput;

/// What a model is trained for: a loss, given how probable it finds each predicted token of the sequences of a batch.
///
/// Where the slope of a token depends on that token alone ([ByToken]), logits of a chunk of tokens can be turned into
/// gradients at once; otherwise all sequences are gone through twice, first for their probabilities.
public sealed interface Objective {
    /// A loss and its slopes.
    ///
    /// @param loss   to be made small
    /// @param slopes derivative of the loss by each log probability: a sequence a row, a predicted token a column
    record Judged(double loss, double[][] slopes) {}

    /// The loss of a batch.
    ///
    /// @param logProbabilities natural; a sequence a row, a predicted token a column
    Judged judge(double[][] logProbabilities);

    /// Refuses a batch that this objective cannot judge.
    ///
    /// @throws BadInput naming what does not fit
    default void check(List<Tokens> batch) {}

    /// An objective that is a sum over tokens.
    sealed interface ByToken extends Objective {
        /// What one token adds to the loss, and the derivative of that by the token's log probability.
        ///
        /// @param sequence of the batch
        /// @param token    place among the predicted tokens of the sequence
        /// @param lengths  predicted tokens of each sequence of the batch
        /// @return loss, slope
        double[] term(int sequence, int token, double logProbability, int[] lengths);

        @Override
        default Judged judge(double[][] logProbabilities) {
            int[] lengths = new int[logProbabilities.length];
            for (int s = 0; s < lengths.length; s++) {
                lengths[s] = logProbabilities[s].length;
            }
            double loss = 0;
            double[][] slopes = new double[lengths.length][];
            for (int s = 0; s < lengths.length; s++) {
                slopes[s] = new double[lengths[s]];
                for (int t = 0; t < lengths[s]; t++) {
                    double[] term = term(s, t, logProbabilities[s][t], lengths);
                    loss += term[0];
                    slopes[s][t] = term[1];
                }
            }
            return new Judged(loss, slopes);
        }
    }

    /// Supervised fine-tuning: the mean cross-entropy of all predicted tokens.
    record Sft() implements ByToken {
        @Override
        public double[] term(int sequence, int token, double logProbability, int[] lengths) {
            int all = 0;
            for (int length : lengths) {
                all += length;
            }
            return new double[] {-logProbability / all, -1.0 / all};
        }
    }

    /// Group relative policy optimisation (Shao et al. 2024, equation 3, without its penalty on distance from a
    /// reference): the clipped ratio to the policy that wrote the answers times their advantage, a mean over the
    /// tokens of an answer and then over the group.
    ///
    /// @param advantages one an answer
    /// @param old        log probabilities of the tokens when they were written, an answer a row
    /// @param clip       farthest that a ratio pays off from 1, such as 0.2
    record Grpo(double[] advantages, double[][] old, double clip) implements ByToken {
        public Grpo {
            if (!(clip > 0 && clip < 1)) {
                throw new BadInput("clip [%s] must lie between 0 and 1", clip);
            }
        }

        @Override
        public void check(List<Tokens> batch) {
            if (batch.size() != advantages.length || batch.size() != old.length) {
                throw new BadInput(
                        "a group of [%d] needs as many advantages [%d] and old answers [%d]",
                        batch.size(), advantages.length, old.length);
            }
            for (int s = 0; s < old.length; s++) {
                if (old[s].length != batch.get(s).predicted()) {
                    throw new BadInput(
                            "answer %d has old log probabilities of [%d] tokens, but %d tokens",
                            s, old[s].length, batch.get(s).predicted());
                }
            }
        }

        @Override
        public double[] term(int sequence, int token, double logProbability, int[] lengths) {
            double ratio = Math.exp(logProbability - old[sequence][token]);
            double advantage = advantages[sequence];
            double clipped = Math.clamp(ratio, 1 - clip, 1 + clip);
            double share = 1.0 / lengths.length / lengths[sequence];
            boolean free = ratio * advantage <= clipped * advantage;
            double gain = free ? ratio * advantage : clipped * advantage;
            return new double[] {-share * gain, free ? -share * gain : 0};
        }
    }

    /// Direct preference optimisation (Rafailov et al. 2023, equation 7) of one pair, the preferred answer first:
    /// `-log sigmoid(β ((w - w₀) - (l - l₀)))`, with log probabilities of whole answers under the model and under a
    /// reference.
    ///
    /// @param beta              β, positive
    /// @param referencePreferred w₀, log probability of the preferred answer under the reference
    /// @param referenceRejected l₀, of the other
    record Dpo(double beta, double referencePreferred, double referenceRejected) implements Objective {
        public Dpo {
            if (!(beta > 0)) {
                throw new BadInput("beta [%s] must be positive", beta);
            }
        }

        @Override
        public void check(List<Tokens> batch) {
            if (batch.size() != 2) {
                throw new BadInput("a preference is a pair, not [%d] sequences", batch.size());
            }
        }

        @Override
        public Judged judge(double[][] logProbabilities) {
            double margin =
                    sum(logProbabilities[0]) - referencePreferred - sum(logProbabilities[1]) + referenceRejected;
            double slope = -beta / (1 + Math.exp(beta * margin));
            double[][] slopes = {new double[logProbabilities[0].length], new double[logProbabilities[1].length]};
            Arrays.fill(slopes[0], slope);
            Arrays.fill(slopes[1], -slope);
            return new Judged(Math.log1p(Math.exp(-beta * margin)), slopes);
        }

        private static double sum(double[] values) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            return sum;
        }
    }
}
