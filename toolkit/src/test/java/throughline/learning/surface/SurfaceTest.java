package throughline.learning.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Designs, observations, the quadratic surface and the choice of the next run.
class SurfaceTest {
    private static final Space SQUARE = Space.of(Knob.of("a", 0, 10), Knob.of("b", -1, 1));

    @Property(tries = 50)
    void aLatinHypercubeHasOneSettingInEachSlice(
            @ForAll @IntRange(min = 1, max = 260) int count, @ForAll @IntRange(min = 0, max = 99) int seed) {
        List<double[]> settings = Design.latinHypercube(SQUARE, count, seed);
        assertThat(settings).hasSize(count);
        for (int knob = 0; knob < 2; knob++) {
            Set<Integer> slices = new HashSet<>();
            for (double[] setting : settings) {
                slices.add((int) Math.min(count - 1, SQUARE.scaled(setting)[knob] * count));
            }
            assertThat(slices).hasSize(count);
        }
        assertThat(Design.latinHypercube(SQUARE, count, seed).toArray(double[][]::new))
                .isDeepEqualTo(settings.toArray(double[][]::new));
    }

    @Test
    void aGridHoldsAllCombinationsWithTheEnds() {
        assertThat(Design.grid(SQUARE, 3).toArray(double[][]::new))
                .isDeepEqualTo(
                        new double[][] {{0, -1}, {0, 0}, {0, 1}, {5, -1}, {5, 0}, {5, 1}, {10, -1}, {10, 0}, {10, 1}});
    }

    /// Any polynomial of second degree comes back, wherever it was looked at.
    @Property(tries = 50)
    void aQuadraticRecoversAQuadratic(
            @ForAll @DoubleRange(min = -5, max = 5) double linear,
            @ForAll @DoubleRange(min = -5, max = 5) double square,
            @ForAll @DoubleRange(min = -5, max = 5) double product) {
        Observations seen = Observations.none(SQUARE, "y", "twice");
        for (double[] s : Design.latinHypercube(SQUARE, 12, 1)) {
            double y = 1 + linear * s[0] + square * s[1] * s[1] + product * s[0] * s[1];
            seen = seen.and(s, y, 2 * y);
        }
        List<Prediction> there = new Quadratic().fit(seen).at(3, 0.5);
        double y = 1 + linear * 3 + square / 4 + product * 1.5;
        assertThat(there.getFirst().mean()).isCloseTo(y, within(1e-4));
        assertThat(there.getLast().mean()).isCloseTo(2 * y, within(2e-4));
    }

    @Test
    void aQuadraticOfNoiseKnowsTheNoiseAndItsOwnError() {
        double inside = 0;
        double variance = 0;
        for (int f = 0; f < 200; f++) {
            Stream random = new Streams(f).named("noise");
            Observations seen = Observations.none(SQUARE, "y");
            for (double[] s : Design.latinHypercube(SQUARE, 40, f)) {
                seen = seen.and(s, s[0] - s[1] + random.normal());
            }
            Prediction there = new Quadratic().fit(seen).at(8, 0.5).getFirst();
            inside += Math.abs(there.mean() - 7.5) <= there.halfWidth(0.9) ? 1 : 0;
            variance += there.noise() * there.noise() / 200;
        }
        assertThat(inside / 200).isBetween(0.83, 0.96);
        assertThat(variance).isCloseTo(1, within(0.06));
    }

    @Test
    void fewRunsGiveALineAndFewerAConstant() {
        Observations seen =
                Observations.none(SQUARE, "y").and(new double[] {0, 0}, 1).and(new double[] {10, 0}, 3);
        assertThat(new Quadratic().fit(seen).at(7, 1).getFirst().mean()).isCloseTo(2, within(1e-6));
        seen = seen.and(new double[] {0, 1}, 5).and(new double[] {10, 1}, 7);
        assertThat(new Quadratic().fit(seen).at(5, 0.5).getFirst().mean()).isCloseTo(4, within(1e-6));
    }

    @Test
    void expectedImprovementIsItsClosedForm() {
        assertThat(new Prediction(2, 0, 1).improvementBelow(5)).isEqualTo(3);
        assertThat(new Prediction(5, 0, 1).improvementBelow(2)).isZero();
        assertThat(new Prediction(0, 1, 0).improvementBelow(0)).isCloseTo(1 / Math.sqrt(2 * Math.PI), within(1e-12));
        assertThat(new Prediction(1, 2, 0).improvementBelow(0))
                .isLessThan(new Prediction(1, 3, 0).improvementBelow(0))
                .isLessThan(new Prediction(0, 2, 0).improvementBelow(0));
        assertThat(new Prediction(1, 3, 4).runSd()).isEqualTo(5);
    }

    @Test
    void theNextRunIsFarFromThoseMadeAndABatchIsSpreadOut() {
        Observations seen = Observations.none(SQUARE, "y");
        Stream random = new Streams(1).named("noise");
        for (double[] s : Design.grid(Space.of(Knob.of("a", 0, 4), Knob.of("b", -1, 1)), 3)) {
            seen = seen.and(s, s[0] + random.normal());
        }
        ResponseSurface surface = new Quadratic().fit(seen);
        List<double[]> candidates = Design.grid(SQUARE, 5);
        assertThat(NextRun.mostUncertain().choose(surface, candidates)[0]).isEqualTo(10);
        List<double[]> batch = NextRun.mostUncertain().choose(surface, candidates, 3);
        assertThat(batch.stream().map(Arrays::toString).distinct()).hasSize(3);
        assertThat(NextRun.highest("y").choose(surface, candidates)[0]).isEqualTo(10);
    }

    @Test
    void badInputIsNamed() {
        assertThatThrownBy(() -> Knob.of("a", 2, 2))
                .isInstanceOf(BadInput.class)
                .hasMessage("knob a [2.0 to 2.0] must have a finite range, the lower end first");
        assertThatThrownBy(() -> Space.of(Knob.of("a", 0, 1), Knob.of("a", 0, 2)))
                .isInstanceOf(BadInput.class)
                .hasMessage("knob [a] is there twice; each has one range");
        Observations none = Observations.none(SQUARE, "y");
        assertThatThrownBy(() -> none.and(new double[] {11, 0}, 1))
                .isInstanceOf(BadInput.class)
                .hasMessage("a [11.0] must be from 0.0 to 10.0");
        assertThatThrownBy(() -> none.and(new double[] {1}, 1))
                .isInstanceOf(BadInput.class)
                .hasMessage("setting of [1] numbers for the 2 knobs [a, b]; one each");
        assertThatThrownBy(() -> none.and(new double[] {1, 0}, Double.NaN))
                .isInstanceOf(BadInput.class)
                .hasMessage("run 0: y is [NaN]; it must be a finite number");
        assertThatThrownBy(() -> none.and(new double[] {1, 0}, 1, 2)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> none.answer("z"))
                .isInstanceOf(BadInput.class)
                .hasMessage("no answer [z]; there are y");
        assertThatThrownBy(() -> new Quadratic().fit(none)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> SurfaceLearner.named("spline"))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("no surface learner [spline] on the class path; there are ")
                .hasMessageContaining("quadratic");
        assertThatThrownBy(() -> Design.latinHypercube(SQUARE, 0, 1)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Design.grid(SQUARE, 1)).isInstanceOf(BadInput.class);
    }
}
