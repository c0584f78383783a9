package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import throughline.learning.detect.Roc;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The judge that is trained, and what it is trained on.
class DeepPruneJudgeTest {
    private static final DeepPruneSearch SEARCH = new DeepPruneSearch(0.2, 400);

    @Property(tries = 200)
    void theSlopeIsThatOfTheFocalLoss(@ForAll @DoubleRange(min = -8, max = 8) double logit) {
        double step = 1e-5;
        for (double focus : new double[] {0, 2}) {
            double slope = (loss(logit + step, focus) - loss(logit - step, focus)) / (2 * step);
            assertThat(DeepPruneTraining.slope(logit, focus)).isCloseTo(slope, within(1e-6));
        }
    }

    private static double loss(double logit, double focus) {
        double right = 1 / (1 + Math.exp(-logit));
        return -Math.pow(1 - right, focus) * Math.log(right);
    }

    @Test
    void whatIsClearAlreadyMattersLessToTheFocalLoss() {
        assertThat(DeepPruneTraining.slope(3, 2) / DeepPruneTraining.slope(3, 0))
                .isLessThan(0.02);
        assertThat(DeepPruneTraining.slope(-3, 2) / DeepPruneTraining.slope(-3, 0))
                .isGreaterThan(0.9);
    }

    @Test
    void anAnswerMakesTheTarget() {
        Stream random = new Streams(1).named("puzzles");
        int solved = 0;
        for (int i = 0; i < 500; i++) {
            DeepPruneSearch.Puzzle puzzle = DeepPruneSearch.Puzzle.draw(random);
            Optional<DeepPruneSearch.Trace> trace = SEARCH.sample(puzzle, random);
            if (trace.isPresent()) {
                solved++;
                assertThat(trace.get().words().getLast()).isEqualTo(String.valueOf(puzzle.target()));
                assertThat(trace.get().answer().split(" ")).hasSizeBetween(1, 2);
                assertThat(trace.get().words().size() % 5).isZero();
            }
        }
        assertThat(solved).isBetween(10, 250);
    }

    @Test
    void aJudgeLearnsFromTheFirstWords() {
        DeepPrunePairs train = DeepPrunePairs.draw(SEARCH, 60, 25, new Streams(1).below("train"));
        DeepPrunePairs test = DeepPrunePairs.draw(SEARCH, 40, 25, new Streams(1).below("test"));
        assertThat(train.size()).isEqualTo(60 * 66);
        DeepPruneTraining both = new DeepPruneTraining(true, true);
        Roc learnt = both.judge(train, test, 150, 1, Cancel.NEVER);
        assertThat(learnt.area()).isGreaterThan(0.58);
        Roc again = both.judge(train, test, 150, 1, Cancel.NEVER);
        assertThat(Arrays.equals(again.threshold(), learnt.threshold())).isTrue();
    }

    /// What a trained judge is held against may not be worse than a coin: it is turned round.
    @Test
    void whoIsMostlyWrongIsTurnedRound() {
        DeepPruneAblation run =
                DeepPruneAblation.run(25, new DeepPruneAblation.Size(3, 20, 2), Cancel.NEVER, Progress.NONE);
        assertThat(Arrays.stream(run.shared()).min().orElseThrow()).isGreaterThanOrEqualTo(0.5);
    }
}
