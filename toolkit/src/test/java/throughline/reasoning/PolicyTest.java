package throughline.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import throughline.reasoning.pruning.Prune;
import throughline.spec.BadInput;

class PolicyTest {
    private static final Exam EXAM =
            Exam.stratified(Reasoner.of(new ProblemPopulation(0.5, 1.2), AnswerModel.open(8)), 200, 5);

    private static void same(Policy one, Policy other) {
        for (Problem problem : EXAM.problems().toList()) {
            assertThat(one.attempt(problem).answer())
                    .isEqualTo(other.attempt(problem).answer());
        }
        assertThat(EXAM.run(one).written()).isEqualTo(EXAM.run(other).written());
    }

    @Test
    void shortWaysToStrategiesAreTheStrategies() {
        same(Policy.outline(4, 16_384), new Outline(4, 16_384, 450, Aggregator.majority()));
        same(Policy.prune(32, 0.87, 0.5, 10), Prune.of(32, 0.87, 0.5, 10));
        same(Policy.refinedChains(6, 1, 16_384, 1), Policy.bestOf(6, 16_384, 1));
    }

    /// Shorter traces write less, and whatever was done is done still.
    @Property(tries = 30)
    void whatIsCompressedIsNoWorseAndShorter(
            @ForAll @DoubleRange(min = 0.05, max = 1) double kept,
            @ForAll @DoubleRange(min = 1_000, max = 40_000) double budget) {
        Policy compressed = Policy.compressed(budget, kept);
        Policy single = Policy.single(budget);
        for (Problem problem : List.of(EXAM.problem(20), EXAM.problem(90), EXAM.problem(160))) {
            assertThat(compressed.attempt(problem).work().criticalOutput())
                    .isLessThanOrEqualTo(single.attempt(problem).work().criticalOutput());
            if (problem.trace(0).done(budget)) {
                assertThat(compressed.attempt(problem).answer())
                        .isEqualTo(single.attempt(problem).answer());
            }
        }
    }

    @Test
    void keepingAllIsOneTrace() {
        same(Policy.compressed(8_000, 1), Policy.single(8_000));
        assertThatThrownBy(() -> Policy.compressed(8_000, 0))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("kept 0.0");
    }
}
