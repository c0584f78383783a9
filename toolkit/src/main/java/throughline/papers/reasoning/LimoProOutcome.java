package throughline.papers.reasoning;

import java.util.Map;
import java.util.stream.IntStream;
import throughline.data.Estimate;

/// What came of the training on pruned chains.
///
/// @param tests      of each model, by what it learnt from
/// @param chain      ln PPL of the answer after its chain, over chains, in nats a token
/// @param question   ln PPL of the answer after the question alone
/// @param progress   importance of a step that leads to the answer, in nats a token of the answer
/// @param functional importance of a step that does not
public record LimoProOutcome(
        Map<String, Test> tests, Estimate chain, Estimate question, Estimate progress, Estimate functional) {
    static final String RAW = "raw";
    static final String RANDOM = "random 50 %";
    static final String ALL_TYPES = "all types 50 %";

    static String pir(int percent) {
        return "PIR " + percent + " %";
    }

    /// What a model wrote on the test puzzles.
    ///
    /// @param solved 0 or 100 of each puzzle
    /// @param tokens of each puzzle
    public record Test(double[] solved, double[] tokens) {
        /// Share of puzzles solved, in percent.
        public Estimate accuracy() {
            return Estimate.of(solved);
        }

        /// Tokens written.
        public Estimate length() {
            return Estimate.of(tokens);
        }

        /// Share solved for each token written, in percent.
        public double efficiency() {
            return accuracy().mean() / length().mean();
        }

        /// What each puzzle adds to the logarithm of the efficiency, to first order.
        double[] shares() {
            double right = accuracy().mean();
            double written = length().mean();
            return IntStream.range(0, solved.length)
                    .mapToDouble(i -> solved[i] / right - tokens[i] / written)
                    .toArray();
        }
    }
}
