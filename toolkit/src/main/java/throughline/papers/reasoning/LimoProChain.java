package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import throughline.learning.sequences.Example;
import throughline.reasoning.puzzles.Puzzle;
import throughline.reasoning.puzzles.PuzzleVocabulary;
import throughline.reasoning.puzzles.Step;
import throughline.reasoning.puzzles.Step.Kind;

/// A chain of reasoning: the steps of a search, re-checks among them, and the answer at its end.
///
/// @param puzzle that it solves
/// @param steps  of which the last is the answer
record LimoProChain(Puzzle puzzle, List<Step> steps) {
    LimoProChain {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.getLast().kind() != Kind.ANSWER) {
            throw new IllegalArgumentException("a chain must end in an answer");
        }
    }

    /// Which of the steps before the answer may go: those that are no progress, or any.
    enum Candidates {
        FUNCTIONAL,
        ALL
    }

    /// To learn from.
    Example example() {
        return new Example(puzzle.prompt(), puzzle.tokens(steps));
    }

    /// The answer, after the question and all steps but one.
    ///
    /// @param left number of the step that is left out; -1 for none
    Example answer(int left) {
        List<String> before = new ArrayList<>();
        IntStream.range(0, steps.size() - 1)
                .filter(i -> i != left)
                .forEach(i -> before.addAll(steps.get(i).words()));
        return answer(before);
    }

    /// The answer, after the question alone.
    Example guess() {
        return answer(List.of());
    }

    private Example answer(List<String> before) {
        List<String> given = new ArrayList<>(puzzle.question());
        given.addAll(before);
        given.add(PuzzleVocabulary.ANSWER);
        List<String> answer = steps.getLast().words();
        PuzzleVocabulary vocabulary = puzzle.vocabulary();
        return new Example(vocabulary.ids(given), vocabulary.ids(answer.subList(1, answer.size())));
    }

    /// How many functional steps a ratio removes, rounded.
    int removed(double ratio) {
        return (int) Math.rint(ratio * candidates(Candidates.FUNCTIONAL).size());
    }

    List<Integer> candidates(Candidates among) {
        return IntStream.range(0, steps.size() - 1)
                .filter(i -> among == Candidates.ALL || steps.get(i).kind().functional())
                .boxed()
                .toList();
    }

    /// The chain without those of its steps whose scores are lowest.
    ///
    /// @param scores of each step before the answer
    /// @param count  steps to be removed, at most as many as there are candidates
    LimoProChain without(double[] scores, Candidates among, int count) {
        Set<Integer> gone = new HashSet<>(candidates(among).stream()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .limit(count)
                .toList());
        return new LimoProChain(
                puzzle,
                IntStream.range(0, steps.size())
                        .filter(i -> !gone.contains(i))
                        .mapToObj(steps::get)
                        .toList());
    }
}
