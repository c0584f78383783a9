package throughline.learning.rl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import throughline.learning.Torch;

/// The loss of one mini-batch: the clipped objective, the values' error and the entropy, with its slopes by what the
/// network says. These are in closed form and in doubles, so that the engine differentiates the network alone.
///
/// With p the policy, d the one that took the actions and c the one that is clipped around, a sample's objective is
/// the lesser of `p/d A` and `clip(p/c) c/d A` (Hilton et al. 2021), which is the usual one where c is d.
///
/// @param logs      of the actions' probabilities now
/// @param objective mean over the batch
/// @param error     of the values, squared, mean over the batch
/// @param entropy   mean over the batch
/// @param total     what is lowered
/// @param byLogits  slopes of the total by the logits, `[B A]`
/// @param byValues  slopes of the total by the values
record ClippedLoss(
        double[] logs,
        double objective,
        double error,
        double entropy,
        double total,
        float[] byLogits,
        float[] byValues) {
    /// Some samples of a rollout.
    ///
    /// @param advantages `A c/d`
    /// @param anchors    log probabilities of the actions under c
    record Batch<O>(List<O> observations, long[] actions, float[] advantages, float[] anchors, float[] returns) {
        /// @param advantages of all samples of the rollout
        /// @param anchors    log probabilities of all its actions under c
        /// @param chosen     which of its samples
        static <O> Batch<O> of(Rollout<O> rollout, double[] advantages, double[] anchors, int[] chosen) {
            int size = chosen.length;
            List<O> observations = new ArrayList<>(size);
            long[] actions = new long[size];
            float[] weighted = new float[size];
            float[] clippedAround = new float[size];
            float[] returns = new float[size];
            for (int b = 0; b < size; b++) {
                int s = chosen[b];
                observations.add(rollout.observations().get(s));
                actions[b] = rollout.actions()[s];
                weighted[b] = (float) (advantages[s] * StrictMath.exp(anchors[s] - rollout.logs()[s]));
                clippedAround[b] = (float) anchors[s];
                returns[b] = (float) rollout.returns()[s];
            }
            return new Batch<>(observations, actions, weighted, clippedAround, returns);
        }

        int size() {
            return actions.length;
        }
    }

    /// @param logits what the network says, `[B A]`
    /// @param values what the network says
    /// @throws ArithmeticException when they are not finite
    static ClippedLoss of(float[] logits, float[] values, Batch<?> batch, Ppo ppo) {
        int size = batch.size();
        int actions = logits.length / size;
        double[] logs = new double[size];
        float[] byLogits = new float[logits.length];
        float[] byValues = new float[size];
        double objective = 0;
        double error = 0;
        double entropy = 0;
        for (int b = 0; b < size; b++) {
            Opinion opinion = Opinion.of(logits, b * actions, actions, values[b]);
            int action = (int) batch.actions()[b];
            logs[b] = opinion.logProbabilities()[action];
            double ratio = StrictMath.exp(logs[b] - batch.anchors()[b]);
            double followed = ratio * batch.advantages()[b];
            double clipped = Math.clamp(ratio, 1 - ppo.clip(), 1 + ppo.clip()) * batch.advantages()[b];
            double slope = followed <= clipped ? followed : 0;
            double chaos = opinion.entropy();
            for (int a = 0; a < actions; a++) {
                double log = opinion.logProbabilities()[a];
                double probability = StrictMath.exp(log);
                double byLog = slope * ((a == action ? 1 : 0) - probability);
                double byChaos = -probability * (log + chaos);
                byLogits[b * actions + a] = (float) (-(byLog + ppo.entropy() * byChaos) / size);
            }
            double missed = values[b] - (double) batch.returns()[b];
            byValues[b] = (float) (ppo.value() * 2 * missed / size);
            objective += Math.min(followed, clipped) / size;
            error += missed * missed / size;
            entropy += chaos / size;
        }
        double total = ppo.value() * error - objective - ppo.entropy() * entropy;
        return new ClippedLoss(logs, objective, error, entropy, total, byLogits, byValues);
    }

    /// Slopes by logits and value of each sample, `[B A + 1]`.
    private float[] slopes() {
        int actions = byLogits.length / byValues.length;
        float[] slopes = new float[byLogits.length + byValues.length];
        for (int b = 0; b < byValues.length; b++) {
            System.arraycopy(byLogits, b * actions, slopes, b * (actions + 1), actions);
            slopes[b * (actions + 1) + actions] = byValues[b];
        }
        return slopes;
    }

    /// The loss with gradients added to those of the weights.
    static <O> ClippedLoss backward(NDManager scratch, ActorCritic<O> network, Batch<O> batch, Ppo ppo) {
        return Torch.recording(() -> {
            NDList outputs = network.forward(scratch, batch.observations(), true);
            NDArray logits = outputs.get(0);
            NDArray values = outputs.get(1);
            ClippedLoss loss = of(logits.toFloatArray(), values.toFloatArray(), batch, ppo);
            NDArray both = NDArrays.concat(new NDList(logits, values.reshape(batch.size(), 1)), 1);
            Torch.backward(both, scratch.create(loss.slopes(), both.getShape()));
            return loss;
        });
    }
}
