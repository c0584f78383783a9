package throughline.learning.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.data.Estimate;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class PolicyTest {
    /// Three arms, the middle one the best; pulling one is the whole episode.
    private static final class Bandit implements Environment<float[]> {
        private static final float[] SIGHT = {1};
        private Stream random;

        @Override
        public float[] reset(Stream stream) {
            random = stream;
            return SIGHT;
        }

        @Override
        public Step<float[]> step(int action) {
            return Step.end(SIGHT, (action == 1 ? 1 : 0) + random.normal());
        }
    }

    private static final Mlp AGENT = new Mlp(1, 3);
    private static final Ppo PPO = Ppo.STANDARD.with("rate", "0.05");

    @Test
    void theBestArmOfABanditIsFound() {
        try (Training<float[]> training = PPO.train(AGENT, Bandit::new, 1, 20, Cancel.NEVER, Progress.NONE);
                Policy<float[]> policy = training.policy()) {
            double[] probabilities = policy.probabilities(List.of(Bandit.SIGHT))[0];
            assertThat(probabilities[1]).isGreaterThan(0.9);
            assertThat(policy.greedy(Bandit.SIGHT)).isEqualTo(1);
            Estimate earned = policy.evaluate(Bandit::new, 500, 2);
            assertThat(earned.low(0.999)).isLessThan(1);
            assertThat(earned.high(0.999)).isGreaterThan(1);
        }
    }

    @Test
    void whatIsNotLegalIsNeverDone() {
        Mlp agent = AGENT.allowing((seen, action) -> action != 1);
        try (Training<float[]> training = PPO.train(agent, Bandit::new, 1, 5, Cancel.NEVER, Progress.NONE);
                Policy<float[]> policy = training.policy()) {
            Stream random = new Streams(1).named("actions");
            for (int i = 0; i < 200; i++) {
                assertThat(policy.sample(Bandit.SIGHT, random)).isNotEqualTo(1);
            }
            assertThat(policy.greedy(Bandit.SIGHT)).isNotEqualTo(1);
        }
    }

    @Test
    void anUntrainedPolicyIsWhereATrainingBegins() {
        Corridor corridor = Corridor.SIXTEEN;
        List<float[]> sights = List.of(corridor.sight(3));
        try (Training<float[]> training = PPO.start(corridor.agent(8), corridor::environment, 5);
                Policy<float[]> untrained = Policy.untrained(corridor.agent(8), corridor::environment, 5)) {
            assertThat(untrained.probabilities(sights)).isDeepEqualTo(training.probabilities(sights));
            assertThat(untrained.probabilities(sights)[0]).containsExactly(0.5, 0.5);
        }
    }

    @Test
    void anEpisodesReturnDoesNotDependOnHowManyOthersArePlayed() {
        Corridor corridor = Corridor.SIXTEEN.noisy(1);
        try (Policy<float[]> policy = Policy.untrained(corridor.agent(8), corridor::environment, 1)) {
            double[] few = returns(policy, corridor, 3);
            double[] many = returns(policy, corridor, 300);
            assertThat(many).startsWith(few);
        }
    }

    private static double[] returns(Policy<float[]> policy, Corridor corridor, int episodes) {
        return policy.returns(corridor::environment, episodes, 1, Policy.Choice.SAMPLED, Cancel.NEVER, Progress.NONE);
    }

    @Test
    void aCancelledEvaluationGivesWhatIsDone() {
        Cancel cancel = new Cancel();
        try (Policy<float[]> policy = Policy.untrained(AGENT, Bandit::new, 1)) {
            double[] returns =
                    policy.returns(Bandit::new, 1_000, 1, Policy.Choice.GREEDY, cancel, (done, of) -> cancel.cancel());
            assertThat(returns).hasSize(256);
            assertThatExceptionOfType(BadInput.class)
                    .isThrownBy(() -> policy.evaluate(Bandit::new, 0, 1))
                    .withMessageContaining("episodes [0]");
        }
    }

    @Test
    void balancingAPoleIsLearntALittleInNoTime() {
        Ppo ppo = Ppo.STANDARD.with("horizon", "64").with("rate", "1e-3").with("minibatch", "128");
        try (Policy<float[]> before = Policy.untrained(CartPole.AGENT, () -> new CartPole(500), 1);
                Training<float[]> training =
                        ppo.train(CartPole.AGENT, () -> new CartPole(500), 1, 8, Cancel.NEVER, Progress.NONE);
                Policy<float[]> after = training.policy()) {
            double fell = before.evaluate(() -> new CartPole(500), 20, 2).mean();
            assertThat(after.evaluate(() -> new CartPole(500), 20, 2).mean()).isGreaterThan(3 * fell);
        }
    }
}
