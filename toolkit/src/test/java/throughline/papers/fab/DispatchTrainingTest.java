package throughline.papers.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.data.Estimate;
import throughline.fab.jobshop.JobShop;
import throughline.learning.rl.Ppo;
import throughline.learning.rl.Training;
import throughline.papers.fab.DispatchTraining.Reward;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class DispatchTrainingTest {
    private static final DispatchTraining SHORT =
            DispatchTraining.STANDARD.with("reward", "makespan").with("hidden", "4");

    /// On one instance, where little is left to chance, seconds are enough.
    @Test
    void aShortTrainingBeatsNone() {
        GraphAgent agent = new GraphAgent(8);
        Ppo ppo = new Ppo(32, 16, 1, 0.95, 0.2, 4, 128, 3e-3, 0, 0.5, 0.5, true, 0);
        Supplier<ShopEnvironment> la01 =
                () -> new ShopEnvironment(random -> new Scenario(JobShop.LA01, 0, 1), Reward.MAKESPAN);
        try (Training<ShopGraph> training = ppo.train(agent, la01, 1, 10, Cancel.NEVER, Progress.NONE);
                DispatchPolicy trained = new DispatchPolicy(training.policy(), Optional.of(training.table()));
                DispatchPolicy untrained = SHORT.untrained()) {
            Estimate gain = Estimate.paired(sampled(untrained), sampled(trained));
            assertThat(gain.low(0.99)).as("time saved by training").isPositive();
        }
    }

    private static double[] sampled(DispatchPolicy policy) {
        List<Scenario> runs = Collections.nCopies(100, new Scenario(JobShop.LA01, 0, 1));
        return policy.sampled(runs, 1, new Streams(1).named("choices"), Cancel.NEVER);
    }

    @Test
    void anInterruptedTrainingEndsAtTheSameBits(@TempDir Path folder) throws IOException {
        DispatchTraining two = SHORT.with("updates", "2");
        assertThat(two.run(folder.resolve("whole"), Cancel.NEVER, Progress.NONE))
                .isTrue();
        Cancel cancel = new Cancel();
        assertThat(two.run(folder.resolve("parts"), cancel, (done, total) -> cancel.cancel()))
                .isFalse();
        assertThat(two.run(folder.resolve("parts"), Cancel.NEVER, Progress.NONE))
                .isTrue();
        for (String file : List.of("policy.gz", "curve.csv", "checkpoint.gz")) {
            assertThat(Files.readAllBytes(folder.resolve("parts").resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(folder.resolve("whole").resolve(file)));
        }
        try (DispatchPolicy policy = two.policy(folder.resolve("parts"))) {
            assertThat(policy.curve().rowCount()).isEqualTo(2);
            assertThat(policy.makespans(Scenario.unseen(0, 3), Cancel.NEVER)).hasSize(3);
        }
        assertThatThrownBy(() -> two.with("seed", "2").policy(folder.resolve("whole")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("is of another training");
        assertThatThrownBy(() -> two.policy(folder.resolve("nowhere")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("holds no policy yet");
        assertThatThrownBy(() -> two.with("seed", "2").run(folder.resolve("whole"), Cancel.NEVER, Progress.NONE))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("is of another training");
    }

    @Test
    void theCurveOfThePolicyForTheMakespanRises() {
        try (DispatchPolicy policy = DispatchPolicy.trained(Reward.MAKESPAN)) {
            double[] saved = policy.curve().doubleColumn("return").asDoubleArray();
            assertThat(saved).hasSize(DispatchTraining.STANDARD.updates());
            assertThat(Arrays.stream(saved, 150, 200).average().orElseThrow())
                    .isGreaterThan(Arrays.stream(saved, 0, 50).average().orElseThrow());
        }
        try (DispatchPolicy untrained = SHORT.untrained()) {
            assertThatThrownBy(untrained::curve).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void settingsHaveTheirRanges() {
        assertThatThrownBy(() -> SHORT.with("updates", "0"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("updates");
        assertThatThrownBy(() -> SHORT.with("reward", "praise"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("waiting, makespan");
    }
}
