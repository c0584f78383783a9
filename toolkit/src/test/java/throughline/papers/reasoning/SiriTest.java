package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.papers.reasoning.SiriTraining.Point;
import throughline.reasoning.Score;
import throughline.spec.Cancel;

class SiriTest {
    private static final double LEAST = 8192;
    private static final double MOST = 16384;

    @Property(tries = 200)
    void limitsStayBetweenTheirEndsAndRepeat(@ForAll @IntRange(max = 5000) int step) {
        for (SiriSchedule schedule : List.of(
                SiriSchedule.stair(LEAST, MOST, 640),
                SiriSchedule.cosine(LEAST, MOST, 640),
                SiriSchedule.stairCosine(LEAST, MOST, 640))) {
            assertThat(schedule.limit(step))
                    .isBetween(LEAST - 1e-9, MOST + 1e-9)
                    .isEqualTo(schedule.limit(step + 640));
        }
    }

    @Test
    void schedulersAreThosePrinted() {
        SiriSchedule cosine = SiriSchedule.cosine(LEAST, MOST, 640);
        assertThat(cosine.limit(0)).isEqualTo(MOST);
        assertThat(cosine.limit(160)).isCloseTo((MOST + LEAST) / 2, within(1e-9));
        assertThat(cosine.limit(320)).isEqualTo(LEAST);
        assertThat(SiriSchedule.stair(LEAST, MOST, 640).limit(319)).isEqualTo(LEAST);
        assertThat(SiriSchedule.stair(LEAST, MOST, 640).limit(320)).isEqualTo(MOST);
        assertThatThrownBy(() -> SiriSchedule.cosine(LEAST, MOST, 0)).hasMessageContaining("[0]");
    }

    /// Continuous, and a mirror image of itself within the cycle.
    @Property(tries = 100)
    void theStairCosineHasNoJumps(@ForAll @IntRange(min = 1, max = 6399) int step) {
        SiriSchedule schedule = SiriSchedule.stairCosine(LEAST, MOST, 6400);
        assertThat(schedule.limit(step)).isCloseTo(schedule.limit(step - 1), within(9.0));
        assertThat(schedule.limit(step)).isCloseTo(schedule.limit(6400 - step), within(9.0));
    }

    @Test
    void aTightLimitShortensAndTheSameSeedDoesItTheSameWay() {
        SiriTraining training = SiriTraining.usual(0.27, 2_300, 1, 0.05);
        Point before = training.untrained(1);
        List<Point> path = training.path(SiriSchedule.constant(LEAST), 60, 2, 1, Cancel.NEVER);
        assertThat(path.getLast().tokens()).isLessThan(0.9 * before.tokens());
        assertThat(path.getLast().accuracy()).isGreaterThan(before.accuracy());
        assertThat(training.path(SiriSchedule.constant(LEAST), 60, 1, 1, Cancel.NEVER))
                .containsExactly(path.getLast());
    }

    /// If every answer exceeds the limit, all rewards are zero and nothing is learnt.
    @Test
    void aLimitThatNothingMeetsTeachesNothing() {
        SiriTraining training = SiriTraining.usual(0.27, 2_300, 1, 0.05);
        Point stuck =
                training.path(SiriSchedule.constant(10), 20, 1, 1, Cancel.NEVER).getLast();
        assertThat(stuck.accuracy()).isEqualTo(training.untrained(1).accuracy());
    }

    @Test
    void aPenaltyOnLengthShortens() {
        SiriTraining training = SiriTraining.usual(0.27, 2_300, 1, 0.05);
        SiriSchedule loose = SiriSchedule.constant(MOST);
        assertThat(training.penalising(0.5)
                        .path(loose, 60, 1, 1, Cancel.NEVER)
                        .getLast()
                        .tokens())
                .isLessThan(
                        training.path(loose, 60, 1, 1, Cancel.NEVER).getLast().tokens());
    }

    @Test
    void aTrainedModelIsAStrategyThatDoesAsItDidWhenLookedAt() {
        SiriTraining training = SiriTraining.usual(0.27, 2_300, 1, 0.05);
        SiriSchedule tight = SiriSchedule.constant(LEAST);
        Point point = training.path(tight, 30, 1, 1, Cancel.NEVER).getLast();
        SiriTraining.Compressed model = training.compressCycle(tight, 30, 1, Cancel.NEVER);
        Score score = model.exam().run(model.policy(), 32);
        assertThat(score.accuracy()).isCloseTo(point.accuracy(), within(0.03));
        assertThat(score.written()).isCloseTo(point.tokens(), within(0.05 * point.tokens()));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> SiriTraining.usual(0.2, 0, 1, 1)).hasMessageContaining("work [0.0]");
    }
}
