package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import throughline.data.Plot;
import throughline.papers.Ledger;
import throughline.papers.reasoning.TestTimePlateauCurves.Way;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.Problem;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class TestTimePlateauTest {
    private static final TestTimePlateau PAPER = new TestTimePlateau();
    private static final ProblemPopulation POPULATION = new ProblemPopulation(0.3, 1.2);

    @Test
    void theFigureHasPublishedPoints() {
        assertThat(Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE).series()).anyMatch(Plot.Series::published);
    }

    /// One problem of a hundred is what a sample is worth, and not more, though 0.07 - 0.06 is more than 0.01.
    @Test
    void aSampleThatSolvesWhatItIsWorthIsNotWorthMore() {
        int[] solved = {3, 5, 6, 7, 7};
        assertThat(TestTimePlateauCurves.observed(solved, 0.01 * 100)).isEqualTo(1);
        assertThat(TestTimePlateauCurves.observed(solved, 0.5)).isEqualTo(3);
        assertThat(TestTimePlateauCurves.observed(solved, 2)).isZero();
    }

    /// The chain of two states is what rounds on drawn problems tend to.
    @Test
    void roundsAreAChainOfTwoStates() {
        double[] chain = new TestTimePlateauCurves(POPULATION, 0.5, 0.1).curve(Way.ROUNDS);
        Exam exam = Exam.stratified(Reasoner.of(POPULATION, AnswerModel.open(8)), 4_000, 5);
        double right = exam.problems().filter(TestTimePlateauTest::eightRounds).count() / 4_000.0;
        assertThat(right).isCloseTo(chain[7], within(0.02));
    }

    private static boolean eightRounds(Problem problem) {
        boolean right = problem.trace(0).correct();
        for (int round = 1; round < 8; round++) {
            if (problem.uniform(round) < (right ? 0.1 : 0.5)) {
                right = problem.trace(round).correct();
            }
        }
        return right;
    }

    /// The paper's chain never leaves a right answer; one that does stays below it, and below one of the samples.
    @Test
    void abandoningRightAnswersLowersTheCeiling() {
        double[] kept = new TestTimePlateauCurves(POPULATION, 1, 0).curve(Way.ROUNDS);
        double[] left = new TestTimePlateauCurves(POPULATION, 1, 0.1).curve(Way.ROUNDS);
        double[] hits = new TestTimePlateauCurves(POPULATION, 1, 0).curve(Way.HIT);
        for (int n = 0; n < kept.length; n++) {
            assertThat(kept[n]).isCloseTo(hits[n], within(2e-3));
            assertThat(left[n]).isLessThanOrEqualTo(kept[n]);
        }
        assertThat(left[31]).isLessThan(kept[31] - 0.02);
    }
}
