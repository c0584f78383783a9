package throughline.papers.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.data.Estimate;
import throughline.random.Streams;
import throughline.spec.BadInput;

class OuterLoopTest {
    @Property(tries = 20)
    void itSettlesWhereTheLawSays(
            @ForAll @DoubleRange(min = 0.1, max = 1.5) double step, @ForAll @IntRange(min = 1, max = 256) int n) {
        OuterLoop loop = new OuterLoop(step, 10, n, 10);
        Estimate floor = loop.simulatedFloor(2_000, 20, new Streams(7));
        assertThat(floor.mean()).isCloseTo(loop.floor(), within(5 * floor.standardError()));
    }

    @Property(tries = 50)
    void theFloorIsAFixedPointAndFallsWithEnvironments(
            @ForAll @DoubleRange(min = 0.01, max = 1.9) double step, @ForAll @IntRange(min = 1, max = 1000) int n) {
        OuterLoop loop = new OuterLoop(step, 10, n, 10);
        double next = (1 - step) * (1 - step) * loop.floor() + step * step * 100 / n;
        assertThat(next).isCloseTo(loop.floor(), within(1e-9 * loop.floor()));
        assertThat(new OuterLoop(step, 10, 2 * n, 10).floor()).isCloseTo(loop.floor() / 2, within(1e-9));
        assertThat(new OuterLoop(step / 2, 10, n, 10).floor()).isLessThan(loop.floor());
    }

    @Test
    void withoutNoiseTheStartIsForgottenGeometrically() {
        OuterLoop loop = new OuterLoop(0.3, 0, 1, 10);
        double[] path = loop.path(20, new Streams(1).named("path"));
        for (int k = 0; k < path.length; k++) {
            assertThat(path[k] * path[k]).isCloseTo(loop.expected(k + 1), within(1e-9));
        }
    }

    @Test
    void aStepThatNeverSettlesIsRefused() {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> new OuterLoop(2, 1, 1, 0))
                .withMessageContaining("step [2.0]");
    }

    @Test
    void itsFigureHasTheLawAndTheSimulationOfEachStep() {
        assertThat(OuterLoop.plot(new double[] {0.4, 0.1}, 10, new int[] {1, 16}, 100, 3, 1)
                        .series())
                .hasSize(4);
    }
}
