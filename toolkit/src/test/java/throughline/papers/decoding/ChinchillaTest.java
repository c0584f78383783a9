package throughline.papers.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.scaling.Bootstrap;
import throughline.scaling.Fit;
import throughline.scaling.HoldOut;
import throughline.scaling.Law;
import throughline.scaling.Naive;
import throughline.scaling.Observations;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Fits beside what others found in Chinchilla's losses.
class ChinchillaTest {
    private static final double BUDGET = 5.76e23;

    @Test
    void noReportedNumberLeaksIntoWhatRecomputesIt() {
        assertThat(Ledger.shake(new Chinchilla())).isEmpty();
    }

    @Test
    void theBestSizeRisesAsTheyFound() {
        assertThat(Ledger.claims(new Chinchilla()))
                .filteredOn(claim -> claim.what().startsWith("exponent"))
                .extracting(Claim::verdict)
                .containsExactly(Verdict.INSIDE);
    }

    @Test
    @Tag("external")
    void noReportedNumberLeaksIntoTheRefit() {
        assertThat(Ledger.shake(new Chinchilla(points()))).isEmpty();
    }

    @Test
    @Tag("external")
    void theRefitComesOut() {
        Fit fit = Law.chinchilla().fit(kept());
        assertThat(fit.rows().size()).isEqualTo(240);
        assertThat(fit.objective()).isLessThan(1.01829e-3);
        assertThat(fit.coefficient("E")).isCloseTo(1.8172, within(5e-5));
        assertThat(fit.coefficient("alpha")).isCloseTo(0.3473, within(5e-5));
        assertThat(fit.coefficient("beta")).isCloseTo(0.3672, within(5e-5));
        assertThat(fit.computeOptimal(BUDGET).parameters()).isCloseTo(73e9, within(0.5e9));
        assertThat(fit.computeOptimal(BUDGET).tokensPerParameter()).isCloseTo(17.9, within(0.05));
        assertThat(fit.frontier(1e20, 1e24).getFirst().exponent(fit.computeOptimal(1e24)))
                .isCloseTo(0.514, within(5e-4));
    }

    /// Of five coefficients, each within two of the standard errors that were published; and these come out too,
    /// save B's, whose draws are wild.
    @Test
    @Tag("external")
    void theirIntervalsHoldOurs() {
        Fit fit = Law.chinchilla().fit(kept());
        Map<String, double[]> published = Map.of(
                "E", new double[] {1.8172, 0.03},
                "A", new double[] {482.01, 125},
                "B", new double[] {2085.43, 1293},
                "alpha", new double[] {0.3478, 0.02},
                "beta", new double[] {0.3658, 0.02});
        published.forEach(
                (name, row) -> assertThat(fit.coefficient(name)).as(name).isCloseTo(row[0], within(2 * row[1])));
        Bootstrap draws = fit.bootstrap(200, 1, Cancel.NEVER, Progress.NONE);
        assertThat(draws.interval("E", 0.95).contains(1.8172)).isTrue();
        for (String name : List.of("E", "A", "alpha", "beta")) {
            assertThat(draws.standardError(name) / published.get(name)[1])
                    .as(name)
                    .isBetween(0.5, 1.5);
        }
    }

    @Test
    @Tag("external")
    void fivePointsHaveMuchLeverage() {
        Fit fit = Law.chinchilla().fit(Observations.csv(points()));
        assertThat(fit.coefficient("E")).isCloseTo(1.891, within(5e-4));
        assertThat(fit.coefficient("alpha")).isCloseTo(0.349, within(5e-4));
        assertThat(fit.coefficient("beta")).isCloseTo(0.453, within(5e-4));
        assertThat(fit.computeOptimal(BUDGET).tokensPerParameter()).isCloseTo(6.8, within(0.05));
    }

    @Test
    @Tag("external")
    void thePrintedCoefficientsDoNotFitTheirOwnPoints() {
        Fit printed = Fit.given(
                Law.chinchilla(), kept(), Map.of("E", 1.69, "A", 406.4, "alpha", 0.34, "B", 410.7, "beta", 0.28));
        assertThat(printed.objective())
                .isGreaterThan(3 * Law.chinchilla().fit(kept()).objective());
        assertThat(printed.computeOptimal(BUDGET).parameters()).isCloseTo(32e9, within(0.5e9));
        assertThat(printed.computeOptimal(BUDGET).tokensPerParameter()).isCloseTo(93, within(0.5));
    }

    @Test
    @Tag("external")
    void theLargestRunsArePredictedFromTheOthers() {
        HoldOut hold = Law.chinchilla().holdOut(kept(), row -> row.get("C") > 1e21);
        System.out.printf(
                "23 runs above 1e21 FLOP from 217 below: mean error %.4f nats, largest %.4f;",
                hold.meanError(), hold.largestError());
        for (Naive naive : Naive.values()) {
            double skill = hold.skill(naive, "D").orElseThrow();
            System.out.printf(" skill over %s %.2f;", naive, skill);
            assertThat(skill).as(naive.toString()).isGreaterThan(0.3);
        }
        System.out.println();
        assertThat(hold.meanError()).isLessThan(0.025);
    }

    private static Observations kept() {
        Observations all = Observations.csv(points());
        double[] ratios = all.rows().stream()
                .mapToDouble(row -> row.get("D") / row.get("N"))
                .sorted()
                .toArray();
        return all.where(row -> row.get("D") / row.get("N") >= ratios[5]);
    }

    private static Path points() {
        String folder = System.getProperty("throughline.external", "");
        Path points = Path.of(folder, "scaling-points", "chinchilla-epoch.csv");
        assumeTrue(!folder.isEmpty() && Files.exists(points), "no external data");
        return points;
    }
}
