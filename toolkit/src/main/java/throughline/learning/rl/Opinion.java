package throughline.learning.rl;

import java.util.Arrays;
import java.util.List;
import throughline.random.Stream;

/// What a network says of one observation.
///
/// @param logProbabilities of the actions, normalised
/// @param value            what the rest of the episode is expected to earn
record Opinion(double[] logProbabilities, double value) {
    static Opinion of(float[] logits, int from, int actions, double value) {
        double most = Double.NEGATIVE_INFINITY;
        for (int a = 0; a < actions; a++) {
            most = Math.max(most, logits[from + a]);
        }
        double sum = 0;
        for (int a = 0; a < actions; a++) {
            sum += StrictMath.exp(logits[from + a] - most);
        }
        double shift = most + StrictMath.log(sum);
        double[] logs = new double[actions];
        for (int a = 0; a < actions; a++) {
            logs[a] = logits[from + a] - shift;
        }
        if (!Double.isFinite(shift) || !Double.isFinite(value)) {
            throw new ArithmeticException(
                    "the network's outputs are not finite (logits up to [%s], value [%s]); lower the rate"
                            .formatted(most, value));
        }
        return new Opinion(logs, value);
    }

    /// Probabilities of the actions, `[opinion][action]`.
    static double[][] probabilities(List<Opinion> opinions) {
        return opinions.stream()
                .map(opinion -> Arrays.stream(opinion.logProbabilities)
                        .map(StrictMath::exp)
                        .toArray())
                .toArray(double[][]::new);
    }

    /// How undecided it is, in nats.
    double entropy() {
        double entropy = 0;
        for (double log : logProbabilities) {
            entropy -= StrictMath.exp(log) * log;
        }
        return entropy;
    }

    /// The likeliest action, the first of several.
    int greedy() {
        int best = 0;
        for (int a = 1; a < logProbabilities.length; a++) {
            if (logProbabilities[a] > logProbabilities[best]) {
                best = a;
            }
        }
        return best;
    }

    /// An action by its probability.
    int sample(Stream random) {
        double left = random.uniform();
        int possible = -1;
        for (int a = 0; a < logProbabilities.length; a++) {
            double probability = StrictMath.exp(logProbabilities[a]);
            if (probability > 0) {
                possible = a;
                left -= probability;
                if (left < 0) {
                    return a;
                }
            }
        }
        return possible;
    }
}
