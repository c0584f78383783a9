package throughline.reasoning.pruning;

import java.util.List;
import java.util.stream.IntStream;

/// Counts answers.
final class Votes {
    private Votes() {}

    /// The answer that most of some samples give; of equals the one given first; -1 if none gives any.
    static int majority(Sampled samples, List<Integer> voters) {
        return majority(samples, voters, voters.stream().mapToDouble(_ -> 1).toArray());
    }

    /// The answer with the greatest weight.
    ///
    /// @param weights of the voters, in their order
    static int majority(Sampled samples, List<Integer> voters, double[] weights) {
        int most = voters.stream().mapToInt(v -> samples.answers()[v]).max().orElse(-1);
        double[] sums = new double[most + 1];
        IntStream.range(0, voters.size()).forEach(i -> {
            int answer = samples.answers()[voters.get(i)];
            if (answer >= 0) {
                sums[answer] += weights[i];
            }
        });
        int best = -1;
        for (int voter : voters) {
            int answer = samples.answers()[voter];
            if (answer >= 0 && (best < 0 || sums[answer] > sums[best])) {
                best = answer;
            }
        }
        return best;
    }
}
