package throughline.reasoning.puzzles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Streams;
import throughline.spec.BadInput;

class CountDownTest {
    private static final CountDownRules THREE = CountDownRules.small();

    @Test
    void fourNumbersHave1152LeavesAnd1464Nodes() {
        assertThat(CountDown.leaves(4)).isEqualTo(1152);
        assertThat(CountDown.nodes(4)).isEqualTo(1464);
        assertThat(CountDown.leaves(3)).isEqualTo(48);
    }

    /// Numbers of which every quotient is whole, and a target out of reach: nothing cuts the tree.
    @Test
    void aSearchThatNothingCutsVisitsTheWholeTree() {
        var search = new CountDownSearch(CountDownSearch.Heuristic.SUM, false);
        CountDownNode twos = search.search(List.of(1, 1), 50, 1000);
        assertThat(twos.nodes()).isEqualTo((int) CountDown.nodes(2));
        CountDownNode powers = search.search(List.of(64, 1, 64), 7777, 1_000_000);
        assertThat(powers.solved()).isFalse();
        assertThat(powers.nodes()).isLessThanOrEqualTo((int) CountDown.nodes(3));
        assertThat(powers.leaves()).isLessThanOrEqualTo((int) CountDown.leaves(3));
    }

    @Property(tries = 60)
    void theSearchFindsASolutionWhereAndOnlyWhereThereIsOne(
            @ForAll @IntRange(min = 1, max = 20) int a,
            @ForAll @IntRange(min = 1, max = 20) int b,
            @ForAll @IntRange(min = 1, max = 20) int c,
            @ForAll @IntRange(min = 2, max = 40) int target) {
        List<Integer> numbers = List.of(a, b, c);
        for (CountDownSearch.Heuristic heuristic : CountDownSearch.Heuristic.values()) {
            CountDownNode found = new CountDownSearch(heuristic, false).search(numbers, target, 1000);
            assertThat(found.solved()).isEqualTo(reaches(numbers, target));
            assertThat(new CountDownReach(target, 1000).from(new int[] {a, b, c}))
                    .isEqualTo(found.solved());
            assertThat(new CountDownSearch(heuristic, true)
                            .search(numbers, target, 1000)
                            .nodes())
                    .isLessThanOrEqualTo((int) CountDown.nodes(3));
        }
    }

    /// Plain recursion over ordered pairs.
    private static boolean reaches(List<Integer> numbers, int target) {
        if (numbers.size() == 1) {
            return numbers.getFirst() == target;
        }
        for (int i = 0; i < numbers.size(); i++) {
            for (int j = 0; j < numbers.size(); j++) {
                int a = numbers.get(i);
                int b = numbers.get(j);
                List<Integer> results = new ArrayList<>(List.of(a + b, a * b));
                results.add(a >= b ? a - b : -1);
                results.add(b != 0 && a % b == 0 ? a / b : -1);
                for (int result : i == j ? List.<Integer>of() : results) {
                    List<Integer> left = new ArrayList<>(numbers);
                    left.remove(Math.max(i, j));
                    left.remove(Math.min(i, j));
                    left.add(result);
                    if (result >= 0 && result <= 1000 && reaches(left, target)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Test
    void anAnswerIsJudgedByTheRules() {
        var puzzle = new CountDown(THREE, List.of(3, 5, 7), 22);
        assertThat(solves(puzzle, "answer 5 * 3 = 15 15 + 7 = 22 end")).isTrue();
        assertThat(solves(puzzle, "3 * 5 = 15 7 + 15 = 22")).isTrue();
        assertThat(solves(puzzle, "#1 3 + 5 = 8 left 7 8 dead answer 5 * 3 = 15 15 + 7 = 22 end 4"))
                .isTrue();
        assertThat(solves(puzzle, "answer 5 * 3 = 15 15 + 7 = 23 end")).isFalse();
        assertThat(solves(puzzle, "answer 5 * 3 = 15 end")).isFalse();
        assertThat(solves(puzzle, "answer 5 * 4 = 20 20 + 2 = 22 end")).isFalse();
        assertThat(solves(puzzle, "answer 5 * 3 = 15 15 + = 22 end")).isFalse();
        assertThat(solves(puzzle, "answer 3 - 5 = 2 22 end")).isFalse();
    }

    private static boolean solves(CountDown puzzle, String text) {
        return puzzle.solvedBy(List.of(text.split(" ")));
    }

    @Test
    void aTraceTellsEveryStateAndEndsInTheAnswer() {
        var puzzle = new CountDown(THREE, List.of(3, 5, 7), 22);
        List<String> words = puzzle.vocabulary().words(puzzle.trace());
        long lines = words.stream().filter(word -> word.startsWith("#")).count();
        assertThat(lines).isEqualTo(puzzle.search().nodes());
        assertThat(Collections.frequency(words, "goal")).isEqualTo(1);
        assertThat(words.subList(words.indexOf("answer"), words.size())).isEqualTo(puzzle.solution());
    }

    @Test
    void aPrunedSearchMayFindNothingAndSaysSo() {
        var pruned = new CountDownRules(3, 30, 10, 30, 50, CountDownSearch.Heuristic.SUM, true);
        var puzzle = IntStream.range(0, 300)
                .mapToObj(i -> pruned.draw(new Streams(i).named("puzzle")))
                .filter(drawn -> !drawn.search().solved())
                .findFirst()
                .orElseThrow();
        assertThat(puzzle.solvedBy(puzzle.trace())).isFalse();
        assertThat(puzzle.solvedBy(puzzle.direct())).isTrue();
        assertThat(puzzle.vocabulary().words(puzzle.trace())).doesNotContain("answer");
    }

    @Test
    void noPuzzleIsTrainedOnAndTested() {
        PuzzleSet set = PuzzleSet.draw(THREE, 2000, 200, new Streams(1));
        List<String> tested = set.test().stream().map(Puzzle::canonical).toList();
        assertThat(tested).doesNotHaveDuplicates();
        assertThat(set.train().stream().map(Puzzle::canonical)).doesNotContainAnyElementsOf(tested);
        assertThat(new CountDown(THREE, List.of(3, 5, 7), 22).canonical())
                .isEqualTo(new CountDown(THREE, List.of(7, 3, 5), 22).canonical());
    }

    @Test
    void theSameSeedDrawsTheSamePuzzlesAndTheTestDoesNotDependOnTheTraining() {
        PuzzleSet once = PuzzleSet.draw(THREE, 30, 20, new Streams(1));
        assertThat(PuzzleSet.draw(THREE, 30, 20, new Streams(1))).isEqualTo(once);
        assertThat(PuzzleSet.draw(THREE, 3, 20, new Streams(1)).test()).isEqualTo(once.test());
        assertThat(PuzzleSet.draw(THREE, 30, 20, new Streams(2))).isNotEqualTo(once);
    }

    @Test
    void familiesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new CountDownRules(3, 30, 10, 60, 50, CountDownSearch.Heuristic.SUM, false))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[50]");
        var tiny = new CountDownRules(2, 2, 2, 2, 4, CountDownSearch.Heuristic.SUM, false);
        assertThatThrownBy(() -> PuzzleSet.draw(tiny, 0, 50, new Streams(1))).hasMessageContaining("larger family");
        assertThatThrownBy(() -> new CountDown(THREE, List.of(2, 2, 2), 49).solution())
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[49]");
        assertThatThrownBy(() -> new CountDown(THREE, List.of(3, 5, 7), 22).solvedBy(new int[] {1_000}))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[1000]");
        assertThatThrownBy(() -> THREE.vocabulary().id("51")).hasMessageContaining("[51]");
    }
}
