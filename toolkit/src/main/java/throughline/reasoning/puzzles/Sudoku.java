package throughline.reasoning.puzzles;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import throughline.reasoning.puzzles.Step.Detail;
import throughline.reasoning.puzzles.Step.Kind;
import throughline.spec.BadInput;

/// Sudoku: fill the grid so that each row, column and box has every digit once.
///
/// A cell with its digit is one word, `r1c3=4`. A question is what is given, row by row, and `fill`. A fill is its word
/// alone; a guess `guess r1c3=4`; a wrong one ends in `back r1c3=4`, which takes back it and every fill since. A search
/// closes with `goal end`, a solution with `end`.
///
/// @param rules  of its family
/// @param givens row by row, 0 where empty; at least one, and none that clash
public record Sudoku(SudokuRules rules, List<Integer> givens) implements Puzzle {
    public Sudoku {
        givens = List.copyOf(givens);
        if (givens.size() != rules.side() * rules.side()) {
            throw new BadInput("Sudoku: [%d] cells must be %d", givens.size(), rules.side() * rules.side());
        }
        if (givens.stream().allMatch(digit -> digit == 0)) {
            throw new BadInput("Sudoku: no digit is given; one at least must be");
        }
        SudokuBoard.of(rules.box(), givens);
    }

    private String word(int cell, int digit) {
        return SudokuWords.of(rules.side()).fill(cell, digit);
    }

    /// What the search fills, in order.
    ///
    /// @throws BadInput if the grid has no solution
    public List<SudokuMove> search() {
        SudokuBoard board = board();
        return new SudokuSearch(rules.elimination(), board).solve(board);
    }

    SudokuBoard board() {
        return SudokuBoard.of(rules.box(), givens);
    }

    /// Cells that are not given.
    public int depth() {
        return (int) givens.stream().filter(digit -> digit == 0).count();
    }

    @Override
    public PuzzleVocabulary vocabulary() {
        return rules.vocabulary();
    }

    /// The grid with its digits renamed in the order in which they appear: puzzles that differ by names alone are one.
    @Override
    public String canonical() {
        Map<Integer, Integer> names = new HashMap<>(Map.of(0, 0));
        return givens.stream()
                .map(digit -> {
                    names.putIfAbsent(digit, names.size());
                    return String.valueOf(names.get(digit));
                })
                .collect(Collectors.joining());
    }

    @Override
    public List<String> question() {
        List<String> words = new ArrayList<>();
        for (int cell = 0; cell < givens.size(); cell++) {
            if (givens.get(cell) != 0) {
                words.add(word(cell, givens.get(cell)));
            }
        }
        words.add(SudokuWords.FILL);
        return words;
    }

    @Override
    public List<String> solution() {
        List<String> words = new ArrayList<>();
        for (SudokuMove move : search()) {
            if (!move.wrong()) {
                words.add(word(move.cell(), move.digit()));
            }
        }
        words.add(PuzzleVocabulary.END);
        return words;
    }

    @Override
    public List<Step> steps(Detail detail) {
        List<Step> steps = new ArrayList<>();
        for (SudokuMove move : search()) {
            List<String> words = new ArrayList<>();
            tell(move, detail, words);
            steps.add(
                    move.wrong()
                            ? new Step(Kind.CORRECTION, words, List.of())
                            : new Step(Kind.PROGRESS, words, List.of(word(move.cell(), move.digit()))));
        }
        steps.add(new Step(Kind.ANSWER, List.of(SudokuWords.GOAL, PuzzleVocabulary.END), List.of()));
        return steps;
    }

    private void tell(SudokuMove move, Detail detail, List<String> words) {
        String word = word(move.cell(), move.digit());
        if (move.guess()) {
            words.add(SudokuWords.GUESS);
        }
        words.add(word);
        if (move.wrong()) {
            if (detail == Detail.FULL) {
                move.failed().forEach(next -> tell(next, detail, words));
            }
            words.addAll(List.of(SudokuWords.BACK, word));
        }
    }

    /// Replays fills, guesses and retractions on the grid. Every fill must go into an empty cell and be allowed there,
    /// every retraction must name the last guess that stands, and the grid must be full at the end.
    @Override
    public boolean solvedBy(List<String> completion) {
        return new SudokuReplay(board()).full(PuzzleVocabulary.upToEnd(completion));
    }
}
