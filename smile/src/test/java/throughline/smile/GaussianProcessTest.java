package throughline.smile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import throughline.learning.surface.Design;
import throughline.learning.surface.Knob;
import throughline.learning.surface.NextRun;
import throughline.learning.surface.Observations;
import throughline.learning.surface.Prediction;
import throughline.learning.surface.ResponseSurface;
import throughline.learning.surface.Space;
import throughline.learning.surface.SurfaceLearner;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class GaussianProcessTest {
    private static final Space SQUARE = Space.of(Knob.of("a", 0, 10), Knob.of("b", -1, 1));
    private static final SurfaceLearner GAUSSIAN = SurfaceLearner.named("gaussian-process");

    /// Smooth, not a polynomial, and steeper in one corner.
    private static double bowl(double[] s) {
        return Math.sin(s[0] / 2) + s[1] * s[1] + Math.exp(s[0] / 5 + s[1] - 3);
    }

    private static Observations seen(
            List<double[]> settings, ToDoubleFunction<double[]> truth, double noise, long seed) {
        Stream random = new Streams(seed).named("noise");
        Observations seen = Observations.none(SQUARE, "y");
        for (double[] setting : settings) {
            seen = seen.and(setting, truth.applyAsDouble(setting) + noise * random.normal());
        }
        return seen;
    }

    @Test
    void withoutNoiseItGoesThroughWhatWasSeenAndIsSureThere() {
        Observations seen = seen(Design.latinHypercube(SQUARE, 25, 1), GaussianProcessTest::bowl, 0, 1);
        ResponseSurface surface = GAUSSIAN.fit(seen);
        for (int run = 0; run < seen.size(); run++) {
            Prediction there = surface.at(seen.settings().get(run)).getFirst();
            assertThat(there.mean()).isCloseTo(seen.values(0)[run], within(0.01));
            assertThat(there.sd()).isLessThan(0.01);
        }
        assertThat(rmse(surface)).isLessThan(0.05);
    }

    private static double rmse(ResponseSurface surface) {
        return Math.sqrt(Design.grid(SQUARE, 20).stream()
                .mapToDouble(s -> Math.pow(surface.at(s).getFirst().mean() - bowl(s), 2))
                .average()
                .orElseThrow());
    }

    @Test
    void itErrsLessThanAQuadraticOnWhatIsNone() {
        Observations seen = seen(Design.latinHypercube(SQUARE, 30, 2), GaussianProcessTest::bowl, 0.05, 2);
        assertThat(rmse(GAUSSIAN.fit(seen)))
                .isLessThan(0.5 * rmse(SurfaceLearner.named("quadratic").fit(seen)));
    }

    @Test
    void replicationsTellNoiseFromShape() {
        List<double[]> twice = new ArrayList<>(Design.latinHypercube(SQUARE, 20, 3));
        twice.addAll(List.copyOf(twice));
        twice.addAll(List.copyOf(twice));
        for (double noise : new double[] {0.02, 0.3}) {
            ResponseSurface surface = GAUSSIAN.fit(seen(twice, GaussianProcessTest::bowl, noise, 3));
            assertThat(surface.at(5, 0).getFirst().noise()).isBetween(0.75 * noise, 1.3 * noise);
        }
    }

    /// Over random functions, one setting of each, 90 % intervals hold 90 % of the true means and of single runs: with
    /// 400 functions, 87 % to 93 % is within two standard deviations.
    @Test
    void ninetyPercentIntervalsHoldNinetyPercent() {
        int functions = 400;
        double inside = 0;
        double runsInside = 0;
        for (int f = 0; f < functions; f++) {
            ToDoubleFunction<double[]> truth = function(f);
            ResponseSurface surface = GAUSSIAN.fit(seen(Design.latinHypercube(SQUARE, 40, f), truth, 0.1, f));
            double[] setting = Design.latinHypercube(SQUARE, 1, 1_000 + f).getFirst();
            Prediction there = surface.at(setting).getFirst();
            double off = truth.applyAsDouble(setting) - there.mean();
            inside += Math.abs(off) <= there.halfWidth(0.9) ? 1 : 0;
            double run = off + 0.1 * new Streams(f).named("run").normal();
            runsInside += Math.abs(run) <= 1.645 * there.runSd() ? 1 : 0;
        }
        assertThat(inside / functions).isBetween(0.87, 0.93);
        assertThat(runsInside / functions).isBetween(0.87, 0.93);
    }

    /// A sum of waves of random length and direction.
    private static ToDoubleFunction<double[]> function(long seed) {
        Stream random = new Streams(seed).named("function");
        double[][] waves = new double[30][];
        for (int w = 0; w < waves.length; w++) {
            waves[w] = new double[] {2 * random.normal(), 2 * random.normal(), random.uniform(0, 2 * Math.PI)};
        }
        return s -> {
            double sum = 0;
            for (double[] wave : waves) {
                sum += Math.cos(wave[0] * s[0] / 10 + wave[1] * (s[1] + 1) / 2 + wave[2]);
            }
            return sum * Math.sqrt(2.0 / waves.length);
        };
    }

    @Test
    void aKnobThatDoesNothingIsFoundOut() {
        Observations seen = seen(Design.latinHypercube(SQUARE, 30, 4), s -> Math.sin(s[0]), 0.01, 4);
        ResponseSurface surface = GAUSSIAN.fit(seen);
        assertThat(surface.at(3, -0.9).getFirst().mean())
                .isCloseTo(surface.at(3, 0.9).getFirst().mean(), within(0.15));
    }

    @Test
    void unitsOfKnobsAndAnswersDoNotMatter() {
        Space other = Space.of(Knob.of("a", 0, 10_000), Knob.of("b", 99, 101));
        Observations seen = Observations.none(SQUARE, "y");
        Observations changed = Observations.none(other, "y");
        for (double[] s : Design.latinHypercube(SQUARE, 15, 5)) {
            seen = seen.and(s, bowl(s));
            changed = changed.and(new double[] {1_000 * s[0], 100 + s[1]}, 7 + 1e6 * bowl(s));
        }
        Prediction here = GAUSSIAN.fit(seen).at(4, 0.3).getFirst();
        Prediction there = GAUSSIAN.fit(changed).at(4_000, 100.3).getFirst();
        assertThat((there.mean() - 7) / 1e6).isCloseTo(here.mean(), within(1e-3));
        assertThat(there.sd() / 1e6).isCloseTo(here.sd(), within(1e-3 + 0.05 * here.sd()));
    }

    @Test
    void aConstantAnswerIsItselfAndTwoFitsAreEqualToTheBit() {
        Observations seen = seen(Design.latinHypercube(SQUARE, 8, 6), s -> 3, 0, 6);
        assertThat(GAUSSIAN.fit(seen).at(5, 0).getFirst().mean()).isCloseTo(3, within(1e-9));
        Observations other = seen(Design.latinHypercube(SQUARE, 12, 7), GaussianProcessTest::bowl, 0.1, 7);
        assertThat(GAUSSIAN.fit(other).at(1, 0.5)).isEqualTo(GAUSSIAN.fit(other).at(1, 0.5));
    }

    @Test
    void aRunMakesItSurerWhereItIsMade() {
        Observations seen = seen(Design.latinHypercube(SQUARE, 10, 8), GaussianProcessTest::bowl, 0.05, 8);
        ResponseSurface before = GAUSSIAN.fit(seen);
        double[] next = NextRun.mostUncertain().choose(before, Design.latinHypercube(SQUARE, 300, 8));
        double sd = before.at(next).getFirst().sd();
        for (double[] setting : Design.grid(SQUARE, 8)) {
            assertThat(before.at(setting).getFirst().sd()).isLessThan(1.3 * sd);
        }
        ResponseSurface after = before.given(seen.and(next, bowl(next)));
        assertThat(after.at(next).getFirst().sd()).isLessThan(0.7 * sd);
    }

    @Test
    void expectedImprovementFindsTheLowestPoint() {
        Observations seen = seen(Design.latinHypercube(SQUARE, 8, 9), GaussianProcessTest::bowl, 0, 9);
        for (int run = 0; run < 12; run++) {
            double[] next =
                    NextRun.lowest("y").choose(GAUSSIAN.fit(seen), Design.latinHypercube(SQUARE, 400, 90 + run));
            seen = seen.and(next, bowl(next));
        }
        double lowest = Design.grid(SQUARE, 100).stream()
                .mapToDouble(GaussianProcessTest::bowl)
                .min()
                .orElseThrow();
        assertThat(Arrays.stream(seen.values(0)).min().orElseThrow()).isCloseTo(lowest, within(0.03));
    }

    @Test
    void runsOfOtherKnobsOrAnswersAreNotTakenOver() {
        Observations seen = seen(Design.latinHypercube(SQUARE, 9, 1), GaussianProcessTest::bowl, 0, 1);
        Space other = Space.of(Knob.of("a", 0, 10), Knob.of("c", -1, 1));
        for (String kind : SurfaceLearner.names()) {
            ResponseSurface surface = SurfaceLearner.named(kind).fit(seen);
            for (Observations others : List.of(Observations.none(other, "y"), Observations.none(SQUARE, "y", "z"))) {
                assertThatThrownBy(() -> surface.given(others))
                        .isInstanceOf(BadInput.class)
                        .hasMessageContaining("the surface was fitted over");
            }
        }
    }

    @Test
    void misuseIsNamedAndACancelledFitIsReady() {
        Observations two = seen(Design.latinHypercube(SQUARE, 2, 1), GaussianProcessTest::bowl, 0, 1);
        assertThatThrownBy(() -> GAUSSIAN.fit(two))
                .isInstanceOf(BadInput.class)
                .hasMessage("gaussian-process: [2] runs; it needs at least 3");
        Cancel cancel = new Cancel();
        cancel.cancel();
        Observations seen = seen(Design.latinHypercube(SQUARE, 9, 1), GaussianProcessTest::bowl, 0, 1);
        assertThat(GAUSSIAN.fit(seen, cancel, Progress.NONE).at(5, 0).getFirst().mean())
                .isFinite();
    }
}
