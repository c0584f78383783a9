package throughline.reasoning.puzzles;

import java.util.ArrayList;
import java.util.List;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// A puzzle that a search solves, in words that a small language model can be trained on.
///
/// A prompt is followed by one of three completions: the solution alone ([#direct]), the whole search with its dead
/// ends ([#trace]), or the search with only the first line of each dead end ([#thought]). Each ends in
/// [PuzzleVocabulary#END]. What a model writes in their place is judged by [#solvedBy].
public sealed interface Puzzle permits CountDown, Sudoku {
    /// The words of this kind of puzzle.
    PuzzleVocabulary vocabulary();

    /// The same for puzzles that count as one: none of these may be trained on and then tested.
    String canonical();

    /// The words of the question.
    List<String> question();

    /// The words of the solution, in the order in which the search found it, with their end.
    List<String> solution();

    /// The search, step by step; its last step is the only [Step.Kind#ANSWER], if it found one.
    ///
    /// @param detail of dead ends
    List<Step> steps(Step.Detail detail);

    /// Whether words answer the question, by the rules of the puzzle and not by a stored solution.
    ///
    /// @param completion what follows the question; whatever comes after its first end is not read
    boolean solvedBy(List<String> completion);

    /// The question as tokens.
    default int[] prompt() {
        return vocabulary().ids(question());
    }

    /// The solution alone.
    default int[] direct() {
        return vocabulary().ids(solution());
    }

    /// The whole search.
    default int[] trace() {
        return tokens(steps(Step.Detail.FULL));
    }

    /// The search with its dead ends cut short.
    default int[] thought() {
        return tokens(steps(Step.Detail.BRIEF));
    }

    /// Steps as tokens, one after the other, with an end.
    default int[] tokens(List<Step> steps) {
        List<String> words = new ArrayList<>();
        steps.forEach(step -> words.addAll(step.words()));
        if (words.isEmpty() || !words.getLast().equals(PuzzleVocabulary.END)) {
            words.add(PuzzleVocabulary.END);
        }
        return vocabulary().ids(words);
    }

    /// Whether tokens answer the question, by the rules of the puzzle.
    ///
    /// @throws BadInput if one is not of the vocabulary
    default boolean solvedBy(int[] completion) {
        return solvedBy(vocabulary().words(completion));
    }

    /// A source of puzzles.
    @FunctionalInterface
    interface Source {
        /// Draws a puzzle that has a solution.
        Puzzle draw(Stream stream);
    }
}
