package throughline.learning.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class TrainingTest {
    private static final Corridor CORRIDOR = Corridor.SIXTEEN.noisy(1);
    private static final Ppo PPO = Ppo.STANDARD.with("rate", "0.01").with("minibatch", "64");

    private static Training<float[]> start(Ppo ppo, long seed) {
        return ppo.start(CORRIDOR.agent(8), CORRIDOR::environment, seed);
    }

    private static List<Update> curve(Ppo ppo, long seed, int updates) {
        try (Training<float[]> training = start(ppo, seed)) {
            training.run(updates, Cancel.NEVER, Progress.NONE);
            return training.curve();
        }
    }

    @Test
    void theGreedyPolicyIsAsGoodAsTheBestThereIs() {
        Ppo ppo = Ppo.STANDARD.with("rate", "0.01").with("environments", "64");
        Corridor corridor = Corridor.SIXTEEN;
        try (Training<float[]> training =
                        ppo.train(corridor.agent(16), corridor::environment, 1, 30, Cancel.NEVER, Progress.NONE);
                Policy<float[]> policy = training.policy()) {
            List<float[]> sights = java.util.stream.IntStream.range(0, corridor.states())
                    .mapToObj(corridor::sight)
                    .toList();
            double[] values = corridor.values(policy.greedy(sights), ppo.gamma());
            assertThat(values[corridor.start()])
                    .isGreaterThanOrEqualTo(0.98 * corridor.optimum(ppo.gamma())[corridor.start()]);
        }
    }

    @Test
    void theSameSeedGivesTheSameCurveAndAnotherSeedAnother() {
        assertThat(curve(PPO, 1, 3)).isEqualTo(curve(PPO, 1, 3)).isNotEqualTo(curve(PPO, 2, 3));
    }

    @Test
    void trainingsSideBySideAreWhatTheyAreAlone() throws InterruptedException, ExecutionException {
        List<Update> alone = curve(PPO, 1, 5);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<List<Update>> first = threads.submit(() -> curve(PPO, 1, 5));
            Future<List<Update>> second = threads.submit(() -> curve(PPO, 1, 5));
            assertThat(first.get()).isEqualTo(alone);
            assertThat(second.get()).isEqualTo(alone);
        }
    }

    @Test
    void aResumedTrainingEndsWhereAnUninterruptedOneDoes(@TempDir Path folder) {
        Ppo ppo = PPO.with("anchor", "2");
        Path file = folder.resolve("training.ckpt");
        try (Training<float[]> whole = start(ppo, 1);
                Training<float[]> part = start(ppo, 1)) {
            whole.run(6, Cancel.NEVER, Progress.NONE);
            part.run(3, Cancel.NEVER, Progress.NONE);
            part.save(file);
            try (Training<float[]> resumed = ppo.resume(CORRIDOR.agent(8), CORRIDOR::environment, file)) {
                resumed.run(3, Cancel.NEVER, Progress.NONE);
                assertThat(resumed.curve()).isEqualTo(whole.curve());
                resumed.save(folder.resolve("resumed"));
                whole.save(folder.resolve("whole"));
                assertThat(folder.resolve("resumed")).hasSameBinaryContentAs(folder.resolve("whole"));
            }
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void whatIsNoCheckpointOfThisTrainingIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("training");
        try (Training<float[]> training = start(PPO, 1)) {
            training.save(file);
        }
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> PPO.with("environments", "8").resume(CORRIDOR.agent(8), CORRIDOR::environment, file))
                .withMessageContaining("[16] environments");
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> PPO.resume(CORRIDOR.agent(9), CORRIDOR::environment, file))
                .withMessageContaining("do not fit");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 20));
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> PPO.resume(CORRIDOR.agent(8), CORRIDOR::environment, file))
                .withMessageContaining("damaged");
    }

    @Test
    void aPolicyIsReadAsItWasSaved(@TempDir Path folder) {
        Path file = folder.resolve("policy");
        try (Training<float[]> training = start(PPO, 1)) {
            training.run(2, Cancel.NEVER, Progress.NONE);
            try (Policy<float[]> policy = training.policy()) {
                policy.save(file);
                try (Policy<float[]> read = Policy.read(CORRIDOR.agent(8), file)) {
                    List<float[]> sights = List.of(CORRIDOR.sight(0), CORRIDOR.sight(9));
                    assertThat(read.probabilities(sights)).isDeepEqualTo(policy.probabilities(sights));
                    assertThat(read.values(sights)).containsExactly(policy.values(sights));
                }
            }
        }
    }

    @Test
    void anAnchorWithoutMassIsThePolicyThatActed() {
        // The first update of a fresh average is around the same policy; afterwards it lags.
        List<Update> plain = curve(PPO, 1, 3);
        List<Update> lagging = curve(PPO.with("anchor", "3"), 1, 3);
        assertThat(lagging.getFirst().kl()).isCloseTo(plain.getFirst().kl(), within(1e-6));
        assertThat(lagging).isNotEqualTo(plain);
    }

    @Test
    void entropyIsRaisedByItsWeight() {
        double without = curve(PPO, 1, 8).getLast().entropy();
        double with = curve(PPO.with("entropy", "0.5"), 1, 8).getLast().entropy();
        assertThat(with).isGreaterThan(without).isLessThanOrEqualTo(Math.log(2) + 1e-6);
    }

    @Test
    void withoutARateNothingIsLearnt() {
        List<Update> still = curve(PPO.with("rate", "0"), 1, 3);
        assertThat(still).allSatisfy(update -> {
            assertThat(update.kl()).isCloseTo(0, within(1e-9));
            assertThat(update.clipFraction()).isZero();
            assertThat(update.entropy()).isCloseTo(Math.log(2), within(1e-6));
        });
    }

    @Test
    void aCancelKeepsWhatIsDone() {
        Cancel cancel = new Cancel();
        try (Training<float[]> training = start(PPO, 1)) {
            training.run(10, cancel, (done, of) -> {
                assertThat(of).isEqualTo(10);
                if (done == 2) {
                    cancel.cancel();
                }
            });
            assertThat(training.curve()).hasSize(2);
            assertThat(training.table().rowCount()).isEqualTo(2);
        }
    }

    @Test
    void settingsMayChangeBetweenUpdatesButNotTheEnvironments() {
        try (Training<float[]> training = start(PPO, 1)) {
            training.settings(PPO.with("rate", "0"));
            training.run(1, Cancel.NEVER, Progress.NONE);
            assertThat(training.curve().getFirst().kl()).isCloseTo(0, within(1e-9));
            assertThatExceptionOfType(BadInput.class)
                    .isThrownBy(() -> training.settings(PPO.with("environments", "17")))
                    .withMessageContaining("environments [17]");
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> PPO.with("gamma", "1.5"))
                .withMessageContaining("gamma [1.5]");
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> PPO.with("epochs", "0"))
                .withMessageContaining("epochs [0]");
    }
}
