package throughline.papers.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.data.Estimate;

class MiniFabStatisticsTest {
    /// The jackknife of a mean is exactly the textbook's standard error of a mean.
    @Property(tries = 100)
    void theJackknifeOfAMeanIsItsStandardError(
            @ForAll @Size(min = 2, max = 30) List<@DoubleRange(min = -100, max = 100) Double> values) {
        double[] x = values.stream().mapToDouble(Double::doubleValue).toArray();
        double sum = values.stream().mapToDouble(Double::doubleValue).sum();
        double jackknife = ThroughputBands.jackknife(x.length, i -> (sum - x[i]) / (x.length - 1));
        Estimate effect = Estimate.of(x);
        assertThat(effect.mean()).isCloseTo(sum / x.length, within(1e-9));
        assertThat(jackknife).isCloseTo(effect.standardError(), within(1e-9));
    }

    @Test
    void aStandardErrorIsTheDeviationOverTheRootOfTheNumber() {
        Estimate effect = Estimate.of(new double[] {1, 2, 3, 4});
        assertThat(effect.mean()).isEqualTo(2.5);
        assertThat(effect.standardError()).isCloseTo(Math.sqrt(5.0 / 3) / 2, within(1e-12));
    }

    @Test
    void meansSpreadsAndQuantilesAreTakenAtEachTime() {
        List<double[]> seeds = List.of(new double[] {0, 10}, new double[] {2, 10}, new double[] {4, 10});
        double[][] meanAndSpread = ThroughputBands.meanAndSpread(seeds);
        assertThat(meanAndSpread[0]).containsExactly(2, 10);
        assertThat(meanAndSpread[1]).containsExactly(2, 0);
        assertThat(ThroughputBands.quantile(seeds, 0.25)).containsExactly(1, 10);
    }

    @Test
    void seedsThatScatterMoreAreWider() {
        double[] days = {0, 1};
        List<double[]> calm = List.of(new double[] {0, 9}, new double[] {0, 10}, new double[] {0, 11});
        List<double[]> wild = List.of(new double[] {0, 0}, new double[] {0, 10}, new double[] {0, 20});
        Estimate wider =
                ThroughputBands.wider(new ThroughputBands(days, wild, wild), new ThroughputBands(days, calm, calm));
        assertThat(wider.mean()).isCloseTo((10 - 1) / 2.0, within(1e-12));
        assertThat(wider.standardError()).isPositive();
    }
}
