package throughline.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.spec.BadInput;

/// Refinement alone, and with parallel drafts.
class ParallelDraftsTest {
    private static final double ALL = 1e9;
    private static final Reasoner REASONER = Reasoner.of(new ProblemPopulation(0.77, 1.2), AnswerModel.open(8));
    private static final Exam EXAM = Exam.stratified(REASONER, 1_500, 5);
    private static final Improvement SEES = Improvement.keeping(0.84, 0.7);
    private static final ParallelDrafts PDR = new ParallelDrafts(
            List.of(8, 4, 1), ParallelDrafts.Keep.best(4, 0.7), Aggregator.majority(), SEES, ALL, 1_000);

    /// Each problem is tried 400 times: four standard errors are 0.1.
    @ParameterizedTest
    @CsvSource({"0.84, 0.5, 3", "0.9, 0.9, 2", "0.7, 0.2, 6"})
    void theChainIsWhatComesOut(double right, double wrong, int rounds) {
        Improvement operator = new Improvement(right, wrong);
        Refine policy = new Refine(rounds + 1, operator, ALL, 0);
        Exam few = Exam.stratified(REASONER, 20, 9);
        for (Problem problem : few.problems().toList()) {
            int solved = 0;
            for (int attempt = 0; attempt < 400; attempt++) {
                solved += policy.attempt(problem.again(attempt)).correct() ? 1 : 0;
            }
            assertThat(solved / 400.0).isCloseTo(operator.after(rounds, problem.success()), within(0.1));
        }
        double mean = EXAM.problems()
                .mapToDouble(problem -> operator.after(rounds, problem.success()))
                .average()
                .orElseThrow();
        Score score = EXAM.run(policy, 8);
        assertThat(score.accuracy()).isCloseTo(mean, within(0.012));
    }

    @Property(tries = 40)
    void whoDoesNotTellRightFromWrongGainsNothing(
            @ForAll @DoubleRange(max = 1) double chance,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double success,
            @ForAll @IntRange(max = 20) int rounds) {
        assertThat(Improvement.always(chance).after(rounds, success)).isCloseTo(success, within(1e-12));
        assertThat(Improvement.keeping(0.84, 0).after(rounds, success)).isCloseTo(success, within(1e-12));
    }

    @Property(tries = 40)
    void tellingMoreGainsMore(
            @ForAll @DoubleRange(max = 3) double one,
            @ForAll @DoubleRange(max = 3) double other,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double success) {
        double low = Improvement.keeping(0.84, Math.min(one, other)).after(3, success);
        double high = Improvement.keeping(0.84, Math.max(one, other)).after(3, success);
        assertThat(high).isGreaterThanOrEqualTo(low - 1e-12);
        assertThat(low).isGreaterThanOrEqualTo(success - 1e-12);
    }

    @Test
    void oneDraftARoundIsRefinement() {
        ParallelDrafts narrow = PDR.with(1, 1, 1, 1);
        Refine refine = new Refine(4, SEES, ALL, 1_000);
        assertThat(EXAM.run(narrow)).isEqualTo(EXAM.run(refine));
    }

    @Test
    void handingOnAlwaysIsAVote() {
        ParallelDrafts votes = new ParallelDrafts(
                List.of(8, 1), ParallelDrafts.Keep.all(), Aggregator.majority(), Improvement.always(1), ALL, 1_000);
        assertThat(EXAM.run(votes).accuracy())
                .isEqualTo(EXAM.run(Policy.majority(8, ALL)).accuracy());
    }

    /// Every call takes 200 tokens to read the problem and 1,000 to write; from the second round on 500 more to read.
    @Test
    void sequentialTokensGrowWithRoundsAndAllTokensWithDrafts() {
        Reasoner even = REASONER.with(new TraceModel(
                TraceModel.Strategies.ONE, TraceModel.Recovery.NONE, new TraceModel.Lengths(1_000, 0, 0, 0, 1), 0.3));
        ParallelDrafts policy =
                new ParallelDrafts(List.of(8, 4, 1), ParallelDrafts.Keep.all(), Aggregator.majority(), SEES, ALL, 500);
        Score score = Exam.stratified(even, 50, 1).run(policy);
        assertThat(score.critical()).isEqualTo(3 * 1_200 + 2 * 500);
        assertThat(score.tokens()).isEqualTo(13 * 1_200 + 5 * 500);
        assertThat(score.peak()).isEqualTo(8);
    }

    @Test
    void shortCallsCompareFewerTokens() {
        double whole = WorkGraph.single(0, 6_000).attended();
        var work = new WorkGraph.Builder();
        work.call(0, 0, 2_000, work.call(0, 0, 2_000, work.call(0, 0, 2_000)));
        assertThat(work.graph().attended()).isEqualTo(whole / 3);
        assertThat(WorkGraph.parallel(1_000, 2_000).attended())
                .isEqualTo(WorkGraph.single(1_000, 2_000).attended());
    }

    /// With nothing but wrong drafts to read, what was right is lost where a draft was wrong and is handed on.
    @Test
    void onlyWrongDraftsHurtAndOnlyRightOnesHelp() {
        ParallelDrafts two = new ParallelDrafts(
                List.of(8, 1), ParallelDrafts.Keep.all(), Aggregator.majority(), Improvement.always(0.8), ALL, 1_000);
        double usual = EXAM.run(two).accuracy();
        double right = EXAM.run(two.with(ParallelDrafts.Keep.only(true, 8))).accuracy();
        double wrong = EXAM.run(two.with(ParallelDrafts.Keep.only(false, 8))).accuracy();
        double single = EXAM.run(Policy.single(ALL)).accuracy();
        double expected = EXAM.problems()
                .mapToDouble(problem -> {
                    double p = problem.success();
                    return p * (1 - 0.8 * (1 - Math.pow(p, 8)));
                })
                .average()
                .orElseThrow();
        assertThat(wrong).isCloseTo(expected, within(0.03)).isLessThan(single);
        assertThat(right).isGreaterThan(usual);
    }

    @Test
    void draftsThatAreNotDoneAreNotKept() {
        ParallelDrafts hurried =
                new ParallelDrafts(List.of(4, 1), ParallelDrafts.Keep.all(), Aggregator.majority(), SEES, 1, 0);
        EXAM.problems().limit(100).forEach(problem -> assertThat(
                        hurried.attempt(problem).answer())
                .isEqualTo(problem.forced(4)));
    }

    /// A model that always solves afresh ends with its last answer that was done.
    @Test
    void aCallThatIsNotDoneHandsOnWhatItWasShown() {
        double budget = 8_000;
        Refine afresh = new Refine(4, Improvement.always(0), budget, 0);
        EXAM.problems().limit(300).forEach(problem -> {
            int last = Trace.NONE;
            for (int path = 0; path < 4; path++) {
                Trace trace = problem.trace(path);
                last = trace.done(budget) ? trace.answer() : last;
            }
            assertThat(afresh.attempt(problem).answer()).isEqualTo(last == Trace.NONE ? problem.forced(3) : last);
        });
    }

    @Test
    void whatMakesNoSenseIsNamed() {
        assertThatThrownBy(() -> PDR.with(4, 2)).isInstanceOf(BadInput.class).hasMessageContaining("[4, 2]");
        assertThatThrownBy(() -> Improvement.always(1.5)).isInstanceOf(BadInput.class);
    }
}
