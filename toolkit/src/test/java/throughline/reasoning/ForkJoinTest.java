package throughline.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ForkJoinTest {
    private static final double PLENTY = 1e7;

    private static Exam exam(int problems) {
        return Exam.stratified(Reasoner.of(new ProblemPopulation(0.6, 1), AnswerModel.open(8)), problems, 3);
    }

    @Property(tries = 40)
    void tokensStayAndTheLongestWayIsThatOfTheSplit(
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double share,
            @ForAll @IntRange(min = 2, max = 9) int threads,
            @ForAll @IntRange(min = 1, max = 5) int evenness,
            @ForAll boolean reads) {
        ForkJoin policy = new ForkJoin(PLENTY, share, 4, threads, evenness, reads);
        exam(5).problems().forEach(problem -> {
            ForkJoin.Split split = policy.split(problem);
            double tokens = problem.trace(0).tokens();
            WorkGraph work = policy.attempt(problem).work();
            assertThat(Arrays.stream(split.shares()).sum()).isCloseTo(1, offset(1e-12));
            assertThat(split.shares().length).isBetween(2, threads);
            assertThat(split.speedUp()).isGreaterThanOrEqualTo(1);
            assertThat(work.generated()).isCloseTo(tokens, within(1e-6));
            assertThat(work.criticalOutput()).isCloseTo(tokens / split.speedUp(), within(1e-6));
            assertThat(work.peak()).isLessThanOrEqualTo(threads);
            double again = work.tokens() - work.generated() - problem.reasoner().prompt();
            assertThat(again).isCloseTo(reads ? tokens * split.share() * (1 - split.shares()[0]) : 0, within(1e-6));
        });
    }

    @Test
    void theShareHasTheMeanThatIsAsked() {
        ForkJoin policy = new ForkJoin(PLENTY, 0.3, 4, 5, 3, false);
        double mean = exam(4000)
                .problems()
                .mapToDouble(problem -> policy.split(problem).share())
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0.3, offset(4 * Math.sqrt(0.3 * 0.7 / 5 / 4000)));
    }

    /// Within the same tokens one after the other more is done; with all the time needed nothing changes.
    @Test
    void answersAreThoseOfTheTraceAndComeSooner() {
        Exam exam = exam(400);
        assertThat(exam.run(new ForkJoin(PLENTY, 0.5, 4, 5, 3, true)).accuracy())
                .isEqualTo(exam.run(Policy.single(PLENTY)).accuracy());
        Score split = exam.run(new ForkJoin(6_000, 0.5, 4, 5, 3, true));
        Score whole = exam.run(Policy.single(6_000));
        assertThat(split.accuracy()).isGreaterThan(whole.accuracy());
        assertThat(split.written()).isLessThan(whole.written());
    }

    @Property(tries = 30)
    void noWayIsLongerThanTheBudget(@ForAll @DoubleRange(min = 1, max = 20_000) double budget) {
        ForkJoin policy = new ForkJoin(budget, 0.5, 4, 5, 3, true);
        exam(20).problems()
                .forEach(problem -> assertThat(policy.attempt(problem).work().criticalOutput())
                        .isLessThanOrEqualTo(budget * (1 + 1e-12)));
    }

    @Test
    void refusesSharesThatAreNone() {
        assertThatThrownBy(() -> new ForkJoin(1, 0, 4, 5, 3, true)).hasMessageContaining("[0");
        assertThatThrownBy(() -> new ForkJoin(1, 0.5, 4, 1, 3, true)).hasMessageContaining("threads");
    }
}
