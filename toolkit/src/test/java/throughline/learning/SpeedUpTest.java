package throughline.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

class SpeedUpTest {
    @Test
    void bothTimesAreMediansAfterAsManyThatWarmUp() {
        AtomicLong clock = new AtomicLong();
        AtomicLong asked = new AtomicLong();
        // The first answers are slow, and one measured later is an outlier.
        Supplier<Long> simulator = () -> {
            long times = asked.incrementAndGet();
            return clock.addAndGet(times <= 3 ? 1_000_000_000L : times == 5 ? 90_000_000L : 12_000_000L);
        };
        SpeedUp found = SpeedUp.of("WIP in 12 h", simulator, () -> clock.addAndGet(200_000), 3, clock::get);
        assertThat(asked).hasValue(6);
        assertThat(found.simulator()).isEqualTo(0.012);
        assertThat(found.surrogate()).isEqualTo(0.0002);
        assertThat(found.ratio()).isEqualTo(60);
        assertThat(found).hasToString("WIP in 12 h: simulator 12.0 ms, surrogate 200 µs: 60.0 times (median of 3)");
    }

    @Test
    void noRepeatIsRefused() {
        assertThatThrownBy(() -> SpeedUp.of("", () -> 1, () -> 1, 0))
                .isInstanceOf(BadInput.class)
                .hasMessage("repeats [0] must be at least 1");
    }
}
