package throughline.reasoning.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.reasoning.Aggregator;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.Policy;
import throughline.reasoning.Problem;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TraceModel;
import throughline.spec.BadInput;

/// Chances of votes, expected accuracies and fits, held against what is drawn.
class CalibrationTest {
    private static final double ALL = Double.POSITIVE_INFINITY;
    private static final TraceModel TRACES = TraceModel.usual().with(new TraceModel.Lengths(8_000, 0.5, 0.3, 0.5, 1.2));
    private static final Panel PANEL = new Panel(
            Reasoner.of(new ProblemPopulation(0.555, 1.2), AnswerModel.open(8)).with(TRACES), Panel.MAJORITY);

    @Property(tries = 30)
    void votesThatAreNeverWrongAreRight(
            @ForAll @DoubleRange(min = 0.1, max = 50) double confusion,
            @ForAll @IntRange(min = 1, max = 40) int votes) {
        for (Aggregator.Vote vote : List.of(Panel.MAJORITY, Panel.ORACLE, new Aggregator.Vote(0.5, 3))) {
            VoteChances chances = VoteChances.of(AnswerModel.open(confusion), vote, votes);
            assertThat(chances.right(votes, 0)).isEqualTo(1);
            assertThat(chances.of(votes, 1)).isEqualTo(1);
            assertThat(chances.of(votes, 0)).isZero();
        }
    }

    @Property(tries = 30)
    void moreRightVotesAndFewerWrongOnesNeverHurt(
            @ForAll @DoubleRange(min = 0.1, max = 50) double confusion,
            @ForAll @DoubleRange(min = 0, max = 2) double skill) {
        for (double sharpness : new double[] {3, ALL}) {
            VoteChances chances =
                    VoteChances.of(AnswerModel.open(confusion), new Aggregator.Vote(skill, sharpness), 16);
            for (int right = 1; right < 8; right++) {
                for (int wrong = 0; wrong < 8; wrong++) {
                    assertThat(chances.right(right + 1, wrong)).isGreaterThanOrEqualTo(chances.right(right, wrong));
                    assertThat(chances.right(right, wrong + 1))
                            .isLessThanOrEqualTo(chances.right(right, wrong) + 1e-12);
                }
            }
        }
    }

    /// Two votes are right as often as one: a tie goes to the first.
    @Property(tries = 20)
    void twoVotesOfAMajorityAreWorthOne(
            @ForAll @DoubleRange(min = 0.5, max = 20) double confusion,
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double chance) {
        VoteChances chances = VoteChances.of(AnswerModel.open(confusion), Panel.MAJORITY, 2);
        assertThat(chances.of(2, chance)).isCloseTo(chance, within(1e-12));
    }

    /// The chance of two wrong votes to agree is what the answers say it is.
    @ParameterizedTest
    @CsvSource({"0", "1"})
    void wrongVotesAgreeAsAnswersDo(int model) {
        AnswerModel answers = model == 0 ? AnswerModel.open(8) : AnswerModel.choices(4);
        double apart = 1 - answers.collision();
        VoteChances chances = VoteChances.of(answers, Panel.MAJORITY, 3);
        assertThat(chances.right(1, 2)).isCloseTo(apart / 3, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"8, 0, Infinity, 5", "8, 0.6, 3, 8", "2, 0, Infinity, 9", "0, 0, Infinity, 7", "0, 0.4, 3, 6"})
    void chancesAreWhatAnExamTendsTo(double confusion, double skill, double sharpness, int paths) {
        AnswerModel answers = confusion > 0 ? AnswerModel.open(confusion) : AnswerModel.choices(4);
        Panel panel = PANEL.with(PANEL.reasoner().with(answers)).with(new Aggregator.Vote(skill, sharpness));
        Exam exam = Exam.stratified(panel.reasoner(), 3_000, 11);
        for (double budget : new double[] {4_000, 10_000, 1e9}) {
            double drawn = exam.run(panel.policy(paths, budget), 4).accuracy();
            assertThat(panel.expected(paths).accuracy(paths, budget)).isCloseTo(drawn, within(0.012));
        }
    }

    @Test
    void aMajorityOfManyIsWhatAnExamTendsTo() {
        Exam exam = Exam.stratified(PANEL.reasoner(), 4_000, 3);
        assertThat(PANEL.expected(64).accuracy(64, ALL)).isCloseTo(exam.majority(64), within(0.01));
    }

