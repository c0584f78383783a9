package throughline.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.spec.BadInput;

/// Sub-problems, and what is spent on which.
class AdaptiveTest {
    private static final Difficulties SPREAD =
            Difficulties.above(new double[] {0.2, 0.4, 0.6, 0.8}, 0.75, 0.55, 0.5, 0.15);
    private static final Decomposition PARTS = new Decomposition(7.2, SPREAD);
    private static final TwoSystems SYSTEMS = new TwoSystems(0.9, 0.2, 1_000, 4_000);
    private static final Exam EXAM =
            Exam.stratified(Reasoner.of(new ProblemPopulation(0.8, 0.5), AnswerModel.open(8)), 4_000, 3);

    /// The widths are four standard errors of 4,000 problems.
    @ParameterizedTest
    @CsvSource({"0, 0", "0.3, 0", "0.65, 0", "1, 0", "0.65, 0.2", "0.3, 0.4"})
    void whatIsSimulatedIsTheClosedForm(double threshold, double noise) {
        Adaptive policy = new Adaptive(threshold, PARTS, SYSTEMS, noise);
        Score score = EXAM.run(policy);
        assertThat(score.accuracy()).isCloseTo(0.8 * policy.kept(), within(0.032));
        assertThat(score.tokens() - 200).isCloseTo(policy.written(), within(200.0));
        assertThat(score.written()).isEqualTo(score.tokens() - 200, within(1e-6));
    }

    @Test
    void thinkingEverywhereIsAWholeTrace() {
        Score all = EXAM.run(new Adaptive(0, PARTS, SYSTEMS, 0));
        assertThat(all.accuracy()).isEqualTo(EXAM.run(Policy.single(1e9)).accuracy());
    }

    /// On each problem, at its trace's own tokens, cut or not.
    @ParameterizedTest
    @CsvSource({"1e9", "12000", "3000", "100"})
    void thinkingEverywhereWithinABudgetIsOneTrace(double budget) {
        Policy all = new Adaptive(0, PARTS, SYSTEMS, 0).within(budget);
        EXAM.problems().limit(500).forEach(problem -> {
            Outcome parts = all.attempt(problem);
            Outcome whole = Policy.single(budget).attempt(problem);
            assertThat(parts.answer()).isEqualTo(whole.answer());
            assertThat(parts.work().tokens()).isCloseTo(whole.work().tokens(), within(1e-6));
        });
    }

    @Property(tries = 30)
    void aHigherThresholdCostsLessAndSolvesLess(
            @ForAll @DoubleRange(max = 1) double one, @ForAll @DoubleRange(max = 1) double other) {
        Adaptive low = new Adaptive(Math.min(one, other), PARTS, SYSTEMS, 0);
        Adaptive high = new Adaptive(Math.max(one, other), PARTS, SYSTEMS, 0);
        assertThat(high.kept()).isLessThanOrEqualTo(low.kept());
        assertThat(high.written()).isLessThanOrEqualTo(low.written());
    }

    /// The threshold is moved so that as many sub-problems are thought about: 55 %.
    @Test
    void aJudgeThatErrsWastesThought() {
        double[] kept = DoubleStream.of(0, 0.1, 0.2, 0.4)
                .map(noise -> matched(noise).kept())
                .toArray();
        for (int i = 1; i < kept.length; i++) {
            assertThat(kept[i]).isLessThan(kept[i - 1]);
        }
    }

    private static Adaptive matched(double noise) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (new Adaptive(middle, PARTS, SYSTEMS, noise).hard() > 0.55) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new Adaptive(high, PARTS, SYSTEMS, noise);
    }

    @Test
    void sharesAboveThresholdsComeBack() {
        assertThat(SPREAD.above(0.2)).isCloseTo(0.75, within(1e-12));
        assertThat(SPREAD.above(0.6)).isCloseTo(0.5, within(1e-12));
        assertThat(SPREAD.above(0.95)).isZero();
        assertThat(Difficulties.above(new double[] {0.3, 0.5}, 0.4, 0.6).above(0.5))
                .as("a share cannot rise")
                .isCloseTo(0.4, within(1e-12));
        assertThatThrownBy(() -> Difficulties.above(new double[] {0.5, 0.3}, 0.4, 0.2))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[0.3, share 0.2]");
    }

    @Test
    void evenDifficultiesAreEven() {
        Difficulties even = Difficulties.even(0.5, 0.6);
        assertThat(even.above(0.5)).isCloseTo(0.5, within(0.006));
        assertThat(even.at(0)).isCloseTo(0.2, within(0.01));
        assertThat(even.at(Math.nextDown(1.0))).isCloseTo(0.8, within(0.01));
    }

    @Test
    void rationsByDifficultyWinWhereDifficultyDiffersAndTieWhereNot() {
        TraceModel.Lengths lengths = new TraceModel.Lengths(2_000, 1, 0, 0.5, 1);
        assertThat(gain(Difficulties.constant(0.5), lengths)).isZero();
        double some = gain(Difficulties.even(0.5, 0.4), lengths);
        double more = gain(Difficulties.even(0.5, 0.9), lengths);
        assertThat(some).isGreaterThan(0.01);
        assertThat(more).isGreaterThan(some);
    }

    private static double gain(Difficulties difficulties, TraceModel.Lengths lengths) {
        Decomposition parts = new Decomposition(6, difficulties);
        double even = EXAM.run(new Rationing(parts, lengths, 24_000, Rationing.Share.EVEN))
                .accuracy();
        return EXAM.run(new Rationing(parts, lengths, 24_000, Rationing.Share.BY_DIFFICULTY))
                        .accuracy()
                - even;
    }
}
