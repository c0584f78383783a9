package throughline.cluster.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import throughline.cluster.Effect;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Fits find in a generated trace what generated it.
class FaultFitTest {
    private static final FaultRates STEADY = new FaultRates(
            "toy",
            List.of(new Category(
                    "toy",
                    Scope.NODE,
                    0.02,
                    1,
                    Map.of(Effect.CRASH, 1.0),
                    new Category.Harm(new Range(1.1, 2), new Range(0.2, 0.5), new Range(1e-4, 2e-4)),
                    Optional.of(new LogNormal(0.2, 0.5)),
                    "made up")),
            Offenders.NONE,
            Environment.STEADY,
            "made up");

    private static FaultTrace trace(FaultRates rates, double days, long seed) {
        return FaultTrace.of(rates.within(days, 300, 8, new Streams(seed)), 300, days);
    }

    private static FaultFit fit(FaultTrace trace) {
        return FaultFit.of(trace, 8, Cancel.NEVER, Progress.NONE);
    }

    @Test
    void repeatOffendersAreFound() {
        OffendersFit fit = OffendersFit.of(trace(STEADY.with(new Offenders(0.1, 6, 0.3, 0.5)), 200, 1));
        Offenders found = fit.offenders();
        assertThat(found.again()).isCloseTo(0.3, within(0.06));
        assertThat(found.afterDays()).isCloseTo(0.5, within(0.15));
        assertThat(found.lemons()).isCloseTo(0.1, within(0.05));
        assertThat(found.factor()).isCloseTo(6, within(2.0));
        assertThat(fit.gain()).isGreaterThan(100);
    }

    @Test
    void nothingIsFoundWhereThereIsNothing() {
        FaultFit fit = fit(trace(STEADY, 87, 2));
        assertThat(fit.rates().offenders().again()).isLessThan(0.05);
        assertThat(fit.likelihood())
                .as("twice this is about chi-square, 4 degrees of freedom")
                .isLessThan(8);
        for (Environment.Scale scale : fit.rates().environment().scales()) {
            assertThat(scale.variance()).isLessThan(scale.days() > 0.5 ? 0.15 : 2);
        }
        assertThat(fit.rates().perDay(300, 8)).isCloseTo(6, within(0.8));
    }

    /// The trace's own clustering is met; the variances behind it are known only as well as 87 days tell them.
    @Test
    void anEnvironmentIsFoundAtEachOfItsScales() {
        FaultFit fit = fit(trace(
                STEADY.with(new Environment(List.of(new Environment.Scale(1, 0.8), new Environment.Scale(0.01, 8)))),
                87,
                3));
        List<Environment.Scale> scales = fit.rates().environment().scales();
        assertThat(scales.get(0).variance()).isLessThan(0.2);
        assertThat(scales.get(1).variance()).isBetween(0.3, 1.6);
        assertThat(scales.get(2).variance()).isBetween(3.0, 14.0);
        for (FaultFit.Moment moment : fit.moments()) {
            assertThat(moment.model() / moment.trace()).isCloseTo(1, within(0.2));
        }
    }

    @Test
    void aTraceThatIsTooShortIsRefused() {
        FaultTrace trace = FaultTrace.of(STEADY.within(1, 100, 8, new Streams(1)), 100, 1);
        assertThatThrownBy(() -> FaultFit.of(trace, 8, Cancel.NEVER, Progress.NONE))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("too short to fit; it must have 20 or more");
    }

    @Test
    @Tag("external")
    @EnabledIfSystemProperty(named = "throughline.external", matches = ".+")
    void theirFirstHalf() {
        FaultTrace trace = FaultTrace.infiniteHbd(
                Path.of(System.getProperty("throughline.external"), "cluster-faults", "infinitehbd-fault-trace.json"),
                400);
        FaultFit fit = FaultFit.of(trace.between(0, 174), 8, Cancel.NEVER, Progress.NONE);
        assertThat(fit.rates().perDay(400, 8)).isCloseTo(312 / 174.0, within(0.2));
        assertThat(fit.likelihood()).isGreaterThan(250);
        assertThat(fit.rates().offenders().again()).isBetween(0.1, 0.4);
        assertThat(fit.rates().environment().scales())
                .as("counts cluster in minutes, days and months")
                .allMatch(scale -> scale.variance() > 0.2);
    }
}
