package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import throughline.cluster.faults.FaultTrace;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;

/// Forecasts of faults, and the scores that they get.
class FaultForecastTest {
    @Property(tries = 20)
    void aProperScoreIsBestForTheLawItself(@ForAll @DoubleRange(min = 0.5, max = 6) double mean) {
        DailyForecast law = DailyForecast.poisson(mean);
        for (double other : new double[] {0.6 * mean, 1.5 * mean}) {
            DailyForecast wrong = DailyForecast.poisson(other);
            double log = 0;
            double ranked = 0;
            for (int count = 0; count < 60; count++) {
                double p = law.probabilities()[count];
                log += p * (wrong.logScore(count) - law.logScore(count));
                ranked += p * (wrong.crps(count) - law.crps(count));
            }
            assertThat(log).isPositive();
            assertThat(ranked).isPositive();
        }
    }

    @Test
    void theCentralNinetyPercentHoldAtLeastThat() {
        DailyForecast law = DailyForecast.poisson(4);
        double held = 0;
        for (int count = 0; count < 60; count++) {
            held += law.covers(count) ? law.probabilities()[count] : 0;
        }
        assertThat(held).isBetween(0.9, 0.97);
    }

    @Test
    void aNegativeBinomialLawHasTheMeanAndTheVarianceOfItsDays() {
        double[] p =
                DailyForecast.negativeBinomial(new int[] {0, 0, 0, 8, 2, 2}).probabilities();
        double mean = 0;
        double squares = 0;
        for (int count = 0; count < p.length; count++) {
            mean += p[count] * count;
            squares += p[count] * count * count;
        }
        assertThat(mean).isCloseTo(2, within(1e-6));
        assertThat(squares - mean * mean).isCloseTo(8, within(1e-3));
    }

    @Test
    void aLogisticRegressionFindsItsWeights() {
        Stream stream = new Streams(1).named("rows");
        double[][] rows = new double[20_000][];
        boolean[] labels = new boolean[rows.length];
        LogisticRegression truth = new LogisticRegression(new double[] {-2, 1, -0.5});
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {stream.normal(), stream.normal()};
            labels[i] = stream.uniform() < truth.probability(rows[i]);
        }
        LogisticRegression found = LogisticRegression.fit(rows, labels);
        assertThat(found.weights()).containsExactly(truth.weights(), within(0.08));
        NodeWeeks weeks = new NodeWeeks(rows, labels);
        assertThat(weeks.auc(row -> 0)).isEqualTo(0.5);
        assertThat(weeks.auc(truth::probability)).isGreaterThan(0.7);
        assertThat(weeks.brier(found::probability)).isLessThan(weeks.brier(row -> weeks.baseRate()));
    }

    private static Path file() {
        return Path.of(System.getProperty("throughline.external"), "cluster-faults", "infinitehbd-fault-trace.json");
    }

    @Test
    @Tag("external")
    @EnabledIfSystemProperty(named = "throughline.external", matches = ".+")
    void theReportedRowsAreThoseOfTheirFile() {
        FaultTrace trace = FaultTrace.infiniteHbd(file(), 400);
        for (FaultMeasure measure : FaultMeasure.ALL) {
            assertThat(measure.of().applyAsDouble(trace.between(0, 174)) / measure.first())
                    .as(measure.firstHalf())
                    .isCloseTo(1, within(0.003));
            assertThat(measure.of().applyAsDouble(trace.between(174, 348)) / measure.second())
                    .as(measure.secondHalf())
                    .isCloseTo(1, within(0.003));
        }
    }

    /// Repeats are foreseen, how counts cluster is not; and generated faults teach as well as real ones.
    @Test
    @Tag("external")
    @EnabledIfSystemProperty(named = "throughline.external", matches = ".+")
    void noReportedNumberLeaksAndTheFindingsStand() {
        FaultForecast validation = new FaultForecast(file());
        List<Claim> claims = Ledger.claims(validation);
        assertThat(Ledger.shake(validation, claims, Cancel.NEVER)).isEmpty();
        assertThat(claims)
                .filteredOn(claim -> claim.what().startsWith("gaps of a node"))
                .extracting(Claim::verdict)
                .containsOnly(Verdict.INSIDE);
        assertThat(claims)
                .filteredOn(claim -> claim.what().startsWith("coefficient of variation"))
                .extracting(Claim::verdict)
                .containsOnly(Verdict.OUTSIDE);
        assertThat(value(claims, "AUC of a node failing within 7 days, learnt from: generated"))
                .isGreaterThan(value(claims, "AUC of a node failing within 7 days, learnt from: constant rate") + 0.1)
                .isCloseTo(
                        value(claims, "AUC of a node failing within 7 days, learnt from: real first half"),
                        within(0.03));
    }

    private static double value(List<Claim> claims, String what) {
        return claims.stream()
                .filter(claim -> claim.what().equals(what))
                .findFirst()
                .orElseThrow()
                .reproduced();
    }
}
