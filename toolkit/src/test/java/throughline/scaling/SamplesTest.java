package throughline.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.hipparchus.util.CombinatoricsUtils;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

/// Shares of problems that repeated samples solve.
class SamplesTest {
    /// The mean over all outcomes of n samples is what k samples reach.
    @Property(tries = 200)
    void theEstimateIsUnbiased(
            @ForAll @DoubleRange(min = 0, max = 1) double p,
            @ForAll @IntRange(min = 1, max = 20) int n,
            @ForAll @IntRange(min = 1, max = 20) int below) {
        int k = Math.min(below, n);
        double mean = 0;
        for (int c = 0; c <= n; c++) {
            mean += CombinatoricsUtils.binomialCoefficientDouble(n, c)
                    * Math.pow(p, c)
                    * Math.pow(1 - p, n - c)
                    * PassAtK.unbiased(n, c, k);
        }
        assertThat(mean).isCloseTo(1 - Math.pow(1 - p, k), within(1e-12));
    }

    @Property
    void aPopulationSolvesWhatTheProductSays(
            @ForAll @DoubleRange(min = 0.01, max = 5) double a,
            @ForAll @DoubleRange(min = 0.01, max = 5) double b,
            @ForAll @IntRange(min = 0, max = 50) int k) {
        double none = 1;
        for (int i = 0; i < k; i++) {
            none *= (b + i) / (a + b + i);
        }
        assertThat(new BetaPopulation(a, b).passAtK(k)).isCloseTo(1 - none, within(1e-11));
    }

    /// SWE-bench Lite, DeepSeek-V2-Coder: .159 of one sample, .56 of 250 (Brown and others, 2024).
    @Test
    void twoSharesFixEitherLaw() {
        BetaPopulation problems = BetaPopulation.through(0.159, 250, 0.56);
        assertThat(problems.a()).isCloseTo(0.1220, within(5e-5));
        assertThat(problems.b()).isCloseTo(0.6454, within(5e-5));
        assertThat(problems.passAtK(10)).isCloseTo(0.350, within(5e-4));
        assertThat(problems.passAtK(50)).isCloseTo(0.465, within(5e-4));
        assertThat(problems.passAtK(1000)).isCloseTo(0.628, within(5e-4));
        Fit fit = Law.repeatedSampling()
                .fit(Observations.of(Map.of("k", new double[] {1, 250}, "pass@k", new double[] {0.159, 0.56})));
        assertThat(fit.coefficient("a")).isCloseTo(-1.839, within(5e-4));
        assertThat(fit.coefficient("b")).isCloseTo(-0.2090, within(5e-5));
        assertThat(fit.predict(Map.of("k", 5.0))).isCloseTo(0.269, within(5e-4));
        assertThat(problems.passAtK(5)).isCloseTo(0.294, within(5e-4));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> PassAtK.unbiased(10, 11, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[11]");
        assertThatThrownBy(() -> BetaPopulation.through(0.5, 2, 0.9)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> BetaPopulation.through(0.5, 2, 0.5000000001)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new BetaPopulation(Double.POSITIVE_INFINITY, 1))
                .isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new BetaPopulation(1, 1).passAtK(Double.NaN)).isInstanceOf(BadInput.class);
        Observations percent =
                Observations.of(Map.of("k", new double[] {1, 2, 4}, "coverage", new double[] {9, 20, 30}));
        for (Law law : new Law[] {Law.repeatedSampling(), Law.betaPopulation()}) {
            assertThatThrownBy(() -> law.fit(percent))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("coverage [30.0] must be a share");
        }
    }
}
