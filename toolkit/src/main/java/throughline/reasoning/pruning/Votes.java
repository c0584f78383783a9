package throughline.reasoning.pruning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts answers.
final class Votes {
    private Votes() {}

    /// The answer that most of some samples give; of equals the one given first; -1 if none gives any.
    static int majority(Sampled samples, List<Integer> voters) {
        Map<Integer, Integer> votes = new HashMap<>();
        for (int voter : voters) {
            int answer = samples.answers()[voter];
            if (answer >= 0) {
                votes.merge(answer, 1, Integer::sum);
            }
        }
        int best = -1;
        for (int voter : voters) {
            int answer = samples.answers()[voter];
            if (answer >= 0 && (best < 0 || votes.get(answer) > votes.get(best))) {
                best = answer;
            }
        }
        return best;
    }
}
