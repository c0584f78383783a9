package throughline.reasoning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;
import throughline.random.Noise;
import throughline.random.Streams;

class AnswerTableTest {
    private static final int TRACES = 100_000;

    private static Problem problem(double mean, double spread, double confusion, int index) {
        Reasoner reasoner = Reasoner.of(new ProblemPopulation(mean, spread), AnswerModel.open(confusion));
        return Exam.stratified(reasoner, 100, 5).problem(index);
    }

    @Property(tries = 50)
    void manyAnswersAreThoseOfEachTraceAlone(
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double mean,
            @ForAll @DoubleRange(min = 0.2, max = 50) double spread,
            @ForAll @DoubleRange(min = 0.1, max = 100) double confusion,
            @ForAll @IntRange(max = 99) int index) {
        Problem problem = problem(mean, spread, confusion, index);
        for (int traces : new int[] {100, AnswerTable.WORTHWHILE + 1_000}) {
            int[] alone = IntStream.range(0, traces)
                    .map(path -> problem.trace(path).answer())
                    .toArray();
            Ballot ballot = Ballot.of(problem, alone);
            Ballot quick = Ballot.first(problem, traces);
            assertThat(quick.answers()).isEqualTo(ballot.answers());
            assertThat(IntStream.of(quick.answers()).map(quick::votes))
                    .containsExactlyElementsOf(IntStream.of(ballot.answers())
                            .map(ballot::votes)
                            .boxed()
                            .toList());
        }
    }

    @Property(tries = 200)
    void aTableChangesNoAnswerAtTheEdgesOfItsCells(
            @ForAll @DoubleRange(min = 0, max = 1) double first, @ForAll @DoubleRange(min = 0, max = 1) double second) {
        double low = Math.min(first, second);
        double high = Math.max(first, second);
        AnswerTable table = new AnswerTable(u -> u < low ? 0 : u < high ? 1 : 2);
        for (double edge : new double[] {0, low, high, Math.round(4096 * low) / 4096.0, 1 - 0x1p-53}) {
            for (long step = -1; step <= 1; step++) {
                long bits = (long) (edge * 0x1p53) + step << 11;
                double u = Noise.uniform(bits);
                assertThat(table.at(bits)).isEqualTo(u < low ? 0 : u < high ? 1 : 2);
            }
        }
    }

    /// Pearson's chi-square of 100,000 answers of each of 20 problems; 1e-5 would come once in 5,000 such tests.
    @Test
    void answersFallAsTheirChancesSay() {
        for (int index = 2; index < 100; index += 5) {
            Problem problem = problem(0.555, 1.2, 8, index);
            Ballot ballot = Ballot.first(problem, TRACES);
            double[] shares = problem.wrongShares();
            double statistic = 0;
            int bins = 0;
            double expected = TRACES * problem.success();
            double counted = ballot.votes(0);
            for (int i = 0; i <= shares.length; i++) {
                if (expected > 20 || i == shares.length && expected > 0) {
                    statistic += (counted - expected) * (counted - expected) / expected;
                    bins++;
                    expected = 0;
                    counted = 0;
                }
                if (i < shares.length) {
                    expected += TRACES * (1 - problem.success()) * shares[i];
                    counted += ballot.votes(i + 1);
                }
            }
            assertThat(ChiSquaredDistribution.of(Math.max(1, bins - 1)).survivalProbability(statistic))
                    .isGreaterThan(1e-5);
        }
    }

    @Test
    void aRowOfNoiseHasTheBitsOfItsPlaces() {
        Noise noise = new Noise(new Streams(3).named("noise"));
        assertThat(IntStream.range(0, 100).mapToObj(i -> noise.row(7).bits(i)))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> noise.bits(7, i)).toList());
    }
}
