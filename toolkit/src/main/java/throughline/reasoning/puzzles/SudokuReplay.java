package throughline.reasoning.puzzles;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// Plays the words of a search of Sudoku on a board.
final class SudokuReplay {
    private record Guess(SudokuBoard before, String word) {}

    private final SudokuWords vocabulary;
    private final Deque<Guess> guesses = new ArrayDeque<>();
    private SudokuBoard board;

    SudokuReplay(SudokuBoard board) {
        this.board = board;
        vocabulary = SudokuWords.of(board.side());
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
            case SudokuWords.GOAL -> true;
            case SudokuWords.GUESS -> guess(next(rest));
            case SudokuWords.BACK -> back(next(rest));
            case PuzzleVocabulary.CHECK -> checked(next(rest)) && next(rest).equals(PuzzleVocabulary.OK);
            default -> put(word);
        };
    }

    private static String next(Iterator<String> rest) {
        return rest.hasNext() ? rest.next() : "";
    }

    private boolean guess(String word) {
        guesses.push(new Guess(board.copy(), word));
        return put(word);
    }

    private boolean back(String word) {
        if (guesses.isEmpty()) {
            return false;
        }
        Guess last = guesses.pop();
        board = last.before();
        return last.word().equals(word);
    }

    private boolean checked(String word) {
        return vocabulary.fills(word) && board.digit(vocabulary.cell(word)) == vocabulary.digit(word);
    }

    private boolean put(String word) {
        if (!vocabulary.fills(word) || !board.allows(vocabulary.cell(word), vocabulary.digit(word))) {
            return false;
        }
        board.put(vocabulary.cell(word), vocabulary.digit(word));
        return true;
    }
}
