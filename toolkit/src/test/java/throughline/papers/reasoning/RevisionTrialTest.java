package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.papers.reasoning.RevisionTrial.Knobs;
import throughline.reasoning.Aggregator;
import throughline.reasoning.Exam;
import throughline.reasoning.Improvement;
import throughline.reasoning.Policy;
import throughline.reasoning.Problem;
import throughline.reasoning.Refine;
import throughline.reasoning.RefinedChains;
import throughline.spec.BadInput;

class RevisionTrialTest {
    private static final Knobs USUAL = Knobs.usual();

    /// Four standard errors of 4 attempts at 1,500 problems are less than 0.02.
    @ParameterizedTest
    @CsvSource({"1, 16", "4, 4", "16, 1", "8, 2"})
    void chainsAndTheirVerifierAreWhatComesOut(int chains, int length) {
        Exam exam = RevisionTrial.exam(USUAL, 1_500, 11);
        double[] chances = exam.problems().mapToDouble(Problem::success).toArray();
        double expected = Arrays.stream(RevisionTrial.expected(USUAL, chances, chains, length))
                .average()
                .orElseThrow();
        assertThat(100
                        * exam.run(RevisionTrial.policy(USUAL, chains, length), 4)
                                .accuracy())
                .isCloseTo(expected, within(2.0));
    }

    /// A verifier that sees nothing takes a chain as it comes.
    @Property(tries = 40)
    void withoutEyesManyAreNoBetterThanOne(
            @ForAll @IntRange(min = 1, max = 64) int chains, @ForAll @DoubleRange(max = 1) double chance) {
        Knobs blind = new Knobs(0.4, 1.2, 0, 0, 0.9);
        assertThat(RevisionTrial.expected(blind, new double[] {chance}, chains, 4)[0])
                .isCloseTo(100 * chance, within(0.01));
    }

    @Test
    void chainsOfOneCallAreBestOfNAndOneChainIsARefinement() {
        Exam exam = RevisionTrial.exam(USUAL, 1_500, 2);
        Refine chain = RevisionTrial.policy(USUAL, 1, 5).chain();
        Policy best = Policy.bestOf(6, chain.budget(), 1);
        for (Problem problem : exam.problems().limit(300).toList()) {
            assertThat(RevisionTrial.policy(USUAL, 6, 1).attempt(problem).answer())
                    .isEqualTo(best.attempt(problem).answer());
            assertThat(RevisionTrial.policy(USUAL, 1, 5).attempt(problem).answer())
                    .isEqualTo(chain.attempt(problem).answer());
        }
    }

    @Test
    void chainsOfEqualCallsReadAndWriteTheSameTracesAndShorterOnesEndSooner() {
        Problem problem = RevisionTrial.exam(USUAL, 1_500, 3).problem(700);
        var side = RevisionTrial.policy(USUAL, 8, 1).attempt(problem).work();
        var row = RevisionTrial.policy(USUAL, 1, 8).attempt(problem).work();
        assertThat(row.criticalOutput()).isEqualTo(side.generated());
        assertThat(side.criticalOutput()).isLessThan(row.criticalOutput());
    }

    @Test
    void withoutAVerifierTheLongestChainIsBest() {
        RevisionTrial trial = RevisionTrial.of(new Knobs(0.4, 1.2, 0, 1.5, 0.9), 8);
        assertThat(trial.best(8)).containsOnly(8);
        assertThat(trial.saved(8)).isEqualTo(8);
        assertThat(trial.table(8).rowCount()).isEqualTo(20);
    }

    @Test
    void choosingIsNeverWorseThanNotChoosing() {
        RevisionTrial trial = RevisionTrial.of(USUAL, 32);
        for (int calls = 1; calls <= 32; calls *= 2) {
            assertThat(trial.chosen(calls)).isGreaterThanOrEqualTo(trial.sideBySide(calls));
            assertThat(trial.saved(calls)).isGreaterThanOrEqualTo(1 - 1e-12);
        }
        assertThat(trial.chosen(1)).isCloseTo(30, within(0.1));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> RevisionTrial.of(USUAL, 3))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("calls [3]");
        Refine chain = new Refine(4, Improvement.always(0), 1, 0);
        assertThatThrownBy(() -> new RefinedChains(0, chain, Aggregator.majority()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[0 of 4 calls]");
    }
}
