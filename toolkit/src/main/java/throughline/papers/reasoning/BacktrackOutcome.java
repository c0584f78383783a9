package throughline.papers.reasoning;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.learning.sequences.Completion;
import throughline.reasoning.puzzles.Puzzle;
import throughline.scaling.PassAtK;

/// What a model wrote for each test puzzle, several times.
///
/// @param lengths `[puzzle][sample]`, tokens written
/// @param solved  `[puzzle][sample]`
public record BacktrackOutcome(int[][] lengths, boolean[][] solved) {
    static BacktrackOutcome of(List<Puzzle> puzzles, List<List<Completion>> written) {
        int[][] lengths = new int[puzzles.size()][];
        boolean[][] solved = new boolean[puzzles.size()][];
        for (int p = 0; p < lengths.length; p++) {
            List<Completion> of = written.get(p);
            lengths[p] = of.stream().mapToInt(one -> one.tokens().length).toArray();
            solved[p] = new boolean[of.size()];
            for (int s = 0; s < solved[p].length; s++) {
                solved[p][s] = puzzles.get(p).solvedBy(of.get(s).tokens());
            }
        }
        return new BacktrackOutcome(lengths, solved);
    }

    /// Samples of each puzzle.
    public int samples() {
        return solved[0].length;
    }

    /// Chance of each puzzle to be solved by one sample of a token budget: where a text is cut, it is as it would have
    /// been with a smaller budget.
    ///
    /// @param budget tokens, at most those that it was sampled with
    /// @return in percent
    public double[] within(int budget) {
        return IntStream.range(0, solved.length)
                .mapToDouble(p -> 100.0 * right(p, budget) / samples())
                .toArray();
    }

    /// Chance of each puzzle to be solved by the best of k samples, without bias.
    ///
    /// @param k from 1 to [#samples()]
    /// @return in percent
    public double[] passAt(int k) {
        return IntStream.range(0, solved.length)
                .mapToDouble(p -> 100 * PassAtK.unbiased(samples(), right(p, Integer.MAX_VALUE), k))
                .toArray();
    }

    private int right(int puzzle, int budget) {
        return (int) IntStream.range(0, samples())
                .filter(s -> solved[puzzle][s] && lengths[puzzle][s] <= budget)
                .count();
    }

    /// Mean tokens of a sample.
    public double tokens() {
        return Arrays.stream(lengths).flatMapToInt(Arrays::stream).average().orElseThrow();
    }
}
