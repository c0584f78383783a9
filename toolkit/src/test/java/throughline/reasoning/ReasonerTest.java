package throughline.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.scaling.PassAtK;
import throughline.spec.BadInput;

class ReasonerTest {
    private static final double ALL = 1e9;
    private static final Reasoner USUAL = Reasoner.of(new ProblemPopulation(0.555, 1.2), AnswerModel.open(8));

    /// Near 1 the distribution is so steep that neighbouring numbers lie further apart in rank than 1e-9.
    @Property(tries = 50)
    void theQuantileInvertsTheDistribution(
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double mean,
            @ForAll @DoubleRange(min = 0.3, max = 50) double spread,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double rank) {
        double p = new ProblemPopulation(mean, spread).quantile().at(rank);
        var beta = BetaDistribution.of(mean * spread, (1 - mean) * spread);
        if (p > 1e-12 && p < 1 - 1e-12) {
            assertThat(rank)
                    .isBetween(
                            beta.cumulativeProbability(p - 4 * Math.ulp(p)) - 1e-9,
                            beta.cumulativeProbability(p + 4 * Math.ulp(p)) + 1e-9);
        }
    }

    @Property(tries = 20)
    void harderProblemsAreSolvedLessOften(@ForAll @DoubleRange(min = 0.1, max = 5) double spread) {
        var quantile = new ProblemPopulation(0.4, spread).quantile();
        double[] chances =
                IntStream.range(1, 100).mapToDouble(i -> quantile.at(i / 100.0)).toArray();
        assertThat(chances).isSorted();
    }

    /// Standard errors of 4,000 problems at 16 tries each are below a fifth of the width.
    @ParameterizedTest
    @CsvSource({"0.555, 1.2, 8", "0.2, 0.5, 4", "0.8, 3, 20"})
    void closedFormsAreWhatComesOut(double mean, double spread, double confusion) {
        var population = new ProblemPopulation(mean, spread);
        var exam = Exam.stratified(Reasoner.of(population, AnswerModel.open(confusion)), 4_000, 7);
        double pass = 0;
        double agree = 0;
        for (int i = 0; i < exam.size(); i++) {
            Problem problem = exam.problem(i);
            Ballot ballot = Ballot.first(problem, 16);
            pass += PassAtK.unbiased(16, ballot.votes(0), 4);
            agree += pairs(ballot) / 120.0;
        }
        assertThat(pass / exam.size()).isCloseTo(population.passAtK(4), within(0.01));
        assertThat(agree / exam.size()).isCloseTo(population.agreement(AnswerModel.open(confusion)), within(0.02));
        assertThat(exam.coverage(4)).isCloseTo(population.passAtK(4), within(0.02));
    }

    private static double pairs(Ballot ballot) {
        return IntStream.of(ballot.answers())
                .mapToDouble(answer -> ballot.votes(answer) * (ballot.votes(answer) - 1) / 2.0)
                .sum();
    }

    @Test
    void whatIsLeftUnsolvedFallsAsAPower() {
        var population = new ProblemPopulation(0.3, 0.8);
        double slope = Math.log((1 - population.passAtK(1e6)) / (1 - population.passAtK(1e5))) / Math.log(10);
        assertThat(-slope).isCloseTo(population.tail(), within(1e-4));
    }

    @ParameterizedTest
    @CsvSource({"0.159, 250, 0.56", "0.5, 8, 0.8"})
    void aPopulationPassesThroughTwoPoints(double one, double k, double many) {
        var population = ProblemPopulation.through(one, k, many);
        assertThat(population.passAtK(1)).isCloseTo(one, within(1e-9));
        assertThat(population.passAtK(k)).isCloseTo(many, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"1", "8", "30"})
    void wrongAnswersAgreeAsOftenAsTheirConfusionSays(double confusion) {
        var answers = AnswerModel.open(confusion);
        var exam = Exam.stratified(Reasoner.of(new ProblemPopulation(0.5, 1), answers), 4_000, 3);
        double collision = exam.problems()
                .mapToDouble(problem -> square(problem.wrongShares()))
                .average()
                .orElseThrow();
        assertThat(collision).isCloseTo(answers.collision(), within(0.012));
        assertThat(exam.problem(0).wrongShares()).satisfies(shares -> assertThat(IntStream.range(0, shares.length)
                        .mapToDouble(i -> shares[i])
                        .sum())
                .isCloseTo(1, within(1e-12)));
    }