    @Property(tries = 20)
    void theOracleIsTheClosedFormOfThePopulation(
            @ForAll @DoubleRange(min = 0.1, max = 0.9) double mean,
            @ForAll @DoubleRange(min = 0.3, max = 5) double spread,
            @ForAll @IntRange(min = 1, max = 32) int k) {
        ProblemPopulation population = new ProblemPopulation(mean, spread);
        Panel panel = new Panel(Reasoner.of(population, AnswerModel.open(8)), Panel.ORACLE);
        assertThat(panel.expected(k).accuracy(k, ALL)).isCloseTo(population.passAtK(k), within(2e-3));
    }

    /// Where wrong traces are longer, cutting them and forcing an answer is a second chance; so here they are not.
    @Property(tries = 10)
    void moreTokensNeverHurtOnePath(@ForAll @DoubleRange(min = 0.1, max = 0.9) double mean) {
        TraceModel alike = TRACES.with(new TraceModel.Lengths(8_000, 0.5, 0.3, 0.5, 1));
        Panel panel = PANEL.with(PANEL.reasoner().with(alike));
        ExpectedAccuracy expected = Knob.MEAN.with(panel, mean).expected(1);
        double[] rising = IntStream.rangeClosed(8, 18)
                .mapToDouble(i -> expected.accuracy(1, 1 << i))
                .toArray();
        assertThat(rising).isSorted();
        assertThat(expected.accuracy(1, ALL)).isCloseTo(mean, within(1e-6));
    }

    /// Knobs that made rows are found from them.
    @Test
    void aFitFindsWhatTheRowsWereMadeWith() {
        List<Row> rows = new ArrayList<>();
        ExpectedAccuracy truth = PANEL.expected(8);
        for (int paths : new int[] {1, 8}) {
            for (double budget : new double[] {2_000, 4_000, 8_000, 12_000, 20_000, 40_000}) {
                rows.add(
                        Row.voted("P %d, %.0f".formatted(paths, budget), paths, budget, truth.accuracy(paths, budget)));
            }
        }
        Panel start = Knob.WITHIN.with(Knob.MEDIAN.with(Knob.MEAN.with(PANEL, 0.4), 5_000), 0.3);
        Set<Knob> free = EnumSet.of(Knob.MEAN, Knob.MEDIAN, Knob.DIFFICULTY, Knob.WITHIN, Knob.FORCED);
        Calibration fit = Calibration.of(start, free, rows);
        assertThat(fit.error()).isLessThan(2e-3);
        assertThat(fit.value(Knob.MEAN)).isCloseTo(0.555, within(0.01));
        assertThat(fit.value(Knob.MEDIAN)).isCloseTo(8_000, within(300.0));
        assertThat(fit.rows()).hasSize(12);
        assertThat(fit.panel().expected(4).accuracy(4, 8_000)).isCloseTo(truth.accuracy(4, 8_000), within(3e-3));
        assertThat(Calibration.of(start, free, rows).values()).isEqualTo(fit.values());
    }

    @Test
    void passAtKAndConsAtKTellSpreadConfusionAndSkillApart() {
        Panel truth = Knob.SKILL.with(PANEL.with(new Aggregator.Vote(0, 3)), 0.7);
        List<Row> rows = List.of(
                Row.single("pass@1", ALL, 0.555),
                Row.voted("P 4", 4, ALL, truth.expected(4).accuracy(4, ALL)),
                Row.voted("P 8", 8, ALL, truth.expected(8).accuracy(8, ALL)),
                Row.pass("pass@16", 16, new ProblemPopulation(0.555, 1.2).passAtK(16)),
                Row.majority("cons@64", 64, PANEL.expected(64).accuracy(64, ALL)));
        Set<Knob> free = EnumSet.of(Knob.MEAN, Knob.SPREAD, Knob.CONFUSION, Knob.SKILL);
        Panel start = Knob.SPREAD.with(Knob.CONFUSION.with(Knob.SKILL.with(truth, 0.2), 5), 0.8);
        Calibration fit = Calibration.of(start, free, rows);
        assertThat(fit.value(Knob.SPREAD)).isCloseTo(1.2, within(0.05));
        assertThat(fit.value(Knob.CONFUSION)).isCloseTo(8, within(0.8));
        assertThat(fit.value(Knob.SKILL)).isCloseTo(0.7, within(0.07));
        assertThatThrownBy(() -> Calibration.of(start, free, rows.subList(0, 3)))
                .isInstanceOf(BadInput.class);
    }

