package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import throughline.data.Plot;
import throughline.papers.Ledger;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.Policy;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TraceModel;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class RepeatedSamplesTest {
    private static final RepeatedSamples VALIDATION = new RepeatedSamples();

    @Test
    void theFigureHasPublishedPoints() {
        assertThat(Ledger.figure(VALIDATION, Cancel.NEVER, Progress.NONE).series())
                .anyMatch(Plot.Series::published);
    }

    /// The closed form of waiting is what budget forcing tends to, once every wrong trace turns.
    @Test
    void waitingIsBudgetForcing() {
        TraceModel turning = TraceModel.usual().with(new TraceModel.Recovery(1e6, 1e6));
        Exam exam = Exam.stratified(
                Reasoner.of(new ProblemPopulation(0.566, Distilled.SPREAD.value()), AnswerModel.open(8))
                        .with(turning),
                4_000,
                3);
        double once = exam.run(Policy.single(1e9)).accuracy();
        double waited = exam.run(Policy.budgetForce(1e9, 1, 0.3)).accuracy();
        assertThat(waited - once).isCloseTo(RepeatedSamplesCoverage.afresh(0.566), within(0.015));
    }
}
