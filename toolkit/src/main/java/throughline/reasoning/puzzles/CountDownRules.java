package throughline.reasoning.puzzles;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// A family of CountDown puzzles, and how they are searched.
public record CountDownRules(
        @Param(value = "numbers of a puzzle", min = 2, max = 5)
        int count,

        @Param(value = "largest of its numbers; they are drawn from 1", min = 1, max = 1_000)
        int largestNumber,

        @Param(value = "least target", min = 2, max = 1_000) int smallestTarget,

        @Param(value = "greatest target", min = 2, max = 1_000)
        int largestTarget,

        @Param(value = "larger results are not made", min = 2, max = 1_000_000)
        int largestResult,

        @Param("order of the search: none, by the mean distance to the target, or by the sum to its factors")
        CountDownSearch.Heuristic heuristic,

        @Param("whether the search leaves out states whose heuristic exceeds the target")
        boolean pruned)
        implements Puzzle.Source {
    private static final int TRIES = 100_000;

    public CountDownRules {
        Spec.check(
                CountDownRules.class,
                count,
                largestNumber,
                smallestTarget,
                largestTarget,
                largestResult,
                heuristic,
                pruned);
        if (smallestTarget > largestTarget || largestTarget > largestResult || largestNumber > largestResult) {
            throw new BadInput(
                    "targets [%d to %d] must be in order, and no target or number [%d] above the largest result [%d]",
                    smallestTarget, largestTarget, largestNumber, largestResult);
        }
    }

    /// Three numbers up to 30, targets 10 to 30, results up to 50: 67 words, for a model that is trained in a minute.
    public static CountDownRules small() {
        return new CountDownRules(3, 30, 10, 30, 50, CountDownSearch.Heuristic.SUM, false);
    }

    /// Four numbers and targets up to 100, as in Stream of Search and Backtrack; a number is a word, so results stay
    /// below 100 times 100.
    public static CountDownRules published() {
        return new CountDownRules(4, 99, 10, 100, 9_999, CountDownSearch.Heuristic.SUM, true);
    }

    /// Draws a target, then numbers until they reach it.
    @Override
    public CountDown draw(throughline.random.Stream stream) {
        int target = smallestTarget + stream.below(largestTarget - smallestTarget + 1);
        CountDownReach reach = new CountDownReach(target, largestResult);
        for (int i = 0; i < TRIES; i++) {
            int[] numbers = IntStream.range(0, count)
                    .map(_ -> 1 + stream.below(largestNumber))
                    .toArray();
            if (reach.from(numbers)) {
                return new CountDown(this, IntStream.of(numbers).boxed().toList(), target);
            }
        }
        throw new BadInput("no numbers for target [%d] in %d draws; allow larger results", target, TRIES);
    }

    /// The search of this family.
    CountDownSearch search() {
        return new CountDownSearch(heuristic, pruned);
    }

    /// The signs, the words of the search, and the numbers.
    PuzzleVocabulary vocabulary() {
        Stream<String> depths = IntStream.range(1, count).mapToObj(CountDown::depth);
        Stream<String> others =
                Stream.of("+", "-", "*", "/", "=", CountDown.TO, CountDown.LEFT, CountDown.DEAD, CountDown.GOAL);
        return new PuzzleVocabulary(Stream.concat(others, depths).toList(), largestResult);
    }
}
