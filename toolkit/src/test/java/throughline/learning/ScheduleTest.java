package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Property
    void itRisesToItsPeakThenFallsToItsFloor(
            @ForAll @IntRange(min = 1, max = 300) int steps,
            @ForAll @DoubleRange(min = 0, max = 1) double warmUp,
            @ForAll @DoubleRange(min = 0, max = 1) double floor) {
        Schedule schedule = new Schedule(steps, 0.01, warmUp, floor);
        long rising = Math.round(warmUp * steps);
        for (int step = 1; step < steps; step++) {
            double change = schedule.rate(step) - schedule.rate(step - 1);
            if (step <= rising) {
                assertThat(change).isPositive();
            } else {
                assertThat(change).isLessThanOrEqualTo(0);
            }
        }
        for (int step = 0; step < steps; step++) {
            assertThat(schedule.rate(step)).isPositive().isLessThanOrEqualTo(0.01);
        }
        if (rising < steps) {
            assertThat(schedule.rate(rising)).isEqualTo(0.01);
        }
    }

    @Property
    void withoutWarmUpAndFallItIsConstantToTheBit(@ForAll @IntRange(min = 1, max = 300) int steps) {
        assertThat(new Schedule(steps, 3e-3, 0, 1).rate(steps - 1)).isEqualTo(3e-3);
    }

    @Test
    void halfwayACosineHasFallenByHalf() {
        assertThat(new Schedule(100, 2, 0, 0.5).rate(50)).isCloseTo(1.5, within(1e-12));
        assertThat(new Schedule(100, 2, 0.2, 0).rate(60)).isCloseTo(1, within(1e-12));
    }
}
