package throughline.reasoning.puzzles;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Puzzles to train on and puzzles to test on, of which none is in both.
///
/// @param train may repeat a puzzle, as a draw from a small family does
/// @param test  all different
public record PuzzleSet(List<Puzzle> train, List<Puzzle> test) {
    private static final int TRIES = 1_000;

    public PuzzleSet {
        train = List.copyOf(train);
        test = List.copyOf(test);
    }

    /// Draws both; the test puzzles come first and are the same however many are trained on.
    ///
    /// @param source of puzzles
    /// @param train  how many to train on, 0 or more
    /// @param test   how many to test on, 0 or more
    /// @throws BadInput if the family is too small for so many different ones
    public static PuzzleSet draw(Puzzle.Source source, int train, int test, Streams streams) {
        Set<String> held = new HashSet<>();
        List<Puzzle> tested = other(source, test, held, true, streams.named("test"));
        List<Puzzle> trained = other(source, train, held, false, streams.named("train"));
        return new PuzzleSet(trained, tested);
    }

    private static List<Puzzle> other(Puzzle.Source source, int count, Set<String> held, boolean hold, Stream stream) {
        List<Puzzle> puzzles = new ArrayList<>();
        for (int misses = 0; puzzles.size() < count; ) {
            Puzzle puzzle = source.draw(stream);
            boolean fresh = hold ? held.add(puzzle.canonical()) : !held.contains(puzzle.canonical());
            if (fresh) {
                puzzles.add(puzzle);
                misses = 0;
            } else if (++misses > TRIES) {
                throw new BadInput(
                        "[%d] different puzzles asked for, %d found; use a larger family", count, puzzles.size());
            }
        }
        return puzzles;
    }
}
