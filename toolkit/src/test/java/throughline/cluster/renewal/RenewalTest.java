package throughline.cluster.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.data.Estimate;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// A job that fails: time adds up, the simulation agrees with the closed form, and the closed form with Young.
class RenewalTest {
    private static final RenewalSpec USUAL = new RenewalSpec(12, 30, 60, 40, 0.8, 5, 120, 6);

    private static TimeSplit run(RenewalSpec spec, double days, long seed) {
        return RenewalModel.run(spec, days, new Streams(seed), Cancel.NEVER);
    }

    @Property(tries = 100)
    void timeAddsUpToTheLastNanosecond(
            @ForAll @DoubleRange(min = 0.05, max = 100) double mtbf,
            @ForAll @DoubleRange(min = 0.1, max = 500) double every,
            @ForAll @DoubleRange(min = 0, max = 900) double save,
            @ForAll @DoubleRange(min = 0, max = 4000) double detection,
            @ForAll long seed) {
        TimeSplit split = run(new RenewalSpec(mtbf, every, save, detection, 0.5, 3, 50, 4), 3, seed);
        assertThat(split.total()).isEqualTo(3L * 86_400 * 1_000_000_000L);
        assertThat(split.useful()).isNotNegative();
        assertThat(split.lost()).isNotNegative();
    }

    @ParameterizedTest
    @CsvSource({"12, 30, 60", "3.09, 13.6, 30", "3.09, 43, 300", "1, 120, 10", "50, 600, 0"})
    void theSimulationAgreesWithTheClosedForm(double mtbf, double every, double save) {
        RenewalSpec spec = new RenewalSpec(mtbf, every, save, 40, 0.8, 5, 120, 6);
        double[] losses = IntStream.range(0, 20)
                .mapToDouble(seed -> run(spec, 300 * mtbf / 12, seed).loss())
                .toArray();
        Estimate loss = Estimate.of(losses);
        assertThat(loss.mean()).isCloseTo(CheckpointLoss.of(spec), within(4 * loss.standardError()));
    }

    @Test
    void withoutFailuresOnlyCheckpointsCost() {
        RenewalSpec spec = USUAL.with("mtbf", "100000 h");
        TimeSplit split = run(spec, 10, 1);
        assertThat(split.failures()).isZero();
        assertThat(split.loss()).isCloseTo(60.0 / (60 + 30 * 60), within(1e-3));
        assertThat(CheckpointLoss.of(spec)).isCloseTo(60.0 / (60 + 30 * 60), within(1e-3));
    }

    /// The curve is flat: the best interval and Young's differ, what they lose hardly does.
    @Property(tries = 100)
    void youngsIntervalLosesLittleMoreThanTheBest(
            @ForAll @DoubleRange(min = 2, max = 100) double mtbf,
            @ForAll @DoubleRange(min = 1, max = 120) double save) {
        RenewalSpec spec = new RenewalSpec(mtbf, 30, save, 0, 0, 0, 0, 0);
        double least = CheckpointLoss.at(spec, CheckpointLoss.best(spec));
        assertThat(CheckpointLoss.at(spec, CheckpointLoss.young(spec))).isBetween(least - 1e-9, least * 1.06);
    }

    /// Dossier and audit: at a mean time of 3.09 h and a checkpoint of 5 min Young gives 43.1 min, the exact cost is
    /// least at 39.8 min.
    @Test
    void theBestIntervalIsShorterThanYoungs() {
        RenewalSpec spec = new RenewalSpec(3.09, 30, 300, 0, 0, 0, 0, 0);
        assertThat(CheckpointLoss.young(spec)).isCloseTo(43.1, within(0.05));
        assertThat(CheckpointLoss.best(spec)).isCloseTo(39.8, within(0.05));
    }

    @Test
    void sameSeedSameSplit() {
        assertThat(run(USUAL, 100, 5)).isEqualTo(run(USUAL, 100, 5)).isNotEqualTo(run(USUAL, 100, 6));
    }

    @Test
    void failuresThatLeaveNoTimeAreRefused() {
        assertThat(USUAL.failing(40, 30 * 86_400).mtbf()).isCloseTo(18 - USUAL.down() / 3600, within(1e-9));
        assertThatThrownBy(() -> USUAL.failing(1e6, 86_400))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("leave no time to work");
    }
}
