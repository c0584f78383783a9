package throughline.reasoning.puzzles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.random.Streams;
import throughline.reasoning.puzzles.Step.Detail;
import throughline.reasoning.puzzles.Step.Kind;

/// What holds of every kind of puzzle.
class PuzzleTest {
    static Stream<Puzzle> puzzles() {
        return Stream.of(CountDownRules.small(), SudokuRules.small(), SudokuRules.standard())
                .flatMap(source ->
                        PuzzleSet.draw(source, 0, source instanceof CountDownRules ? 40 : 12, new Streams(3))
                                .test()
                                .stream());
    }

    @ParameterizedTest
    @MethodSource("puzzles")
    void whateverTheSearchWritesSolvesIt(Puzzle puzzle) {
        assertThat(puzzle.solvedBy(puzzle.direct())).isTrue();
        assertThat(puzzle.solvedBy(puzzle.trace())).isTrue();
        assertThat(puzzle.solvedBy(puzzle.thought())).isTrue();
        assertThat(puzzle.direct().length).isLessThanOrEqualTo(puzzle.trace().length);
        assertThat(puzzle.thought().length).isLessThanOrEqualTo(puzzle.trace().length);
    }

    @ParameterizedTest
    @MethodSource("puzzles")
    void whatIsCutOffOrChangedDoesNot(Puzzle puzzle) {
        List<String> words = new ArrayList<>(puzzle.solution());
        assertThat(puzzle.solvedBy(words.subList(0, words.size() - 2))).isFalse();
        assertThat(puzzle.solvedBy(List.of())).isFalse();
        words.set(words.size() - 2, PuzzleVocabulary.OK);
        assertThat(puzzle.solvedBy(words)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("puzzles")
    void reChecksChangeNothingButTheLength(Puzzle puzzle) {
        List<Step> plain = puzzle.steps(Detail.FULL);
        List<Step> checked = Step.rechecked(plain, 0.5, new Streams(1).named("checks"));
        assertThat(puzzle.solvedBy(puzzle.tokens(checked))).isTrue();
        assertThat(checked.stream().filter(step -> step.kind() != Kind.VERIFICATION))
                .isEqualTo(plain);
        assertThat(Step.rechecked(plain, 0, new Streams(1).named("checks"))).isEqualTo(plain);
    }

    @ParameterizedTest
    @MethodSource("puzzles")
    void withoutItsFunctionalStepsASearchStillSolves(Puzzle puzzle) {
        List<Step> way = puzzle.steps(Detail.FULL).stream()
                .filter(step -> !step.kind().functional())
                .toList();
        assertThat(puzzle.solvedBy(puzzle.tokens(way))).isTrue();
        assertThat(way.getLast().kind()).isEqualTo(Kind.ANSWER);
    }

    @ParameterizedTest
    @MethodSource("puzzles")
    void tokensAreWordsOfTheVocabulary(Puzzle puzzle) {
        PuzzleVocabulary vocabulary = puzzle.vocabulary();
        assertThat(vocabulary.words(puzzle.prompt())).isEqualTo(puzzle.question());
        assertThat(vocabulary.words(puzzle.direct())).isEqualTo(puzzle.solution());
        assertThat(puzzle.trace()[puzzle.trace().length - 1]).isEqualTo(vocabulary.end());
        assertThat(puzzle.trace()).doesNotContain(vocabulary.pad());
    }
}
