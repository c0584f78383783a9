package throughline.reasoning.puzzles;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The words of Sudoku on a grid: one for each cell with a digit, and those of the search.
final class SudokuWords {
    /// Ends a question.
    static final String FILL = "fill";
    /// Opens a guess.
    static final String GUESS = "guess";
    /// Takes a guess back.
    static final String BACK = "back";
    /// Says that the grid is full.
    static final String GOAL = "goal";

    private static final Map<Integer, SudokuWords> BY_SIDE = Map.of(4, new SudokuWords(4), 9, new SudokuWords(9));

    private final int side;
    private final List<String> fills;
    private final Map<String, Integer> places = new HashMap<>();
    private final PuzzleVocabulary vocabulary;

    private SudokuWords(int side) {
        this.side = side;
        fills = IntStream.range(0, side * side * side)
                .mapToObj(
                        fill -> "r%dc%d=%d".formatted(fill / side / side + 1, fill / side % side + 1, fill % side + 1))
                .toList();
        fills.forEach(fill -> places.put(fill, places.size()));
        Stream<String> others = Stream.of(FILL, GUESS, BACK, GOAL);
        vocabulary = new PuzzleVocabulary(Stream.concat(others, fills.stream()).toList(), -1);
    }

    /// Those of a grid.
    ///
    /// @param side 4 or 9
    static SudokuWords of(int side) {
        return BY_SIDE.get(side);
    }

    PuzzleVocabulary vocabulary() {
        return vocabulary;
    }

    /// The word for a digit in a cell.
    String fill(int cell, int digit) {
        return fills.get(cell * side + digit - 1);
    }

    /// Whether a word is a digit in a cell.
    boolean fills(String word) {
        return places.containsKey(word);
    }

    /// The cell of such a word.
    int cell(String word) {
        return places.get(word) / side;
    }

    /// The digit of such a word.
    int digit(String word) {
        return places.get(word) % side + 1;
    }
}
