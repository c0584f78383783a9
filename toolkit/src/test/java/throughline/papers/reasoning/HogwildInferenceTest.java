package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.Hogwild;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TraceModel;

class HogwildInferenceTest {
    private static final HogwildCurve CURVE = new HogwildCurve(Math.log(4_000), 1.15);

    /// The strategy on problems that are all solved given time, whose lengths vary between problems alone.
    @Test
    void theCurveIsTheStrategyOnALognormalOfLengths() {
        TraceModel traces = new TraceModel(
                TraceModel.Strategies.ONE, TraceModel.Recovery.NONE, new TraceModel.Lengths(4_000, 0, 1.15, 0, 1), 0);
        Reasoner reasoner = Reasoner.of(new ProblemPopulation(0.9999, 1_000), AnswerModel.open(8))
                .with(traces);
        int problems = 4_000;
        Exam exam = Exam.drawn(reasoner, problems, 5);
        for (double budget : new double[] {1_024, 4_096, 8_192}) {
            for (double lag : new double[] {0, 1_400}) {
                Hogwild pair = new Hogwild(2, 0.8, lag, budget);
                double accuracy = 100 * exam.run(pair).accuracy();
                assertThat(accuracy)
                        .isCloseTo(CURVE.accuracy(pair.progress(budget)), offset(4 * 50 / Math.sqrt(problems)));
            }
        }
    }

    @Test
    void aCurveGoesThroughItsPoints() {
        double[] passes = {1_000, 3_000};
        HogwildCurve curve = HogwildCurve.through(passes, new double[] {20, 60});
        assertThat(curve.accuracy(1_000)).isCloseTo(20, offset(1e-9));
        assertThat(curve.accuracy(3_000)).isCloseTo(60, offset(1e-9));
        assertThat(curve.passes(60)).isCloseTo(3_000, offset(1e-6));
    }

    @Test
    void independentWorkersGainWhatTheirLengthsDifferBy() {
        double alone = CURVE.accuracy(2_000);
        assertThat(CURVE.independent(2_000, 1, 0.5)).isCloseTo(alone, offset(0.01));
        assertThat(CURVE.independent(2_000, 2, 0)).isCloseTo(100 * (1 - Math.pow(1 - alone / 100, 2)), offset(0.01));
        assertThat(CURVE.independent(2_000, 2, 0.999)).isBetween(alone, alone + 1.5);
        double correlation = CURVE.correlation(2_000, alone + 5);
        assertThat(CURVE.independent(2_000, 2, correlation)).isCloseTo(alone + 5, offset(0.01));
    }

    /// The bars of the interleaved layout are straight in log-odds: what a lag predicts of them proves no lag.
    @Test
    void aStraightLineIsNotBeatenByALag() {
        Ledger.claims(new HogwildInference()).stream()
                .filter(claim -> claim.what().startsWith(HogwildAccuracies.INTERLEAVED))
                .forEach(claim -> {
                    assertThat(claim.nullValue().orElseThrow())
                            .isCloseTo(claim.reported().orElseThrow(), offset(0.1));
                    assertThat(claim.verdict()).isEqualTo(Verdict.UNINFORMATIVE);
                });
    }

    @Test
    void readingBlocksOnceIsQuicker() {
        HogwildSpeed once = new HogwildSpeed(19e9, 4_000, true);
        HogwildSpeed each = new HogwildSpeed(19e9, 4_000, false);
        for (int workers = 2; workers <= 8; workers++) {
            assertThat(once.ratio(workers)).isLessThan(workers).isGreaterThan(each.ratio(workers));
        }
    }
}
