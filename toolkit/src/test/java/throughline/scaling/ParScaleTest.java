package throughline.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/// The law of parallel streams on the losses that its authors published.
class ParScaleTest {
    private static final Fit STACK = Law.parScale().fit(Published.stack());
    private static final Fit PILE = Law.parScale().fit(Published.pile());

    @Test
    void theAuthorsCoefficientsComeOut() {
        holds(STACK, 0.6912, 1.131e7, 0.3935, 0.1894, 0.9978);
        holds(PILE, 1.2888, 1.974e8, 0.3345, 0.1963, 0.9987);
    }

    private static void holds(Fit fit, double e, double a, double k, double alpha, double rSquared) {
        assertThat(fit.coefficient("E")).isCloseTo(e, Percentage.withPercentage(0.1));
        assertThat(fit.coefficient("A")).isCloseTo(a, Percentage.withPercentage(0.1));
        assertThat(fit.coefficient("k")).isCloseTo(k, Percentage.withPercentage(0.1));
        assertThat(fit.coefficient("alpha")).isCloseTo(alpha, Percentage.withPercentage(0.1));
        assertThat(fit.rSquared()).isCloseTo(rSquared, within(5e-5));
    }

    @Test
    void nothingLowerThanTheBestKnownOptimumIsMissed() {
        assertThat(STACK.objective()).isLessThan(3.67675e-5);
        assertThat(PILE.objective()).isLessThan(1.81395e-5);
        assertThat(STACK.largestError()).isCloseTo(0.0062, within(5e-5));
        assertThat(PILE.largestError()).isCloseTo(0.0116, within(5e-5));
    }

    /// The authors' demonstration: 2.8 billion parameters with four streams.
    @Test
    void streamsAreWorthParameters() {
        var four = Map.of("N", 2.8e9, "P", 4.0);
        assertThat(STACK.predict(four)).isCloseTo(1.01548, within(5e-6));
        assertThat(STACK.equivalent("N", four, Map.of("P", 1.0))).isCloseTo(4.33e9, within(5e6));
        assertThat(STACK.equivalent("N", four, Map.of("P", 2.0))).isCloseTo(3.4e9, within(5e6));
        assertThat(STACK.equivalent("N", four, Map.of("P", 8.0))).isCloseTo(2.38e9, within(5e6));
    }

    /// The law's error is small, and still larger than that of repeating what the step from two to four brought.
    @Test
    void eightStreamsArePredictedWorseThanByRepeatingTheLastDoubling() {
        HoldOut stack = Law.parScale().holdOut(Published.stack(), row -> row.get("P") == 8);
        HoldOut pile = Law.parScale().holdOut(Published.pile(), row -> row.get("P") == 8);
        assertThat(stack.largestError()).isCloseTo(0.0045, within(5e-5));
        assertThat(pile.largestError()).isCloseTo(0.0107, within(5e-5));
        assertThat(largest(stack, Naive.LAST_DOUBLING)).isCloseTo(0.0030, within(5e-5));
        assertThat(largest(pile, Naive.LAST_DOUBLING)).isCloseTo(0.0048, within(5e-5));
        assertThat(stack.skill(Naive.LAST_DOUBLING, "P").orElseThrow()).isNegative();
        assertThat(stack.skill(Naive.LOG_LINE, "P").orElseThrow()).isGreaterThan(0.3);
        assertThat(pile.skill(Naive.LOG_PLANE, "P").orElseThrow()).isGreaterThan(0.3);
    }

    @Test
    void tablesSayTheSame() {
        HoldOut held = Law.parScale().holdOut(Published.stack(), row -> row.get("P") == 8);
        assertThat(held.table("P").doubleColumn("largest error").get(0)).isEqualTo(held.largestError());
        assertThat(held.table("P").doubleColumn("skill").get(1))
                .isEqualTo(held.skill(Naive.LAST_DOUBLING, "P").orElseThrow());
        assertThat(STACK.bootstrap(20, 1).table(0.9).stringColumn("coefficient").asList())
                .containsExactly("E", "A", "alpha", "k");
    }

    private static double largest(HoldOut held, Naive naive) {
        return Arrays.stream(held.errors(naive, "P")).map(Math::abs).max().orElseThrow();
    }
}
