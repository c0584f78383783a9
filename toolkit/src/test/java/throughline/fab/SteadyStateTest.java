package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.devs.Tick;
import throughline.spec.Cancel;

/// What a measured window says, against the lots' own times.
class SteadyStateTest {
    private static final double MINUTES_A_WEEK = 10_080;

    /// Exact in every window: the integral of the work in progress is the time that lots were inside during it.
    @Property(tries = 40)
    void meanWorkInProgressIsTheTimeInsideOverTheWindow(
            @ForAll @IntRange(min = 1, max = 200) int lots,
            @ForAll @IntRange(min = 60, max = 92) int starts,
            @ForAll @IntRange(min = 0, max = 7) int repairs,
            @ForAll @IntRange(min = 0, max = RandomSpecs.ALL) int switches,
            @ForAll @IntRange(min = 0, max = 11) int warmUp,
            @ForAll long seed) {
        FabModel model = MiniFab.model(RandomSpecs.spec(lots, starts, repairs, switches, true), seed);
        SteadyState state = SteadyState.measure(model, warmUp, 12, Cancel.NEVER);
        assertThat(state.days()).isEqualTo(12);
        long from = Tick.MILLISECOND.days(warmUp);
        long to = Tick.MILLISECOND.days(12);
        Map<Integer, Long> left = new HashMap<>();
        model.transducer()
                .departures()
                .forEach(departure -> left.put(departure.lot().number(), departure.left()));
        long inside = 0;
        for (int lot = 0; lot < model.transducer().startedLots(); lot++) {
            long released = Tick.MILLISECOND.minutes(MINUTES_A_WEEK / starts * lot);
            inside += Math.max(0, Math.min(to, left.getOrDefault(lot, to)) - Math.max(from, released));
        }
        assertThat(state.meanWip()).isEqualTo((double) inside / (to - from));
    }

    /// Little's law, which holds in the mean: what is inside at the ends of the window is small against what passes.
    @Test
    void workInProgressIsThroughputTimesCycleTime() {
        MiniFabSpec year = MiniFabSpec.KEMPF
                .with("lots", "4368")
                .with("horizon", "52 week")
                .with("repair", "pm");
        for (int seed = 1; seed <= 5; seed++) {
            SteadyState state = SteadyState.measure(MiniFab.model(year, seed), 56, 364, Cancel.NEVER);
            assertThat(state.finishedPerWeek() * state.cycleHours() / 168)
                    .isCloseTo(state.meanWip(), within(0.005 * state.meanWip()));
        }
    }

    @Test
    void partsAddUpToTheCycleTimeAndProcessingTakesWhatItTakes() {
        SteadyState state = SteadyState.measure(MiniFab.model(MiniFabSpec.KEMPF, 1), 7, 28, Cancel.NEVER);
        assertThat(state.weeks()).isEqualTo(3);
        assertThat(state.parts().values().stream().mapToDouble(d -> d).sum())
                .isEqualTo(state.cycleHours(), within(1e-9));
        assertThat(state.parts().get(Spent.PROCESS)).isEqualTo(845.0 / 60, within(1e-9));
    }

    @Test
    void aCancelledMeasurementSaysHowFarItCame() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        SteadyState state = SteadyState.measure(MiniFab.model(MiniFabSpec.KEMPF, 1), 7, 28, cancel);
        assertThat(state.days()).isZero();
        assertThat(state.meanWip()).isNaN();
    }

    @Test
    void aWindowWithoutLengthIsRefused() {
        FabModel model = MiniFab.model(MiniFabSpec.KEMPF, 1);
        assertThatThrownBy(() -> SteadyState.measure(model, 7, 7, Cancel.NEVER))
                .hasMessage("days [7.0] must be more than the warm-up [7.0]");
    }
}
