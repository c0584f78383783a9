package throughline.reasoning.puzzles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.random.Streams;
import throughline.reasoning.puzzles.SudokuRules.Elimination;
import throughline.spec.BadInput;

class SudokuTest {
    private static final Sudoku EASY =
            new Sudoku(SudokuRules.small(), List.of(1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 2, 0, 1));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void drawnPuzzlesHaveOneSolutionAndTheGivensAskedFor(long seed) {
        for (SudokuRules rules : List.of(SudokuRules.small(), SudokuRules.standard())) {
            Sudoku puzzle = rules.draw(new Streams(seed).named("puzzle"));
            int cells = rules.side() * rules.side();
            assertThat(puzzle.board().solutions(2)).isEqualTo(1);
            assertThat(cells - puzzle.depth()).isBetween(rules.fewestGivens(), rules.mostGivens());
            long stand = puzzle.search().stream().filter(move -> !move.wrong()).count();
            assertThat(stand).isEqualTo(puzzle.depth());
        }
    }

    @Test
    void solutionsAreCounted() {
        assertThat(new SudokuBoard(2).solutions(1000)).isEqualTo(288);
        assertThat(EASY.board().solutions(1000)).isGreaterThan(0);
    }

    /// Whoever sees less guesses more.
    @Test
    void hiddenSinglesSaveGuesses() {
        int seen = 0;
        int blind = 0;
        for (int i = 0; i < 30; i++) {
            Sudoku puzzle = new SudokuRules(3, 26, 30, Elimination.HIDDEN_SINGLES).draw(new Streams(i).named("puzzle"));
            seen += guesses(puzzle);
            blind += guesses(new Sudoku(new SudokuRules(3, 26, 30, Elimination.NAKED_SINGLES), puzzle.givens()));
        }
        assertThat(seen).isLessThan(blind / 4);
    }

    private static int guesses(Sudoku puzzle) {
        return (int) puzzle.search().stream().filter(SudokuMove::guess).count();
    }

    @Test
    void aRetractionTakesBackTheGuessAndWhatFollowed() {
        Sudoku puzzle = SudokuRules.small().draw(new Streams(7).named("puzzle"));
        List<String> solution = puzzle.solution();
        String wrong = wrong(puzzle, solution.getFirst());
        List<String> detour = new ArrayList<>(List.of("guess", wrong, "back", wrong));
        detour.addAll(solution);
        assertThat(puzzle.solvedBy(detour)).isTrue();
        detour.set(3, solution.get(1));
        assertThat(puzzle.solvedBy(detour)).isFalse();
        List<String> repeated = new ArrayList<>(solution.subList(0, 1));
        repeated.addAll(solution);
        assertThat(puzzle.solvedBy(repeated)).isFalse();
        assertThat(puzzle.solvedBy(List.of("back", wrong))).isFalse();
    }

    /// The first cell with a digit that it allows and that is not right.
    private static String wrong(Sudoku puzzle, String right) {
        SudokuWords words = SudokuWords.of(4);
        int cell = words.cell(right);
        return SudokuBoard.digits(puzzle.board().candidates(cell)).stream()
                .filter(digit -> digit != words.digit(right))
                .map(digit -> words.fill(cell, digit))
                .findFirst()
                .orElseThrow();
    }

    /// Filled row by row without looking ahead, most small grids lead into a dead end, and in the mean one guess and a
    /// half is taken back.
    @Test
    void smallGridsHaveDeadEnds() {
        List<Puzzle> puzzles =
                PuzzleSet.draw(SudokuRules.small(), 0, 300, new Streams(3)).test();
        int[] retractions = puzzles.stream()
                .mapToInt(puzzle -> ((Sudoku) puzzle)
                        .search().stream().mapToInt(SudokuTest::retractions).sum())
                .toArray();
        assertThat(IntStream.of(retractions).average().orElseThrow()).isBetween(0.8, 2.0);
        assertThat(IntStream.of(retractions).filter(count -> count > 0).count()).isGreaterThan(150);
    }

    private static int retractions(SudokuMove move) {
        return (move.wrong() ? 1 : 0)
                + move.failed().stream().mapToInt(SudokuTest::retractions).sum();
    }

    @Test
    void puzzlesThatDifferByTheNamesOfDigitsAreOne() {
        List<Integer> renamed =
                EASY.givens().stream().map(d -> d == 0 ? 0 : 5 - d).toList();
        assertThat(new Sudoku(SudokuRules.small(), renamed).canonical()).isEqualTo(EASY.canonical());
    }

    @Test
    void gridsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new SudokuRules(2, 3, 6, Elimination.NAKED_SINGLES))
                .isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new SudokuRules(2, 7, 6, Elimination.NAKED_SINGLES))
                .hasMessageContaining("in order");
        assertThatThrownBy(() -> new Sudoku(SudokuRules.small(), List.of(1, 2))).hasMessageContaining("16");
        List<Integer> clash = new ArrayList<>(EASY.givens());
        clash.set(1, 1);
        assertThatThrownBy(() -> new Sudoku(SudokuRules.small(), clash)).hasMessageContaining("clashes");
        List<Integer> foreign = new ArrayList<>(EASY.givens());
        foreign.set(1, 9);
        assertThatThrownBy(() -> new Sudoku(SudokuRules.small(), foreign)).hasMessageContaining("[9]");
        assertThatThrownBy(() -> new Sudoku(SudokuRules.small(), Collections.nCopies(16, 0)))
                .isInstanceOf(BadInput.class);
        var stuck = new Sudoku(SudokuRules.small(), List.of(1, 2, 3, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThatThrownBy(stuck::solution).isInstanceOf(BadInput.class).hasMessageContaining("no solution");
    }
}
