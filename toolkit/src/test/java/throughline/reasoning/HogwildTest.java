package throughline.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HogwildTest {
    private static Exam exam() {
        return Exam.stratified(Reasoner.of(new ProblemPopulation(0.6, 1), AnswerModel.open(8)), 2000, 3);
    }

    @Property
    void passesUndoProgress(
            @ForAll @IntRange(min = 1, max = 8) int workers,
            @ForAll @DoubleRange(min = 0, max = 1) double efficiency,
            @ForAll @DoubleRange(min = 0, max = 2_000) double lag,
            @ForAll @DoubleRange(min = 0, max = 20_000) double passes) {
        Hogwild policy = new Hogwild(workers, efficiency, lag, 1);
        double progress = policy.progress(passes);
        assertThat(policy.passes(progress)).isCloseTo(passes, within(1e-8 * (1 + passes)));
        assertThat(progress).isBetween(passes, workers * passes * (1 + 1e-12) + 1e-12);
    }

    @Test
    void oneWorkerIsOneTrace() {
        Score alone = exam().run(new Hogwild(1, 0.5, 0, 6_000));
        assertThat(alone.accuracy()).isEqualTo(exam().run(Policy.single(6_000)).accuracy());
    }

    /// Perfect workers get as far in a budget as one in as many times the budget; those who see nothing, no farther.
    @Test
    void perfectWorkersMultiplyTheBudget() {
        double twice = exam().run(Policy.single(8_000)).accuracy();
        assertThat(exam().run(new Hogwild(2, 1, 0, 4_000)).accuracy()).isEqualTo(twice);
        assertThat(exam().run(new Hogwild(2, 1, 4_000, 4_000)).accuracy())
                .isEqualTo(exam().run(Policy.single(4_000)).accuracy());
    }

    @Test
    void workersWriteAtOnce() {
        Score four = exam().run(new Hogwild(4, 0.5, 0, 3_000));
        assertThat(four.peak()).isEqualTo(4);
        assertThat(four.tokens()).isCloseTo(4 * four.written() + 200, offset(1e-6));
    }

    @Test
    void refusesShares() {
        assertThatThrownBy(() -> new Hogwild(2, 1.5, 0, 1)).hasMessageContaining("1.5");
    }
}
