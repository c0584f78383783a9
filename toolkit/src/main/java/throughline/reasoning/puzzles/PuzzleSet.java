package throughline.reasoning.puzzles;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /// Puzzles to choose settings on: some of those to train on are held out instead of the test puzzles, which stay
    /// unseen.
    ///
    /// @param count how many to hold out, all different; whatever repeats them is left out of the training
    /// @throws BadInput if there are not so many different ones
    public PuzzleSet validation(int count) {
        Map<String, Puzzle> held = new LinkedHashMap<>();
        for (Puzzle puzzle : train) {
            if (held.size() < count) {
                held.putIfAbsent(puzzle.canonical(), puzzle);
            }
        }
        if (held.size() < count) {
            throw new BadInput("[%d] different puzzles to hold out, of %d to train on", count, held.size());
        }
        List<Puzzle> left = train.stream()
                .filter(puzzle -> !held.containsKey(puzzle.canonical()))
                .toList();
        return new PuzzleSet(left, List.copyOf(held.values()));
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
