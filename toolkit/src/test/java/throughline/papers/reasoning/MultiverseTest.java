package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import throughline.papers.Claim;
import throughline.papers.Ledger;

class MultiverseTest {
    /// A step of more sequences is never shorter, so no batch makes up for it, and larger ones lose more.
    @Property(tries = 50)
    void noSpeedUpExceedsTheParallelism(
            @ForAll @DoubleRange(min = 1, max = 4) double parallelism,
            @ForAll @DoubleRange(min = 1, max = 128) double batch,
            @ForAll @DoubleRange(min = 0, max = 4_000) double context) {
        double speedUp = MultiverseClock.speedUp(parallelism, batch, context);
        assertThat(speedUp).isBetween(1 - 1e-9, parallelism * (1 + 1e-9));
        assertThat(MultiverseClock.speedUp(parallelism, 2 * batch, context)).isLessThanOrEqualTo(speedUp + 1e-9);
    }

    @Test
    void keysTakeTimeInProportionToTheContext() {
        assertThat(MultiverseClock.keys(8_000)).isCloseTo(2 * MultiverseClock.keys(4_000), offset(1e-9));
        assertThat(MultiverseClock.keys(0)).isZero();
    }

    @Test
    void curvesGoThroughTheirPoints() {
        double[] x = {1, 2, 4};
        double[] y = {10, 20, 60};
        assertThat(MultiverseBudgets.at(x, y, 2)).isCloseTo(20, offset(1e-12));
        assertThat(MultiverseBudgets.at(x, y, 3)).isCloseTo(40, offset(1e-12));
    }

    /// A gain is predicted at the budgets whose longer ones lie on the curve, and held against the gain at these.
    @Test
    void gainsAreHeldAgainstTheBudgetsThatArePredicted() {
        Map<String, Claim> claims =
                Ledger.claims(new Multiverse()).stream().collect(Collectors.toMap(Claim::what, Function.identity()));
        for (String benchmark : MultiverseBudgets.BENCHMARKS) {
            double reported = claims.get(MultiverseBudgets.gainReached(benchmark))
                    .reported()
                    .orElseThrow();
            assertThat(MultiverseBudgets.reached(benchmark)).isEqualTo(5);
            assertThat(reported).isCloseTo(MultiverseBudgets.gain(benchmark, 5), offset(1e-12));
        }
    }

    @Test
    void pathsAreReadAsTheyAreStoredWithThoughtsAndWithout() {
        for (boolean thoughts : new boolean[] {true, false}) {
            PathsRun run = PathsRun.run(thoughts);
            assertThat(run.reduced()).isLessThan(1e-9);
            assertThat(run.chained()).isGreaterThan(0.1);
        }
    }
}
