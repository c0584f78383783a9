package throughline.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import throughline.data.Plot;
import throughline.spec.BadInput;

/// Valleys of loss at one budget each.
class IsoFlopTest {
    private static final Observations CHINCHILLA =
            Observations.csv(Path.of("..", "datasets", "chinchilla-isoflop", "losses.csv"));

    /// Rows on parabolas whose bottoms rise by a given power.
    @Property(tries = 30)
    void theExponentOfMadeUpValleysIsFound(@ForAll @DoubleRange(min = 0.3, max = 0.8) double exponent) {
        double[] budgets = Synthetic.ratios(1e18, 1e22, 5);
        double[] c = new double[35];
        double[] n = new double[35];
        double[] loss = new double[35];
        for (int i = 0; i < c.length; i++) {
            c[i] = budgets[i / 7];
            double bottom = 0.2 * Math.pow(c[i], exponent);
            n[i] = bottom * Math.pow(2, i % 7 - 2);
            loss[i] = 3 - i / 7 * 0.2 + 0.02 * Math.pow(Math.log(n[i] / bottom), 2);
        }
        IsoFlop valleys = IsoFlop.of(Observations.of(Map.of("C", c, "N", n, "loss", loss)), 1);
        assertThat(valleys.exponent()).isCloseTo(exponent, within(1e-6));
        assertThat(valleys.parameters(1e24) / (0.2 * Math.pow(1e24, exponent))).isCloseTo(1, within(1e-3));
    }

    @Test
    void chinchillasBottomsRiseAsTheSquareRootOfTheBudget() {
        IsoFlop valleys = IsoFlop.of(CHINCHILLA, 0.12);
        assertThat(valleys.exponent()).isCloseTo(0.500, within(5e-4));
        assertThat(valleys.first(8).exponent()).isCloseTo(0.543, within(5e-4));
        assertThat(valleys.valleys().stream()
                        .mapToDouble(IsoFlop.Valley::parameters)
                        .toArray())
                .containsExactly(
                        new double[] {1.77e8, 2.54e8, 5.12e8, 7.99e8, 1.07e9, 1.77e9, 2.23e9, 2.94e9, 3.64e9},
                        within(6e6));
    }

    @Test
    void aSlopeIsNoValley() {
        Observations slope = Observations.of(
                Map.of("C", new double[] {1, 1, 1}, "N", new double[] {1, 2, 4}, "loss", new double[] {3, 2.5, 2.3}));
        assertThat(IsoFlop.of(slope, 1).valleys().getFirst().parameters()).isGreaterThan(4);
        assertThatThrownBy(() -> IsoFlop.of(slope, 0.1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[1] rows");
        Observations twice = Observations.of(
                Map.of("C", new double[] {1, 1, 1}, "N", new double[] {1, 1, 4}, "loss", new double[] {3, 2.5, 2.3}));
        assertThatThrownBy(() -> IsoFlop.of(twice, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[2] rows of different N");
    }

    @Test
    void oneValleyHasNoExponent() {
        IsoFlop one = IsoFlop.of(CHINCHILLA, 0.12).first(1);
        assertThatThrownBy(one::exponent).isInstanceOf(BadInput.class).hasMessageContaining("[1] valleys");
        assertThatThrownBy(() -> one.first(2)).isInstanceOf(BadInput.class).hasMessageContaining("[2] valleys");
    }

    @Test
    void figuresShowEveryRowOnceAndACurveAGroup() {
        Fit fit = Law.parScale().fit(Published.stack());
        Plot curves = fit.plot("N");
        assertThat(curves.series())
                .extracting(Plot.Series::name)
                .containsExactly("P = 1", "P = 2", "P = 4", "P = 8", "measured");
        assertThat(curves.series().getLast().x()).hasSize(24);
        assertThat(fit.plot("P").series()).hasSize(7);
        assertThat(fit.residualPlot("N").series().getFirst().y()).hasSize(24);
        assertThat(IsoFlop.of(CHINCHILLA, 0.12).plot().series()).hasSize(11);
        assertThat(Law.chinchilla().fit(CHINCHILLA).plot("N").series()).hasSize(5);
    }
}
