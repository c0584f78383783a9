package throughline.learning.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

class GaeTest {
    /// Steps of one environment, with ends of both kinds among them.
    private record Steps(double[] rewards, double[] values, double[] next, boolean[] last) {
        static Steps random(int steps, long seed) {
            Stream random = new Streams(seed).named("steps");
            double[] rewards = new double[steps];
            double[] values = new double[steps];
            double[] next = new double[steps];
            boolean[] last = new boolean[steps];
            for (int t = 0; t < steps; t++) {
                rewards[t] = random.normal();
                values[t] = random.normal();
            }
            for (int t = 0; t < steps; t++) {
                double fate = random.uniform();
                last[t] = fate < 0.3;
                boolean terminated = fate < 0.15;
                next[t] = terminated ? 0 : last[t] || t == steps - 1 ? random.normal() : values[t + 1];
            }
            return new Steps(rewards, values, next, last);
        }

        double[] advantages(double gamma, double lambda) {
            return new Gae(gamma, lambda).advantages(rewards, values, next, last);
        }

        /// First step after t's episode, or after all.
        int end(int t) {
            int end = t;
            while (end < last.length - 1 && !last[end]) {
                end++;
            }
            return end + 1;
        }
    }

    @Property(tries = 200)
    void advantagesAreTheSumOfTheirDefinition(
            @ForAll @IntRange(min = 1, max = 40) int steps,
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 1) double gamma,
            @ForAll @DoubleRange(min = 0, max = 1) double lambda) {
        Steps s = Steps.random(steps, seed);
        double[] advantages = s.advantages(gamma, lambda);
        for (int t = 0; t < steps; t++) {
            double sum = 0;
            for (int k = t; k < s.end(t); k++) {
                double delta = s.rewards[k] + gamma * s.next[k] - s.values[k];
                sum += Math.pow(gamma * lambda, k - t) * delta;
            }
            assertThat(advantages[t]).isCloseTo(sum, within(1e-9));
        }
    }

    @Property(tries = 100)
    void lambdaOneIsWhatWasEarnedLessWhatWasPromised(
            @ForAll @IntRange(min = 1, max = 40) int steps,
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 1) double gamma) {
        Steps s = Steps.random(steps, seed);
        double[] advantages = s.advantages(gamma, 1);
        for (int t = 0; t < steps; t++) {
            int end = s.end(t);
            double earned = Math.pow(gamma, end - t) * s.next[end - 1];
            for (int k = t; k < end; k++) {
                earned += Math.pow(gamma, k - t) * s.rewards[k];
            }
            assertThat(advantages[t]).isCloseTo(earned - s.values[t], within(1e-9));
        }
    }

    @Property(tries = 100)
    void lambdaZeroIsTheSurpriseOfOneStep(
            @ForAll @IntRange(min = 1, max = 40) int steps,
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 1) double gamma) {
        Steps s = Steps.random(steps, seed);
        double[] advantages = s.advantages(gamma, 0);
        for (int t = 0; t < steps; t++) {
            assertThat(advantages[t]).isEqualTo(s.rewards[t] + gamma * s.next[t] - s.values[t]);
        }
    }

    @Test
    void anEpisodeThatIsCutOffIsWorthItsLastValueAndOneThatIsOverIsNot() {
        Gae gae = new Gae(0.9, 0.5);
        boolean[] last = {true};
        assertThat(gae.advantages(new double[] {1}, new double[] {0.5}, new double[] {10}, last))
                .containsExactly(1 + 0.9 * 10 - 0.5);
        assertThat(gae.advantages(new double[] {1}, new double[] {0.5}, new double[] {0}, last))
                .containsExactly(0.5);
    }

    @Test
    void nothingLeaksFromTheNextEpisode() {
        Gae gae = new Gae(1, 1);
        double[] advantages = gae.advantages(
                new double[] {0, 100}, new double[] {0, 0}, new double[] {0, 0}, new boolean[] {true, true});
        assertThat(advantages).containsExactly(0, 100);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> new Gae(1.1, 0.9))
                .withMessageContaining("gamma [1.1]");
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> new Gae(1, 1).advantages(new double[2], new double[2], new double[1], new boolean[2]))
                .withMessageContaining("[1] next values");
    }
}
