package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import throughline.papers.reasoning.ParallelR1Training.Point;
import throughline.papers.reasoning.ParallelR1Training.Schedule;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.TraceModel.Strategies;
import throughline.spec.Cancel;

class ParallelR1Test {
    @Test
    void trainingRaisesAccuracyAndTheSameSeedDoesItTheSameWay() {
        ParallelR1Training training = ParallelR1Training.usual().withSteps(60);
        Point end = training.trained(Schedule.ACCURACY, 1, Cancel.NEVER);
        assertThat(end.mean())
                .isGreaterThan(training.untrained(Schedule.ACCURACY, 1).mean());
        assertThat(training.trained(Schedule.ACCURACY, 1, Cancel.NEVER)).isEqualTo(end);
        assertThat(training.path(Schedule.ACCURACY, 1, 2, Cancel.NEVER)[1]).isEqualTo(end);
    }

    /// Where all strategies of a problem are alike, there is nothing to learn.
    @Test
    void strategiesThatDifferInNameOnlyTeachNothing() {
        ParallelR1Training alike =
                new ParallelR1Training(new ProblemPopulation(0.3, 1.2), new Strategies(8, 0.5, 0), 3, 0.5, 60, 40, 0.5);
        double before = alike.untrained(Schedule.SEQUENTIAL, 1).mean();
        assertThat(Math.abs(alike.trained(Schedule.SEQUENTIAL, 1, Cancel.NEVER).mean() - before))
                .isLessThan(0.02);
    }

    @Test
    void withoutBlocksNoneIsOpened() {
        assertThat(ParallelR1Training.usual()
                        .withSteps(10)
                        .trained(Schedule.SEQUENTIAL, 1, Cancel.NEVER)
                        .parallel())
                .isZero();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> ParallelR1Training.usual().withSteps(7)).hasMessageContaining("steps [7]");
    }
}
