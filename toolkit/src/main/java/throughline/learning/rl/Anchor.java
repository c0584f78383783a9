package throughline.learning.rl;

import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

/// The exponential average of a policy over updates, which the policy is clipped around (Hilton et al. 2021).
///
/// With centre of mass m, an update enters with weight `1 / (m + 1)`, so that the average lags m updates behind a
/// policy that moves steadily. Before the first update it is the first policy.
final class Anchor<O> implements AutoCloseable {
    private final ActorCritic<O> network;
    private final double[][] average;

    /// An average that has seen but one policy.
    Anchor(ActorCritic<O> policy) {
        network = policy.copy();
        float[][] weights = policy.weights();
        average = new double[weights.length][];
        for (int p = 0; p < weights.length; p++) {
            average[p] = new double[weights[p].length];
            for (int w = 0; w < weights[p].length; w++) {
                average[p][w] = weights[p][w];
            }
        }
    }

    /// Log probabilities of the actions that were taken.
    double[] logs(Rollout<O> rollout) {
        List<Opinion> opinions = network.ask(rollout.observations(), new HashMap<>());
        return IntStream.range(0, rollout.size())
                .mapToDouble(s -> opinions.get(s).logProbabilities()[rollout.actions()[s]])
                .toArray();
    }

    /// Takes in the policy after an update.
    void follow(ActorCritic<O> policy, double centreOfMass) {
        float[][] weights = policy.weights();
        for (int p = 0; p < weights.length; p++) {
            for (int w = 0; w < weights[p].length; w++) {
                average[p][w] += (weights[p][w] - average[p][w]) / (centreOfMass + 1);
            }
        }
        network.set(rounded());
    }

    private float[][] rounded() {
        float[][] weights = new float[average.length][];
        for (int p = 0; p < average.length; p++) {
            weights[p] = new float[average[p].length];
            for (int w = 0; w < average[p].length; w++) {
                weights[p][w] = (float) average[p][w];
            }
        }
        return weights;
    }

    /// The average, `[parameter][value]`.
    double[][] average() {
        return average;
    }

    /// Goes on from another's [#average()].
    void restore(double[][] other) {
        for (int p = 0; p < average.length; p++) {
            System.arraycopy(other[p], 0, average[p], 0, average[p].length);
        }
        network.set(rounded());
    }

    @Override
    public void close() {
        network.close();
    }
}
