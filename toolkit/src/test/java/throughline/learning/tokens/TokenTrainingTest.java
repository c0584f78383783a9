package throughline.learning.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.learning.OpenArrays;
import throughline.learning.Torch;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class TokenTrainingTest {
    private static final TokenShape SHAPE = TokenShape.plain(9, 8, 1, 8, 2).streams(2, 2);
    private static final List<short[]> RUNS = runs("train", 40);

    /// Each token is that before times two, modulo 9, plus one, or by chance any.
    private static List<short[]> runs(String name, int count) {
        List<short[]> runs = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            Stream random = new Streams(1).named(name + r);
            short[] run = new short[161];
            for (int t = 0; t < run.length; t++) {
                run[t] = (short) (t < 1 || random.uniform() < 0.2 ? random.below(9) : (2 * run[t - 1] + 1) % 9);
            }
            runs.add(run);
        }
        return runs;
    }

    private static TokenTraining start(int steps) {
        return TokenTraining.start(SHAPE, RUNS, TokenSchedule.of(steps, 4, 1e-2), 5);
    }

    @Test
    void whatIsLearnedHoldsForOtherRuns() {
        try (TokenTraining training = start(200)) {
            assertThat(training.run(Cancel.NEVER, Progress.NONE)).isTrue();
            assertThat(training.model().loss(runs("held out", 4), Cancel.NEVER)).isLessThan(Math.log(9) - 0.3);
            assertThat(training.curve()).hasSize(200);
        }
    }

    @Test
    void aTrainingThatIsStoppedEndsAtTheSameBits(@TempDir Path folder) {
        Path file = folder.resolve("checkpoint");
        try (TokenTraining whole = start(12)) {
            whole.run(Cancel.NEVER, Progress.NONE);
            for (int stop : new int[] {0, 1, 7, 11}) {
                try (TokenTraining first = start(12)) {
                    assertThat(first.run(stop, Cancel.NEVER, Progress.NONE)).isFalse();
                    first.save(file);
                }
                try (TokenTraining second = TokenTraining.resume(SHAPE, RUNS, TokenSchedule.of(12, 4, 1e-2), 5, file)) {
                    assertThat(second.run(Cancel.NEVER, Progress.NONE)).isTrue();
                    assertThat(second.curve()).containsExactly(whole.curve());
                    whole.model().numbers().forEach((name, array) -> assertThat(
                                    second.model().numbers().get(name))
                            .as(name)
                            .containsExactly(array));
                }
            }
        }
    }

    /// A batch may be larger than what memory holds of it: its parts' gradients add up to its own.
    @Test
    void aBatchInPartsIsTheBatch() {
        TokenSchedule schedule = TokenSchedule.of(20, 7, 1e-2);
        try (TokenTraining whole = TokenTraining.start(SHAPE, RUNS, schedule, 5, 7);
                TokenTraining parts = TokenTraining.start(SHAPE, RUNS, schedule, 5, 3)) {
            whole.run(Cancel.NEVER, Progress.NONE);
            parts.run(Cancel.NEVER, Progress.NONE);
            assertThat(parts.curve()).containsExactly(whole.curve(), within(1e-4));
            assertThat(parts.model().loss(RUNS, Cancel.NEVER))
                    .isCloseTo(whole.model().loss(RUNS, Cancel.NEVER), within(1e-4));
        }
    }

    /// A sequence of 16 layers with 4 streams was seen to take 1.4 GB on a CPU.
    @Test
    void largeModelsTakeABatchInParts() {
        assertThat(TokenShape.plain(110, 256, 16, 512, 8).streams(4, 16).sequencesAtOnce())
                .isEqualTo(3);
        assertThat(TokenShape.plain(110, 64, 2, 64, 2).streams(4, 4).sequencesAtOnce())
                .isGreaterThan(32);
        assertThat(TokenShape.plain(32_000, 4_096, 100, 8_192, 128).sequencesAtOnce())
                .isOne();
    }

    @Test
    void aCancelStopsBetweenSteps() {
        Cancel cancel = new Cancel();
        try (TokenTraining training = start(12)) {
            Progress third = (done, total) -> {
                if (done == 3) {
                    cancel.cancel();
                }
            };
            assertThat(training.run(cancel, third)).isFalse();
            assertThat(training.curve()).hasSize(3);
            assertThat(training.model().loss(RUNS, cancel)).isNaN();
        }
    }

    @Test
    void streamsBeginWithTheWeightsOfThePlainModel() {
        TokenShape plain = TokenShape.plain(9, 8, 1, 8, 2);
        try (TokenTransformer one = new TokenTransformer(plain, new Streams(1));
                TokenTransformer four = new TokenTransformer(plain.streams(4, 2), new Streams(1))) {
            one.numbers()
                    .forEach((name, array) ->
                            assertThat(four.numbers().get(name)).as(name).containsExactly(array));
        }
    }

    @Test
    void noArrayIsLeftBehindByAThousandSteps() {
        List<Integer> open = new ArrayList<>();
        int before = OpenArrays.settled();
        List<short[]> runs = runs("long", 60);
        TokenShape small = TokenShape.plain(9, 8, 1, 4, 1).streams(2, 1);
        try (TokenTraining training = TokenTraining.start(small, runs, TokenSchedule.of(1_001, 1, 1e-2), 5)) {
            training.run(Cancel.NEVER, (done, of) -> open.add(OpenArrays.count()));
            assertThat(open).hasSizeGreaterThan(1_000).containsOnly(open.getFirst());
            training.model().loss(RUNS, Cancel.NEVER);
            training.model().logits(List.of(new short[8]));
            assertThat(OpenArrays.count()).isEqualTo(open.getLast());
        }
        assertThat(OpenArrays.count()).isEqualTo(before);
    }

    @Test
    void aFileThatIsNotThisTrainingIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("checkpoint");
        try (TokenTraining training = start(3)) {
            training.save(file);
        }
        TokenSchedule schedule = TokenSchedule.of(3, 4, 1e-2);
        assertThatThrownBy(() -> TokenTraining.resume(SHAPE, RUNS, schedule, 6, file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("is of another training");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> TokenTraining.resume(SHAPE, RUNS, schedule, 5, file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("is damaged");
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> TokenTraining.resume(SHAPE, RUNS, schedule, 5, file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("ends too early");
    }

    @Test
    void aScheduleThatNeedsMoreThanThereIsIsRefused() {
        assertThatThrownBy(() -> start(1_000))
                .isInstanceOf(BadInput.class)
                .hasMessage("steps [1000] of 4 sequences need 4000; the runs hold 800");
    }

    @Test
    void theRateRisesAndFalls() {
        TokenSchedule schedule = TokenSchedule.of(100, 1, 1);
        for (int step = 1; step < 100; step++) {
            if (step <= 10) {
                assertThat(schedule.rate(step)).isGreaterThan(schedule.rate(step - 1));
            } else {
                assertThat(schedule.rate(step)).isLessThan(schedule.rate(step - 1));
            }
        }
        assertThat(schedule.rate(10)).isEqualTo(1);
        assertThat(schedule.rate(99)).isBetween(0.1, 0.101);
    }

    /// Skipped without a CUDA device.
    @Test
    void aGpuLearnsAsACpuDoes() {
        assumeThat(Torch.engine().getGpuCount()).isPositive();
        TokenSchedule schedule = TokenSchedule.of(100, 4, 1e-2);
        try (TokenTraining cpu = TokenTraining.start(SHAPE, RUNS, schedule, 5, Device.cpu());
                TokenTraining gpu = TokenTraining.start(SHAPE, RUNS, schedule, 5, Device.gpu())) {
            cpu.run(Cancel.NEVER, Progress.NONE);
            gpu.run(Cancel.NEVER, Progress.NONE);
            for (int step = 0; step < 100; step++) {
                assertThat(gpu.curve()[step]).as("step %d", step).isCloseTo(cpu.curve()[step], within(0.02));
            }
        }
    }
}
