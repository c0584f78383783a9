package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.reasoning.Aggregator;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.Outline;
import throughline.reasoning.Policy;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TraceModel;
import throughline.reasoning.TraceModel.Strategies;

class OpeTest {
    private static Exam exam(int count, double concentration, double correlation, int problems) {
        Reasoner reasoner = Reasoner.of(new ProblemPopulation(0.4, 1.2), AnswerModel.open(8))
                .with(TraceModel.usual().with(new Strategies(count, concentration, correlation)));
        return Exam.stratified(reasoner, problems, 1);
    }

    /// The closed forms against paths that are run.
    @Test
    void closedFormsAgreeWithPathsThatAreRun() {
        Exam exam = exam(8, 0.5, 0.5, 1500);
        OpeCoverage exact = new OpeCoverage(exam, 4);
        double independent =
                exam.run(Policy.parallel(4, 1e9, Aggregator.oracle()), 8).accuracy();
        double outlined =
                exam.run(new Outline(4, 1e9, 0, Aggregator.oracle()), 8).accuracy();
        assertThat(independent).isCloseTo(exact.independent(), within(0.012));
        assertThat(outlined).isCloseTo(exact.outlined(), within(0.012));
    }

    /// Where strategies differ in name only, there is nothing to gain.
    @Test
    void withoutCorrelationOutlinesGainNothing() {
        OpeCoverage exact = new OpeCoverage(exam(8, 0.5, 0, 300), 4);
        assertThat(exact.outlined()).isCloseTo(exact.independent(), within(1e-12));
        OpeCoverage nearly = new OpeCoverage(exam(8, 0.5, 0.01, 300), 4);
        assertThat(nearly.outlined() - nearly.independent()).isBetween(-0.005, 0.01);
    }

    /// An even prior over few strategies still repeats itself; over many it does not.
    @Test
    void anEvenPriorOverManyStrategiesLeavesNothingToGain() {
        double collapsed = gain(8, 0.2);
        double even = gain(8, 1e5);
        double many = gain(16, 1e5);
        assertThat(collapsed).isGreaterThan(2 * even);
        assertThat(even).isGreaterThan(1.5 * many).isGreaterThan(0.005);
        assertThat(many).isPositive();
    }

    private static double gain(int count, double concentration) {
        OpeCoverage exact = new OpeCoverage(exam(count, concentration, 0.5, 400), 4);
        return exact.outlined() - exact.independent();
    }

    @Property(tries = 15)
    void informationNeverExceedsTheAnswersAndBeginsAsOneUseOfAChannel(
            @ForAll @DoubleRange(min = 0.2, max = 0.8) double chance,
            @ForAll @DoubleRange(min = 0.05, max = 0.9) double correlation,
            @ForAll @DoubleRange(min = 0.1, max = 5) double concentration,
            @ForAll @IntRange(min = 2, max = 12) int answers) {
        OpeInformation information = new OpeInformation(new Strategies(8, concentration, correlation), chance, answers);
        double[] independent = information.independent(4);
        double[] outlined = information.outlined(4);
        assertThat(independent[0])
                .isCloseTo(outlined[0], within(1e-12))
                .isCloseTo(channel(chance, answers), within(1e-12));
        for (double[] increments : List.of(independent, outlined)) {
            assertThat(Arrays.stream(increments).sum()).isLessThan(Math.log(answers) / Math.log(2));
            assertThat(Arrays.stream(increments).min().orElseThrow()).isGreaterThan(-1e-12);
        }
    }

    /// Where paths are mostly right, other strategies tell more. Where they are mostly wrong, two of one strategy that
    /// agree tell that the strategy is a good one, and outlines take that away.
    @Test
    void outlinesTellMoreOnlyWherePathsAreOftenRight() {
        for (double correlation : new double[] {0.2, 0.5}) {
            Strategies strategies = new Strategies(8, 0.5, correlation);
            assertThat(total(new OpeInformation(strategies, 0.5, 10).outlined(4)))
                    .isGreaterThan(total(new OpeInformation(strategies, 0.5, 10).independent(4)));
            assertThat(total(new OpeInformation(strategies, 0.2, 10).outlined(4)))
                    .isLessThan(total(new OpeInformation(strategies, 0.2, 10).independent(4)));
        }
    }

    private static double total(double[] increments) {
        return Arrays.stream(increments).sum();
    }

    /// What one use of a symmetric channel carries.
    private static double channel(double chance, int answers) {
        return (Math.log(answers) + chance * Math.log(chance) + (1 - chance) * Math.log((1 - chance) / (answers - 1)))
                / Math.log(2);
    }

    @Test
    void whereStrategiesDecideNothingBothTellTheSame() {
        OpeInformation information = new OpeInformation(new Strategies(8, 0.5, 1e-9), 0.4, 10);
        assertThat(information.independent(4)).containsExactly(information.outlined(4), within(1e-6));
    }

    @Test
    void outlinesAreCharged() {
        Exam exam = exam(8, 0.5, 0.5, 20);
        double with =
                exam.run(new Outline(4, 16_384, 400, Aggregator.majority())).written();
        double without =
                exam.run(new Outline(4, 16_384, 0, Aggregator.majority())).written();
        assertThat(with - without).isBetween(200.0, 400.0);
        assertThatThrownBy(() -> new Outline(4, 100, 400, Aggregator.majority()))
                .hasMessageContaining("outlines 400.0");
    }
}
