package throughline.reasoning.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.hardware.Device;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.Policy;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TokenClock;
import throughline.reasoning.TraceModel;
import throughline.reasoning.TraceModel.Lengths;
import throughline.spec.BadInput;
import throughline.training.Transformer;

class EvaluationTest {
    private static Reasoner reasoner(double mean, double spread, double confusion) {
        return Reasoner.of(new ProblemPopulation(mean, spread), AnswerModel.open(confusion));
    }

    private static SampledProblem problem(String name, int... answers) {
        double[] tokens =
                IntStream.range(0, answers.length).mapToDouble(i -> Double.NaN).toArray();
        return new SampledProblem(name, answers, tokens);
    }

    private static Evaluation of(SampledProblem... problems) {
        return Evaluation.of(new Samples("given", List.of(problems), List.of()));
    }

    /// 800 problems of 24 samples each: two standard errors or more.
    @ParameterizedTest
    @CsvSource({"0.555, 1.2, 8", "0.2, 0.5, 3", "0.8, 4, 20"})
    void whatAKnownModelAnswersGivesItBack(double mean, double spread, double confusion) {
        Reasoner truth = reasoner(mean, spread, confusion)
                .with(TraceModel.usual().with(new Lengths(5_000, 0.4, 0.25, 0.5, 1.3)));
        Evaluation found = Evaluation.of(Samples.of(Exam.drawn(truth, 800, 3), 24));
        PopulationFit population = found.population().orElseThrow();
        assertThat(population.population().mean()).isCloseTo(mean, within(0.03));
        assertThat(population.population().spread() / spread).isCloseTo(1, within(0.16));
        assertThat(population.mean().contains(population.population().mean())).isTrue();
        assertThat(population.spread().contains(population.population().spread()))
                .isTrue();
        assertThat(found.answers().confusion() / confusion).isCloseTo(1, within(0.13));
        Lengths lengths = found.lengths().orElseThrow().lengths();
        assertThat(lengths.median() / 5_000).isCloseTo(1, within(0.04));
        assertThat(lengths.difficulty()).isCloseTo(0.4, within(0.04));
        assertThat(lengths.between()).isCloseTo(0.25, within(0.03));
        assertThat(lengths.within()).isCloseTo(0.5, within(0.01));
        assertThat(lengths.wrong()).isCloseTo(1.3, within(0.02));
        assertThat(population.chanceIfAlike()).isLessThan(1e-6);
        assertThat(found.goodness().orElseThrow().chance()).isGreaterThan(1e-3);
    }

    @Test
    void theFitMeetsTheMeasuredCurvesAndForetellsTheRest() {
        Evaluation found = Evaluation.of(Samples.of(Exam.drawn(reasoner(0.5, 1, 8), 800, 5), 32));
        for (Curve.Row row : found.curve().rows()) {
            assertThat(row.passFit()).isCloseTo(row.pass(), within(0.02));
            assertThat(row.majorityFit()).isCloseTo(row.majority(), within(0.035));
            assertThat(row.passWithin().contains(row.pass())).isTrue();
            assertThat(row.majority()).isLessThanOrEqualTo(row.pass() + 1e-12);
        }
        HeldOut held = found.heldOut().orElseThrow();
        assertThat(Math.abs(held.foretold() - held.measured())).isLessThan(0.02);
        assertThat(held.alike()).isGreaterThan(held.measured() + 0.05);
    }

    @Test
    void problemsAllAlikeAreFoundToBe() {
        Evaluation found = Evaluation.of(Samples.of(Exam.drawn(reasoner(0.4, 9_000, 8), 400, 5), 16));
        PopulationFit fit = found.population().orElseThrow();
        assertThat(fit.population().spread()).isGreaterThan(40);
        assertThat(fit.chanceIfAlike()).isGreaterThan(0.01);
    }

    @Test
    void predictionsAreThoseOfTheModelThatWasSampled() {
        Reasoner truth = reasoner(0.555, 1.2, 8);
        Evaluation found = Evaluation.of(Samples.of(Exam.drawn(truth, 600, 3), 16));
        TokenClock clock = TokenClock.of(Transformer.named("qwen2.5-7b"), Device.named("h100-sxm"));
        var points = found.predicted(clock).points();
        Exam exam = Exam.stratified(truth, 1_500, 1);
        points.stream()
                .filter(point -> point.candidate().name().equals("majority, 16 traces"))
                .forEach(point -> assertThat(point.accuracy())
                        .isCloseTo(exam.run(Policy.majority(16, found.budget())).accuracy(), within(0.04)));
        assertThat(points).allSatisfy(point -> assertThat(point.seconds()).isPositive());
    }

