package throughline.papers.reasoning;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import throughline.learning.sequences.Example;
import throughline.reasoning.puzzles.Puzzle;

/// What a model of the Backtrack paper is taught to write after a puzzle.
public enum BacktrackForm {
    /// The solution alone.
    DIRECT(Puzzle::direct),
    /// The whole search, dead ends and all.
    TRACE(Puzzle::trace),
    /// The search with its dead ends cut short.
    THOUGHT(Puzzle::thought);

    private final Function<Puzzle, int[]> text;

    BacktrackForm(Function<Puzzle, int[]> text) {
        this.text = text;
    }

    /// What is written after a puzzle, to its end.
    int[] text(Puzzle puzzle) {
        return text.apply(puzzle);
    }

    /// A puzzle and what follows, which is cut where the budget ends, as the paper cuts its traces.
    Example example(Puzzle puzzle, int budget) {
        int[] whole = text(puzzle);
        return new Example(puzzle.prompt(), whole.length <= budget ? whole : Arrays.copyOf(whole, budget));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
