package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import throughline.hardware.Cluster;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Training steps beside published runs.
class TrainingRunsTest {
    private static final TrainingRuns RUNS = new TrainingRuns();
    private static final Cluster SELENE = Cluster.named("selene");

    @Test
    void noReportedNumberLeaksIntoWhatRecomputesIt() {
        assertThat(Ledger.shake(RUNS)).isEmpty();
    }

    @Test
    void memoryIsExact() {
        assertThat(Ledger.claims(RUNS).stream().filter(claim -> claim.unit().equals("GiB")))
                .hasSize(12)
                .allMatch(claim -> claim.verdict() == Verdict.INSIDE);
    }

    /// With nothing fitted: nearer than a line through the two smaller models, and nearer than Calculon with the
    /// factor that suits the larger ones best. Two constants from the smaller ones, which are off by 1.3 % at most,
    /// make it worse.
    @Test
    void theLargestRunsArePredictedBetterThanByALineOrByCalculonWithAnyFactor() {
        List<Claim> largest = Ledger.claims(RUNS).stream()
                .filter(claim -> claim.what().endsWith("two constants from 22B and 175B"))
                .toList();
        double[] fitted = largest.stream().mapToDouble(TrainingRunsTest::ratio).toArray();
        double[] predicted = Arrays.copyOfRange(ratios("nothing fitted"), 4, 8);
        double[] line = largest.stream()
                .mapToDouble(claim ->
                        claim.nullValue().orElseThrow() / claim.reported().orElseThrow())
                .toArray();
        double[] calculons = Arrays.copyOfRange(ratios("Calculon, nothing fitted"), 4, 8);
        System.out.printf(
                "530B and 1T, nothing fitted: mean error %.2f %%, worst %.2f %%; two constants from 22B and 175B %.2f %%,"
                        + " %.2f %%; by a line %.2f %%, %.2f %%; Calculon's with the best factor for each %.2f %%, %.2f %%%n",
                100 * mean(predicted, 1),
                100 * worst(predicted, 1),
                100 * mean(fitted, 1),
                100 * worst(fitted, 1),
                100 * mean(line, 1),
                100 * worst(line, 1),
                100 * least(factor -> mean(calculons, factor)),
                100 * least(factor -> worst(calculons, factor)));
        assertThat(predicted).hasSize(4);
        assertThat(mean(predicted, 1)).isLessThan(mean(line, 1)).isLessThan(least(factor -> mean(calculons, factor)));
        assertThat(worst(predicted, 1))
                .isLessThan(worst(line, 1))
                .isLessThan(least(factor -> worst(calculons, factor)));
    }

    private static double ratio(Claim claim) {
        return claim.reproduced() / claim.reported().orElseThrow();
    }

    private static double least(DoubleUnaryOperator error) {
        return IntStream.rangeClosed(0, 500)
                .mapToDouble(i -> error.applyAsDouble(0.9 + 5e-4 * i))
                .min()
                .orElseThrow();
    }

    /// Calculon's own seconds are off by 3.65 % in the mean of these rows and 8.9 % at worst.
    @Test
    void withNothingFittedItIsNearerThanCalculonIsWithAnyFactor() {
        double[] ours = ratios("nothing fitted");
        double[] calculons = ratios("Calculon, nothing fitted");
        double mean = least(factor -> mean(calculons, factor));
        double worst = least(factor -> worst(calculons, factor));
        System.out.printf(
                "nothing fitted: mean error %.2f %%, worst %.2f %%; Calculon's %.2f %%, %.2f %%, with the best factor"
                        + " for each %.2f %%, %.2f %%%n",
                100 * mean(ours, 1),
                100 * worst(ours, 1),
                100 * mean(calculons, 1),
                100 * worst(calculons, 1),
                100 * mean,
                100 * worst);
        assertThat(mean(calculons, 1)).isCloseTo(0.0365, within(0.0002));
        assertThat(mean(ours, 1)).isLessThan(mean);
        assertThat(worst(ours, 1)).isLessThan(worst);
    }

    /// Of the eight rows without replicas.
    private static double[] ratios(String series) {
        return Ledger.figure(RUNS, Cancel.NEVER, Progress.NONE).series().stream()
                .filter(one -> one.name().equals(series))
                .flatMapToDouble(one -> Arrays.stream(one.y(), 0, 8))
                .toArray();
    }

    private static double mean(double[] ratios, double factor) {
        return Arrays.stream(ratios)
                .map(ratio -> Math.abs(factor * ratio - 1))
                .average()
                .orElseThrow();
    }

    private static double worst(double[] ratios, double factor) {
        return Arrays.stream(ratios)
                .map(ratio -> Math.abs(factor * ratio - 1))
                .max()
                .orElseThrow();
    }

    /// A fit to what its own model gives finds the constants that it was given.
    @Property(tries = 5)
    void theFitFindsWhatIsThere(
            @ForAll @DoubleRange(min = 0.8, max = 1.2) double products,
            @ForAll @DoubleRange(min = 0.7, max = 1.4) double inside) {
        Cluster made = new TrainingRunsFit(products, inside).on(SELENE);
        TrainingRunsFit found = TrainingRunsFit.of(SELENE, TrainingRunsTable5.fitted(), row -> row.seconds(made));
        assertThat(found.products()).isCloseTo(products, within(1e-6));
        assertThat(found.inside()).isCloseTo(inside, within(1e-6));
    }

    @Test
    void theFigureHasItsBandAndPoints() {
        assertThat(Ledger.figure(RUNS, Cancel.NEVER, Progress.NONE).series()).hasSize(5);
    }
}
