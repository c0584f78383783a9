package throughline.learning.rl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import throughline.learning.Torch;

/// The loss of one mini-batch: the clipped objective, the values' error and the entropy.
///
/// With p the policy, d the one that took the actions and c the one that is clipped around, a sample's objective is
/// the lesser of `p/d A` and `clip(p/c) c/d A` (Hilton et al. 2021), which is the usual one where c is d.
///
/// @param logs      of the actions' probabilities now, `[B, 1]`
/// @param objective mean over the batch
/// @param error     of the values, squared, mean over the batch
/// @param entropy   mean over the batch
/// @param total     what is lowered
record ClippedLoss(NDArray logs, NDArray objective, NDArray error, NDArray entropy, NDArray total) {
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

    static <O> ClippedLoss of(NDManager scratch, ActorCritic<O> network, Batch<O> batch, Ppo ppo) {
        NDList outputs = network.forward(scratch, batch.observations(), true);
        NDArray values = outputs.get(1);
        Shape column = new Shape(batch.size(), 1);
        NDArray all = outputs.get(0).logSoftmax(1);
        NDArray logs = all.gather(scratch.create(batch.actions(), column), 1);
        NDArray advantages = scratch.create(batch.advantages(), column);
        NDArray ratio = logs.sub(scratch.create(batch.anchors(), column)).exp();
        NDArray objective = ratio.mul(advantages)
                .minimum(ratio.clip(1 - ppo.clip(), 1 + ppo.clip()).mul(advantages))
                .mean();
        NDArray error = values.sub(scratch.create(batch.returns(), values.getShape()))
                .square()
                .mean();
        NDArray entropy = scaled(scratch, all.exp().mul(all).sum(), -1.0 / batch.size());
        NDArray total = scaled(scratch, error, ppo.value()).sub(objective);
        if (ppo.entropy() > 0) {
            total = total.sub(scaled(scratch, entropy, ppo.entropy()));
        }
        return new ClippedLoss(logs, objective, error, entropy, total);
    }

    /// The array times a number that the engine owns. The one that `mul(Number)` makes is in memory of Java's, which is
    /// free to go as soon as it has returned; the backward pass would still read it there.
    private static NDArray scaled(NDManager scratch, NDArray array, double factor) {
        return array.mul(scratch.full(new Shape(), (float) factor));
    }

    /// The loss with gradients added to those of the weights. Not DJL's collector, of which a process has but one:
    /// several trainings may run side by side.
    static <O> ClippedLoss backward(NDManager scratch, ActorCritic<O> network, Batch<O> batch, Ppo ppo) {
        JniUtils.setGradMode(true);
        try {
            ClippedLoss loss = of(scratch, network, batch, ppo);
            loss.backward(scratch);
            return loss;
        } finally {
            Torch.prepareThread();
        }
    }

    /// Adds gradients to those of the weights.
    void backward(NDManager scratch) {
        NDArray one = scratch.ones(total.getShape(), DataType.FLOAT32);
        JniUtils.backward((PtNDArray) total, (PtNDArray) one, false, false);
    }
}
