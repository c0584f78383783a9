package throughline.learning.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

class VectorEnvironmentTest {
    /// Counts steps; an episode ends after three of them, over or cut off. Each earns its action.
    private record Counter(boolean over, double[] state) implements Environment<float[]> {
        Counter(boolean over) {
            this(over, new double[2]);
        }

        @Override
        public float[] reset(Stream random) {
            state[0] = 0;
            state[1] = random.uniform();
            return sight();
        }

        private float[] sight() {
            return new float[] {(float) state[0], (float) state[1]};
        }

        @Override
        public Step<float[]> step(int action) {
            state[0]++;
            if (state[0] < 3) {
                return Step.on(sight(), action);
            }
            return over ? Step.end(sight(), action) : Step.cut(sight(), action);
        }
    }

    private static VectorEnvironment<float[]> counters(int count, boolean over) {
        return new VectorEnvironment<>(() -> new Counter(over), count, new Streams(1));
    }

    @Test
    void anEpisodeBeginsWhereOneEnds() {
        VectorEnvironment<float[]> environments = counters(2, true);
        List<Float> seen = new ArrayList<>();
        for (int t = 0; t < 7; t++) {
            seen.add(environments.observations().getFirst()[0]);
            List<Step<float[]>> steps = environments.step(new int[] {1, 2});
            assertThat(steps.getFirst().last()).isEqualTo(t % 3 == 2);
        }
        assertThat(seen).containsExactly(0f, 1f, 2f, 0f, 1f, 2f, 0f);
        assertThat(environments.finished()).containsExactly(3, 3, 6, 6);
        assertThat(environments.finished()).isEmpty();
    }

    @Test
    void anEnvironmentDoesNotDependOnHowManyOthersThereAre() {
        VectorEnvironment<float[]> few = counters(1, true);
        VectorEnvironment<float[]> many = counters(5, true);
        for (int t = 0; t < 10; t++) {
            assertThat(few.observations().getFirst())
                    .containsExactly(many.observations().getFirst());
            few.step(new int[1]);
            many.step(new int[5]);
        }
        assertThat(many.observations().get(1)[1])
                .isNotEqualTo(many.observations().get(2)[1]);
    }

    @Test
    void itComesBackToWhereItStood() {
        VectorEnvironment<float[]> walked = new VectorEnvironment<>(Corridor.SIXTEEN::environment, 3, new Streams(4));
        Stream random = new Streams(4).named("actions");
        for (int t = 0; t < 100; t++) {
            walked.step(new int[] {random.below(2), random.below(2), random.below(2)});
        }
        VectorEnvironment<float[]> other = new VectorEnvironment<>(Corridor.SIXTEEN::environment, 3, new Streams(4));
        other.go(walked.places());
        for (int t = 0; t < 100; t++) {
            int[] actions = {random.below(2), random.below(2), random.below(2)};
            assertThat(other.observations().toArray(float[][]::new))
                    .isDeepEqualTo(walked.observations().toArray(float[][]::new));
            assertThat(other.step(actions).getFirst().reward())
                    .isEqualTo(walked.step(actions).getFirst().reward());
        }
    }

    @Test
    void whatIsCutOffIsWorthItsLastValueAndWhatIsOverNothingMore() {
        Ppo ppo = Ppo.STANDARD
                .with("environments", "2")
                .with("horizon", "4")
                .with("gamma", "0.5")
                .with("lambda", "0");
        double[] over = Rollout.collect(promising(5), counters(2, true), ppo, new Streams(1).named("a"))
                .returns();
        Rollout<float[]> cut = Rollout.collect(promising(5), counters(2, false), ppo, new Streams(1).named("a"));
        for (int t = 0; t < 4; t++) {
            double reward = cut.actions()[2 * t];
            assertThat(cut.returns()[2 * t]).isCloseTo(reward + 0.5 * 5, within(1e-6));
            assertThat(over[2 * t]).isCloseTo(reward + (t == 2 ? 0 : 0.5 * 5), within(1e-6));
        }
    }

    /// A network to which every state is worth the same.
    private static ActorCritic<float[]> promising(float value) {
        ActorCritic<float[]> network = ActorCritic.like(new Mlp(2, 3), new float[2], new Streams(1).named("weights"));
        float[][] weights = network.weights();
        weights[3][0] = value;
        network.set(weights);
        return network;
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> counters(0, true))
                .withMessageContaining("environments [0]");
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> counters(2, true).step(new int[3]))
                .withMessageContaining("[3] actions");
    }
}