    @Test
    void whereNothingCanBeFittedTheReasonIsSaid() {
        Evaluation right = of(problem("a", 0, 0), problem("b", 0, 0));
        assertThat(right.population()).isEmpty();
        assertThat(right.curve().rows()).allSatisfy(row -> {
            assertThat(row.pass()).isEqualTo(1);
            assertThat(row.majority()).isEqualTo(1);
            assertThat(row.passFit()).isNaN();
        });
        assertThat(right.text()).contains("every sample is right");
        assertThat(of(problem("a", 1, 2), problem("b", 1, -1)).text()).contains("every sample is wrong");
        assertThat(of(problem("a", 0, 1, 1)).text()).contains("one problem says nothing");
        Evaluation once = of(problem("a", 0), problem("b", 1));
        assertThat(once.text()).contains("one sample of each problem", "no tokens are known");
        TokenClock clock = TokenClock.of(Transformer.named("qwen2.5-7b"), Device.named("h100-sxm"));
        assertThat(once.text(clock)).contains("nothing can be predicted");
        assertThatThrownBy(() -> once.predicted(clock))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[2 samples]");
    }

    @Test
    void oneProblemHasACurveWithoutIntervals() {
        Curve.Row row = of(problem("a", 0, 1, 1, 0)).curve().rows().getFirst();
        assertThat(row.pass()).isEqualTo(0.5);
        assertThat(row.passWithin().low()).isNaN();
    }

    /// Half of all draws of two opposite problems hold one of them alone.
    @Test
    void fewProblemsAreNotTakenForMany() {
        Evaluation opposite = of(problem("a", 0, 0, 0, 0), problem("b", 1, 1, 2, 1));
        PopulationFit fit = opposite.population().orElseThrow();
        assertThat(fit.mean().low()).isZero();
        assertThat(fit.mean().high()).isEqualTo(1);
        assertThat(fit.spread().low()).isEqualTo(BetaBinomial.LEAST_SPREAD);
        assertThat(fit.spread().high()).isEqualTo(BetaBinomial.MOST_SPREAD);
        assertThat(opposite.text()).contains("2 problems are few");
        Curve.Row solved = of(problem("a", 0, 0), problem("b", 0, 0), problem("c", 0, 0))
                .curve()
                .rows()
                .getFirst();
        assertThat(solved.passWithin().low()).isCloseTo(Math.pow(0.025, 1 / 3.0), within(1e-12));
        assertThat(solved.majorityWithin().high()).isEqualTo(1);
        Curve.Row none =
                of(problem("a", 1, 1), problem("b", 2, 1)).curve().rows().getFirst();
        assertThat(none.passWithin().high()).isCloseTo(1 - Math.sqrt(0.025), within(1e-12));
    }

    @Test
    void whatSamplesWithoutAnswersDoToTheFitIsSaid() {
        assertThat(of(problem("a", 0, 1, -1), problem("b", 0, 0, 1)).text())
                .contains("1 of 6 samples have no answer", "too low");
        assertThat(of(problem("a", 0, 1, 1), problem("b", 0, 0, 1)).text()).doesNotContain("no answer");
    }

    @Test
    void missingTokensAndAnswersAreLeftOut() {
        double[] tokens = {100, Double.NaN, 200, 300};
        Samples samples = new Samples(
                "given",
                List.of(
                        new SampledProblem("a", new int[] {0, 1, -1, 0}, tokens),
                        new SampledProblem("b", new int[] {1, 1, -1, 0}, tokens)),
                List.of());
        Evaluation found = Evaluation.of(samples);
        assertThat(found.lengths().orElseThrow().samples()).isEqualTo(6);
        assertThat(found.answers().pairs()).isEqualTo(1);
        assertThat(found.population()).isPresent();
    }

    @Test
    void confusionIsWhatMakesAsManyGroupsLikely() {
        assertThat(of(problem("a", 1, 1, 1), problem("b", 1, 1)).notes())
                .anySatisfy(note -> assertThat(note).contains("always agree"));
        assertThat(of(problem("a", 1, 2, 3), problem("b", 1, 2)).notes())
                .anySatisfy(note -> assertThat(note).contains("never agree"));
        // One group more than sure of two samples: c / (c + 1) = 1/2.
        assertThat(of(problem("a", 1, 1), problem("b", 1, 2)).answers().confusion())
                .isCloseTo(1, within(1e-9));
    }
}