    @Test
    void whatRowsCannotTellIsRefused() {
        List<Row> votes = List.of(
                Row.single("a", 1e4, 0.5),
                Row.voted("b", 4, 1e4, 0.6),
                Row.voted("c", 8, 1e4, 0.7),
                Row.single("d", 1e4, 0.7));
        assertThatThrownBy(() -> Calibration.of(PANEL, EnumSet.of(Knob.SPREAD, Knob.CONFUSION, Knob.SKILL), votes))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("pass@k or cons@k");
        assertThatThrownBy(() -> Calibration.of(PANEL, EnumSet.of(Knob.SPREAD, Knob.SKILL), votes.subList(0, 2)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("pass@k or cons@k");
        assertThatThrownBy(() -> Calibration.of(PANEL, EnumSet.of(Knob.MEDIAN), votes))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("one budget");
        assertThatThrownBy(() -> Calibration.of(PANEL, EnumSet.of(Knob.SPREAD), votes.subList(0, 1)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("several paths");
        assertThatThrownBy(() -> Calibration.of(PANEL, EnumSet.of(Knob.MEAN, Knob.SPREAD), votes.subList(0, 1)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[1] rows");
        assertThatThrownBy(() -> VoteChances.of(AnswerModel.open(8), new Aggregator.Vote(0, 3), 64))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[64]");
        assertThatThrownBy(() -> PANEL.with(PANEL.reasoner().with(TRACES.with(new TraceModel.Strategies(4, 1, 0.5))))
                        .expected(4))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("strategies");
        assertThatThrownBy(() -> new Row("x", Row.Measure.PASS, 1, 10, 50)).isInstanceOf(BadInput.class);
    }

    @Test
    void aBandLeavesOpenWhatALineDoesNotExplain() {
        double[] chance = {0.1, 0.4, 0.6, 0.9};
        assertThat(Band.given(chance, chance, 30).deviation()).isCloseTo(0, within(1e-9));
        double[] alternating = {1, 0, 0, 1};
        Band band = Band.given(chance, alternating, 25);
        assertThat(band.deviation()).isCloseTo(0.1, within(1e-9)).isEqualTo(band.free());
        assertThat(Band.given(new double[4], alternating, 25)).isEqualTo(band);
        assertThatThrownBy(() -> Band.given(chance, new double[3], 30)).isInstanceOf(BadInput.class);
    }

    /// Tries of drawn problems say what the closed form says.
    @Test
    void aBandFromRunsIsThatOfThePanel() {
        Exam exam = Exam.stratified(PANEL.reasoner(), 4_000, 3);
        double[] chance = exam.problems().mapToDouble(Problem::success).toArray();
        double[] voted = exam.outcomes(PANEL.policy(8, 1e9), 1)
                .mapToDouble(outcome -> outcome.correct() ? 1 : 0)
                .toArray();
        Band run = Band.given(chance, voted, 30);
        Band panel = Band.of(PANEL, 8, ALL, 30);
        assertThat(run.expected()).isCloseTo(panel.expected(), within(0.02));
        assertThat(run.deviation()).isCloseTo(panel.deviation(), within(0.003));
        assertThat(run.free()).isCloseTo(panel.free(), within(0.003));
    }

    /// Benchmarks of 30 problems drawn from one population; those whose chances have nearly the mean of all.
    @Test
    void aBandIsHowFarDrawnBenchmarksAreOff() {
        Band band = Band.of(PANEL, 32, ALL, 30);
        Policy policy = PANEL.policy(32, 1e9);
        double[] sums = new double[3];
        Exam many = Exam.drawn(PANEL.reasoner(), 30 * 1_500, 17);
        for (int exam = 0; exam < 1_500; exam++) {
            double known = 0;
            double right = 0;
            for (int i = 0; i < 30; i++) {
                known += many.problem(30 * exam + i).success() / 30;
            }
            if (Math.abs(known - 0.555) < 0.02) {
                for (int i = 0; i < 30; i++) {
                    right += policy.attempt(many.problem(30 * exam + i)).correct() ? 1.0 / 30 : 0;
                }
                sums[0]++;
                sums[1] += right;
                sums[2] += right * right;
            }
        }
        double mean = sums[1] / sums[0];
        double deviation = Math.sqrt(sums[2] / sums[0] - mean * mean);
        assertThat(sums[0]).isGreaterThan(200);
        assertThat(band.expected()).isCloseTo(mean, within(0.01));
        assertThat(band.deviation()).isCloseTo(deviation, within(0.007));
        assertThat(band.deviation()).isLessThan(band.free());
        assertThat(band.deviations(band.expected() + 2 * band.deviation())).isCloseTo(2, within(1e-9));
    }
}
