package throughline.learning.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

class CorridorTest {
    @Property(tries = 60)
    void theOptimumSatisfiesBellmansEquation(
            @ForAll @IntRange(min = 2, max = 16) int states,
            @ForAll @DoubleRange(min = 0, max = 0.45) double slip,
            @ForAll @DoubleRange(min = -1, max = 1) double near,
            @ForAll @DoubleRange(min = 0.5, max = 0.99) double gamma) {
        Corridor corridor = new Corridor(states, 0, slip, near, 1, 0, 100);
        double[] v = corridor.optimum(gamma);
        for (int s = 0; s < states; s++) {
            double up = s == states - 1 ? 1 : gamma * v[s + 1];
            double down = s == 0 ? near : gamma * v[s - 1];
            double best = Math.max((1 - slip) * up + slip * down, slip * up + (1 - slip) * down);
            assertThat(v[s]).isCloseTo(best, within(1e-9));
        }
    }

    @Property(tries = 60)
    void noPolicyBeatsTheOptimum(@ForAll long seed, @ForAll @DoubleRange(min = 0.5, max = 1) double gamma) {
        Corridor corridor = Corridor.SIXTEEN;
        Stream random = new Streams(seed).named("policy");
        double[][] chosen = new double[16][];
        for (int s = 0; s < 16; s++) {
            double right = random.uniform();
            chosen[s] = new double[] {1 - right, right};
        }
        double[] values = corridor.values(chosen, gamma);
        double[] best = corridor.optimum(gamma);
        for (int s = 0; s < 16; s++) {
            assertThat(values[s]).isLessThanOrEqualTo(best[s] + 1e-12);
        }
    }

    @Test
    void aWalkEarnsWhatItsPolicyIsWorth() {
        Corridor corridor = Corridor.SIXTEEN.noisy(1);
        int[] right = new int[16];
        Arrays.fill(right, 1);
        Environment<float[]> walk = corridor.environment();
        int episodes = 20_000;
        double sum = 0;
        for (int k = 0; k < episodes; k++) {
            walk.reset(new Streams(1).named("episode-" + k));
            double discount = 1;
            Step<float[]> step;
            do {
                step = walk.step(1);
                sum += discount * step.reward();
                discount *= 0.99;
            } while (!step.last());
        }
        assertThat(sum / episodes).isCloseTo(corridor.values(right, 0.99)[7], within(0.03));
    }

    @Test
    void aWalkWithoutSlipTakesTheStepsItIsTold() {
        Environment<float[]> walk = new Corridor(3, 1, 0, -1, 1, 0, 4).environment();
        Stream random = new Streams(1).named("walk");
        assertThat(walk.reset(random)).containsExactly(0, 1, 0);
        assertThat(walk.step(1).observation()).containsExactly(0, 0, 1);
        Step<float[]> end = walk.step(1);
        assertThat(end.terminated()).isTrue();
        assertThat(end.reward()).isEqualTo(1);
        assertThatIllegalStateException().isThrownBy(() -> walk.step(1));
        walk.reset(random);
        for (int t = 0; t < 3; t++) {
            assertThat(walk.step(t % 2).last()).isFalse();
        }
        assertThat(walk.step(1).truncated()).isTrue();
    }

    @Test
    void whatIsNoCorridorIsRefused() {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> new Corridor(16, 16, 0.2, 0, 1, 0, 10))
                .withMessageContaining("start [16]");
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> new Corridor(16, 0, 0.5, 0, 1, 0, 10))
                .withMessageContaining("slip [0.5]");
    }
}
