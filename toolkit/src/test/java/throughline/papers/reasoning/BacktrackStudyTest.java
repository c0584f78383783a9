package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.learning.sequences.SequenceShape;
import throughline.learning.tokens.TokenSchedule;
import throughline.reasoning.puzzles.CountDownRules;
import throughline.reasoning.puzzles.CountDownSearch.Heuristic;
import throughline.reasoning.puzzles.Puzzle;
import throughline.reasoning.puzzles.SudokuRules;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class BacktrackStudyTest {
    static final BacktrackTask TINY = new BacktrackTask(
            "CountDown",
            new CountDownRules(3, 9, 5, 12, 12, Heuristic.SUM, false),
            64,
            12,
            40,
            new SequenceShape(2, 1, 1, 16, 2, 1, 16),
            TokenSchedule.of(6, 8, 1e-3),
            4,
            2,
            BacktrackRewards.of(2, 2, 1e-3),
            BacktrackRewards.of(2, 2, 1e-3));

    static final BacktrackTask TINY_SUDOKU = new BacktrackTask(
            "Sudoku",
            SudokuRules.small(),
            64,
            12,
            24,
            TINY.shape(),
            TINY.schedule(),
            4,
            2,
            BacktrackRewards.NONE,
            BacktrackRewards.NONE);

    private static BacktrackRun run(BacktrackForm form) {
        return BacktrackRun.of(TINY, form, BacktrackRun.puzzles(TINY, 1), 1);
    }

    @Test
    void theSameSeedWritesTheSame() {
        Map<String, BacktrackOutcome> one = new BacktrackStudy(List.of(TINY), 1).run(Cancel.NEVER, Progress.NONE);
        Map<String, BacktrackOutcome> other = new BacktrackStudy(List.of(TINY), 1).run(Cancel.NEVER, Progress.NONE);
        assertThat(one)
                .containsOnlyKeys(
                        "CountDown direct",
                        "CountDown direct, GRPO",
                        "CountDown thought",
                        "CountDown trace",
                        "CountDown trace, GRPO");
        one.forEach((name, outcome) -> {
            assertThat(other.get(name).lengths()).isDeepEqualTo(outcome.lengths());
            assertThat(other.get(name).solved()).isDeepEqualTo(outcome.solved());
        });
    }

    @Test
    void whatIsStoppedGoesOnAndEndsTheSame(@TempDir Path folder) throws IOException {
        assertThat(new BacktrackStudy(List.of(TINY), 1).run(folder.resolve("whole"), Cancel.NEVER, Progress.NONE))
                .isTrue();
        Cancel cancel = new Cancel();
        Progress third = (done, total) -> {
            if (done == 3) {
                cancel.cancel();
            }
        };
        Path parts = folder.resolve("parts");
        assertThat(new BacktrackStudy(List.of(TINY), 1).run(parts, cancel, third))
                .isFalse();
        assertThat(new BacktrackStudy(List.of(TINY), 1).run(parts, Cancel.NEVER, Progress.NONE))
                .isTrue();
        String results = Files.readString(parts.resolve("results.csv"));
        assertThat(results).isEqualTo(Files.readString(folder.resolve("whole/results.csv")));
        assertThat(results.lines().skip(1))
                .allSatisfy(line -> assertThat(line.split(",")).hasSize(8));
    }

    @Test
    void aFigureHasALineForEachModel() {
        List<BacktrackShare> shares =
                new BacktrackStudy(List.of(TINY, TINY_SUDOKU), 1).shares(Cancel.NEVER, Progress.NONE);
        assertThat(BacktrackStudy.figure(shares, "CountDown").series()).hasSize(5);
        assertThat(BacktrackStudy.figure(shares, "Sudoku").series()).hasSize(2);
    }

    @Test
    void directAnswersCostWhatTheSearchCosts() {
        BacktrackRun run = run(BacktrackForm.TRACE);
        assertThat(run.directLength()).isEqualTo(12);
        assertThat(run.budgets()).containsExactly(20, 40);
        assertThat(run.tries(20)).isEqualTo(1);
        assertThat(run.tries(40)).isEqualTo(3);
        double each = run.shape().multiplyAdds(12);
        assertThat(3 * each).isLessThanOrEqualTo(run.shape().multiplyAdds(40));
        assertThat(Arrays.stream(run.bound(20)).sum())
                .isLessThanOrEqualTo(Arrays.stream(run.bound(40)).sum());
        assertThat(run(BacktrackForm.DIRECT).bound(12)).containsOnly(100);
    }

    @Test
    void noTestedPuzzleIsTrainedOn() {
        var set = BacktrackRun.puzzles(TINY, 1);
        assertThat(canonical(set.test())).doesNotContainAnyElementsOf(canonical(set.train()));
    }

    @Test
    void settingsAreChosenOnNoTestedPuzzle() {
        var set = BacktrackRun.puzzles(TINY_SUDOKU, 1);
        var held = BacktrackRun.validation(TINY_SUDOKU, 1);
        assertThat(held.test()).hasSize(TINY_SUDOKU.test());
        assertThat(canonical(held.test()))
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(canonical(set.test()))
                .doesNotContainAnyElementsOf(canonical(held.train()));
        assertThat(held.train().size()).isBetween(32, TINY_SUDOKU.train() - TINY_SUDOKU.test());
        assertThatThrownBy(() -> set.validation(1_000))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[1000]");
    }

    private static List<String> canonical(List<Puzzle> puzzles) {
        return puzzles.stream().map(Puzzle::canonical).toList();
    }

    @Test
    void aLargerBudgetAndMoreTriesSolveNoLess() {
        BacktrackOutcome outcome = new BacktrackOutcome(
                new int[][] {{3, 9, 5, 9}, {9, 9, 9, 9}},
                new boolean[][] {{true, false, true, true}, {false, false, false, false}});
        assertThat(outcome.within(2)).containsExactly(0, 0);
        assertThat(outcome.within(5)).containsExactly(50, 0);
        assertThat(outcome.within(9)).containsExactly(75, 0);
        assertThat(outcome.passAt(1)).containsExactly(75, 0);
        assertThat(outcome.passAt(2)[0]).isCloseTo(100, within(1e-9));
        assertThat(Arrays.stream(outcome.passAt(4)).sum()).isEqualTo(100);
        assertThat(outcome.tokens()).isEqualTo(62 / 8.0);
    }

    @Test
    void aCutTraceKeepsItsBeginning() {
        var puzzle = BacktrackRun.puzzles(TINY, 1).test().getFirst();
        int[] whole = BacktrackForm.TRACE.text(puzzle);
        assertThat(BacktrackForm.TRACE.example(puzzle, 10).completion()).containsExactly(Arrays.copyOf(whole, 10));
        assertThat(BacktrackForm.TRACE.example(puzzle, 1_000).completion()).containsExactly(whole);
    }

    @Test
    void sizesAreKnownByName() {
        assertThat(BacktrackTask.of("17m").getFirst().shape().size()).isEqualTo(17_825_792);
        assertThat(BacktrackTask.of("small")).hasSize(2);
        assertThatThrownBy(() -> BacktrackTask.of("5m"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[5m]");
    }

    @Test
    void aCancelledRunHasNoOutcome() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThat(run(BacktrackForm.DIRECT).run(Optional.empty(), cancel, Progress.NONE))
                .isEmpty();
    }
}
