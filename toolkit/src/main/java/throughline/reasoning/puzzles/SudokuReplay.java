package throughline.reasoning.puzzles;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/// Plays the words of a search of Sudoku on a board.
final class SudokuReplay {
    private record Guess(SudokuBoard before, String cell, String digit) {}

    private final List<String> cells;
    private final Deque<Guess> guesses = new ArrayDeque<>();
    private SudokuBoard board;

    SudokuReplay(SudokuBoard board) {
        this.board = board;
        cells = IntStream.range(0, board.cells())
                .mapToObj(cell -> Sudoku.cell(cell, board.side()))
                .toList();
    }

    /// Whether every word can be played and the board is full after the last. A search that fails must say so before a
    /// clash: a fill that clashes cannot be played.
    boolean full(List<String> text) {
        Iterator<String> words = text.iterator();
        while (words.hasNext()) {
            if (!play(words.next(), words)) {
                return false;
            }
        }
        return board.full();
    }

    private boolean play(String word, Iterator<String> rest) {
        return switch (word) {
            case Sudoku.DEAD, Sudoku.GOAL -> true;
            case Sudoku.GUESS -> guess(next(rest), next(rest));
            case Sudoku.BACK -> back(next(rest), next(rest));
            case PuzzleVocabulary.CHECK ->
                checked(next(rest), next(rest)) && next(rest).equals(PuzzleVocabulary.OK);
            default -> put(word, next(rest));
        };
    }

    private static String next(Iterator<String> rest) {
        return rest.hasNext() ? rest.next() : "";
    }

    private boolean guess(String cell, String digit) {
        guesses.push(new Guess(board.copy(), cell, digit));
        return put(cell, digit);
    }

    private boolean back(String cell, String digit) {
        if (guesses.isEmpty()) {
            return false;
        }
        Guess last = guesses.pop();
        board = last.before();
        return last.cell().equals(cell) && last.digit().equals(digit);
    }

    private boolean checked(String cell, String digit) {
        int at = cells.indexOf(cell);
        return at >= 0 && String.valueOf(board.digit(at)).equals(digit);
    }

    private boolean put(String cell, String digit) {
        int at = cells.indexOf(cell);
        if (at < 0 || digit.length() != 1 || !Character.isDigit(digit.charAt(0))) {
            return false;
        }
        int value = digit.charAt(0) - '0';
        if (value == 0 || !board.allows(at, value)) {
            return false;
        }
        board.put(at, value);
        return true;
    }
}