    /// Where errors hardly ever agree a vote is nearly an oracle, and not the reverse.
    @ParameterizedTest
    @CsvSource({"200", "1000", "10000"})
    void veryManyWrongAnswersAgreeHardlyEver(double confusion) {
        var answers = AnswerModel.open(confusion);
        var exam = Exam.stratified(Reasoner.of(new ProblemPopulation(0.5, 1), answers), 500, 3);
        double collision = exam.problems()
                .mapToDouble(problem -> square(problem.wrongShares()))
                .average()
                .orElseThrow();
        assertThat(collision).isBetween(0.9 * answers.collision(), Math.max(0.001, 1.1 * answers.collision()));
        assertThat(exam.majority(64)).isGreaterThan(0.8);
    }

    @Test
    void wrongOptionsAgreeAsDirichletSays() {
        var exam = Exam.stratified(USUAL.with(AnswerModel.choices(4)), 4_000, 3);
        double collision = exam.problems()
                .mapToDouble(problem -> square(problem.wrongShares()))
                .average()
                .orElseThrow();
        assertThat(collision).isCloseTo(0.5, within(0.01));
    }

    private static double square(double[] shares) {
        return IntStream.range(0, shares.length)
                .mapToDouble(i -> shares[i] * shares[i])
                .sum();
    }

    /// The most frequent answer of very many traces is right where the right one's chance is the largest.
    @Test
    void aMajorityTendsToTheLikeliestAnswer() {
        var exam = Exam.stratified(USUAL, 500, 5);
        double likeliest = exam.problems()
                        .filter(problem -> problem.success()
                                > (1 - problem.success())
                                        * IntStream.range(0, problem.wrongShares().length)
                                                .mapToDouble(i -> problem.wrongShares()[i])
                                                .max()
                                                .orElseThrow())
                        .count()
                / 500.0;
        assertThat(exam.majority(20_000)).isCloseTo(likeliest, within(0.01));
    }

    @Test
    void voteSummaryOracleAndVerifierStandInOrder() {
        var exam = Exam.stratified(USUAL, 2_000, 2);
        double majority = exam.run(Policy.majority(8, ALL)).accuracy();
        double summary =
                exam.run(Policy.parallel(8, ALL, Aggregator.summary(1.5, 30))).accuracy();
        double oracle = exam.run(Policy.parallel(8, ALL, Aggregator.oracle())).accuracy();
        assertThat(majority).isLessThan(summary);
        assertThat(summary).isLessThan(oracle);
        assertThat(oracle).isEqualTo(exam.coverage(8));
        assertThat(exam.run(Policy.bestOf(8, ALL, 0)).accuracy())
                .isCloseTo(exam.run(Policy.single(ALL)).accuracy(), within(0.025));
        assertThat(exam.run(Policy.bestOf(8, ALL, 30)).accuracy()).isEqualTo(oracle);
    }

    @Test
    void aVerifierOfAnAurocRanksPairsSo() {
        double d = Aggregator.discrimination(0.87);
        assertThat(d).isCloseTo(1.593, within(1e-3));
        var exam = Exam.stratified(Reasoner.of(new ProblemPopulation(0.5, 1e5), AnswerModel.open(8)), 20_000, 2);
        double ranked = exam.problems()
                .filter(problem -> Aggregator.verifier(d).choose(Ballot.of(problem, 0, 1), 0) == 0)
                .count();
        assertThat(ranked / exam.size()).isCloseTo(0.87, within(0.01));
    }

