package throughline.learning.rl;

import java.util.HashMap;
import java.util.Map;

/// The probabilities of a policy's choices, each row's worked out once: good until the policy changes. Used by one
/// thread.
final class Odds {
    private record Asked(int table, int row, long taken) {}

    private final TabularPolicy policy;
    private final Map<Asked, double[]> known = new HashMap<>();

    Odds(TabularPolicy policy) {
        this.policy = policy;
    }

    /// Not to be changed; actions that are taken have probability 0.
    ///
    /// @param taken bits of actions
    double[] of(int table, int row, long taken) {
        return known.computeIfAbsent(
                new Asked(table, row, taken), asked -> softmax(policy.row(asked.table(), asked.row()), asked.taken()));
    }

    private static double[] softmax(double[] logits, long taken) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            largest = (taken >>> i & 1) == 0 ? Math.max(largest, logits[i]) : largest;
        }
        double[] p = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            p[i] = (taken >>> i & 1) == 0 ? StrictMath.exp(logits[i] - largest) : 0;
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }
}
