package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import throughline.data.Plot;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.Exam;
import throughline.reasoning.ForkJoin;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;

class ThreadWeaverTest {
    private final ThreadWeaverThreads threads = new ThreadWeaverThreads();

    /// Quantiles with quantiles, against problems one by one.
    @Test
    void fittedSharesGiveTheMeanThatWasAsked() {
        ForkJoin policy = ThreadWeaverThreads.policy(threads.share(1.3));
        Exam exam = Exam.drawn(Reasoner.of(new ProblemPopulation(0.5, 1), AnswerModel.open(8)), 6_000, 9);
        double[] speedUps = exam.problems()
                .mapToDouble(problem -> policy.split(problem).speedUp())
                .toArray();
        assertThat(Arrays.stream(speedUps).average().orElseThrow()).isCloseTo(1.3, offset(0.02));
        double largest = median(speedUps, 100);
        assertThat(threads.largest(threads.share(1.3), 100)).isCloseTo(largest, offset(0.1));
    }

    /// The median over groups of the largest in a group.
    private static double median(double[] values, int group) {
        double[] largest = IntStream.range(0, values.length / group)
                .mapToDouble(i ->
                        Arrays.stream(values, i * group, (i + 1) * group).max().orElseThrow())
                .sorted()
                .toArray();
        return largest[largest.length / 2];
    }

    @Test
    void twoRunsAreALognormal() {
        ThreadWeaverRuns runs = ThreadWeaverRuns.of(1 / 1.2, 1.2);
        assertThat(runs.slower()).isCloseTo(0.5, offset(1e-12));
        assertThat(runs.largest(1)).isCloseTo(1, offset(1e-12));
        Stream random = new Streams(1).named("lognormal");
        double[] drawn = IntStream.range(0, 100_000)
                .mapToDouble(_ -> Math.exp(runs.spread() * random.normal()))
                .toArray();
        assertThat(Arrays.stream(drawn).average().orElseThrow()).isCloseTo(runs.meanOverRatio(), offset(0.004));
        assertThat(median(drawn, 50)).isCloseTo(runs.largest(50), offset(0.03));
    }

    /// Every problem is in the histogram, and no fork and join is below 1.
    @Test
    void theHistogramShowsAllProblems() {
        Plot plot = ThreadWeaver.speedUps("MATH500");
        assertThat(Arrays.stream(plot.series().get(0).y()).limit(50).sum()).isEqualTo(451);
        assertThat(Arrays.stream(plot.series().get(1).y()).sum()).isCloseTo(451, offset(10.0));
        Plot.Series forked = plot.series().get(2);
        for (int i = 0; i < forked.x().length; i++) {
            assertThat(forked.x()[i] > 0.95 || forked.y()[i] == 0).isTrue();
        }
        assertThatThrownBy(() -> ThreadWeaver.speedUps("Minerva")).hasMessageContaining("[Minerva]");
    }

    @Test
    void theHistogramsHoldTheMeansOfTheTable() {
        ThreadWeaverTables.benchmarks().stream()
                .filter(each -> !each.bars().isEmpty())
                .forEach(each -> {
                    double sum = each.bars().stream()
                            .mapToDouble(bar -> bar.problems() * (bar.from() + bar.to()) / 2)
                            .sum();
                    int problems = each.bars().stream()
                            .mapToInt(ThreadWeaverTables.Bar::problems)
                            .sum();
                    assertThat(problems).isEqualTo(each.problems());
                    assertThat(sum / problems).isCloseTo(each.mean(), offset(0.02));
                });
    }
}