    @Test
    void strategiesKeepTheMeanAndCorrelateTraces() {
        var population = new ProblemPopulation(0.4, 1e4);
        var strategies = new TraceModel.Strategies(8, 0.5, 0.5);
        var exam = Exam.stratified(
                Reasoner.of(population, AnswerModel.open(8))
                        .with(TraceModel.usual().with(strategies)),
                20_000,
                4);
        double[] sums = new double[4];
        exam.problems().forEach(problem -> {
            Trace one = problem.trace(0, 3);
            Trace two = problem.trace(1, 3);
            sums[0] += one.correct() ? 1 : 0;
            sums[1] += two.correct() ? 1 : 0;
            sums[2] += one.correct() && two.correct() ? 1 : 0;
            sums[3] += problem.trace(2).correct() ? 1 : 0;
        });
        double n = exam.size();
        double covariance = sums[2] / n - sums[0] / n * sums[1] / n;
        assertThat(sums[3] / n).isCloseTo(0.4, within(0.012));
        assertThat(covariance / (0.4 * 0.6)).isCloseTo(0.5, within(0.02));
    }

    @Test
    void aTraceIsTheSameToEveryStrategyAndAnotherOneInAnotherAttempt() {
        var exam = Exam.drawn(USUAL, 200, 1);
        var again = Exam.drawn(USUAL, 200, 1);
        assertThat(IntStream.range(0, 200).mapToObj(i -> exam.problem(i).trace(i)))
                .containsExactlyElementsOf(IntStream.range(0, 200)
                        .mapToObj(i -> again.problem(i).trace(i))
                        .toList());
        long same = exam.problems()
                .filter(problem ->
                        problem.trace(0).tokens() == problem.again(1).trace(0).tokens())
                .count();
        assertThat(same).isLessThan(20);
    }

    /// Common random numbers: a model that is better solves every problem that a worse one solves with the same trace.
    @Test
    void aBetterModelLosesNothingOnTheSameTraces() {
        var worse = Exam.stratified(USUAL.with(new ProblemPopulation(0.3, 1.2)), 1_000, 9);
        var better = Exam.stratified(USUAL.with(new ProblemPopulation(0.4, 1.2)), 1_000, 9);
        assertThat(IntStream.range(0, 1_000)
                        .filter(i -> worse.problem(i).trace(0).correct()
                                && !better.problem(i).trace(0).correct()))
                .isEmpty();
    }

    @Test
    void aLargerBudgetNeverFinishesFewer() {
        var exam = Exam.stratified(USUAL, 500, 9);
        double[] done = IntStream.of(1_000, 4_000, 8_000, 16_000, 64_000)
                .mapToDouble(budget -> exam.problems()
                        .filter(problem -> problem.trace(0).done(budget))
                        .count())
                .toArray();
        assertThat(done).isSorted();
        assertThat(exam.run(Policy.single(64_000)).accuracy())
                .isGreaterThan(exam.run(Policy.single(1_000)).accuracy());
    }

    @Test
    void waitingHelpsWhereTracesTurnRoundAndThenNoMore() {
        var turning = USUAL.with(TraceModel.usual().with(new TraceModel.Recovery(0.5, 10_000)));
        var exam = Exam.stratified(turning, 2_000, 9);
        double[] waits = IntStream.of(0, 1, 4, 16)
                .mapToDouble(
                        count -> exam.run(Policy.budgetForce(ALL, count, 0.3)).accuracy())
                .toArray();
        assertThat(waits).isSorted();
        assertThat(waits[1]).isGreaterThan(waits[0]);
        assertThat(waits[3] - waits[2]).isLessThan(waits[2] - waits[0]);
        var never = Exam.stratified(USUAL, 500, 9);
        assertThat(never.run(Policy.budgetForce(ALL, 8, 0.3)).accuracy())
                .isEqualTo(never.run(Policy.single(ALL)).accuracy());
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new ProblemPopulation(1, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("mean");
        assertThatThrownBy(() -> AnswerModel.open(0))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[0.0]");
        assertThatThrownBy(() -> AnswerModel.choices(1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[1]");
        assertThatThrownBy(() -> Policy.majority(0, 100))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("paths");
        assertThatThrownBy(() -> Policy.single(0)).isInstanceOf(BadInput.class).hasMessageContaining("budget");
        assertThatThrownBy(() -> Aggregator.discrimination(1)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Exam.drawn(USUAL, 0, 1)).isInstanceOf(BadInput.class);
    }
}
