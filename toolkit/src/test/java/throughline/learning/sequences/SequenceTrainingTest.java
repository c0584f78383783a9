package throughline.learning.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.learning.tokens.TokenSchedule;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class SequenceTrainingTest {
    private static final int STOP = 0;
    private static final SequenceShape SHAPE = new SequenceShape(8, 12, 1, 32, 2, 1, 48);
    private static final List<Example> COPIES = copies("train", 400);

    /// What follows a text is the text itself, and a stop.
    private static List<Example> copies(String name, int count) {
        List<Example> copies = new ArrayList<>();
        Stream random = new Streams(1).named(name);
        for (int i = 0; i < count; i++) {
            int[] text = new int[2 + random.below(2)];
            for (int t = 0; t < text.length; t++) {
                text[t] = 2 + random.below(6);
            }
            int[] prompt = Arrays.copyOf(text, text.length + 1);
            prompt[text.length] = 1;
            copies.add(new Example(prompt, Arrays.copyOf(text, text.length + 1)));
        }
        return copies;
    }

    private static SequenceTraining start(int steps) {
        return SequenceTraining.start(SHAPE, COPIES, TokenSchedule.of(steps, 32, 1e-2), 5);
    }

    @Test
    void copyingIsLearnedAndWritten() {
        List<Example> others = copies("others", 60);
        try (SequenceTraining training = start(300)) {
            assertThat(training.run(Cancel.NEVER, Progress.NONE)).isTrue();
            assertThat(training.curve()[0]).isGreaterThan(2);
            assertThat(training.model().loss(others)).isLessThan(0.1);
            List<List<Completion>> written = new Sampler(0, STOP, 6)
                    .sample(
                            training.model(),
                            others.stream().map(Example::prompt).toList(),
                            1,
                            new Streams(1));
            long right = 0;
            for (int i = 0; i < others.size(); i++) {
                right += Arrays.equals(
                                written.get(i).getFirst().tokens(),
                                others.get(i).completion())
                        ? 1
                        : 0;
            }
            assertThat(right).isGreaterThan(50);
        }
    }

    @Test
    void aTrainingThatIsStoppedEndsAtTheSameBits(@TempDir Path folder) {
        Path file = folder.resolve("checkpoint");
        try (SequenceTraining whole = start(20)) {
            whole.run(Cancel.NEVER, Progress.NONE);
            for (int stop : new int[] {0, 1, 13}) {
                try (SequenceTraining first = start(20)) {
                    assertThat(first.run(stop, Cancel.NEVER, Progress.NONE)).isFalse();
                    first.save(file);
                }
                try (SequenceTraining second =
                        SequenceTraining.resume(SHAPE, COPIES, TokenSchedule.of(20, 32, 1e-2), 5, file)) {
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

    @Test
    void aPassSeesEachExampleOnceAndPutsLikeLengthsTogether() {
        SequenceOrder order = new SequenceOrder(COPIES, 40, new Streams(1));
        List<List<Example>> pass = order.pass(0);
        assertThat(pass.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(COPIES);
        assertThat(pass.stream()
                        .filter(batch -> batch.stream()
                                        .mapToInt(Example::length)
                                        .distinct()
                                        .count()
                                == 1)
                        .count())
                .isGreaterThanOrEqualTo(9);
        assertThat(order.pass(1)).isNotEqualTo(pass);
        assertThat(order.pass(0)).isEqualTo(pass);
    }

    @Test
    void longSequencesTakeABatchInParts() {
        assertThat(SequenceShape.backtrack("17M", 80, 4_096).sequencesAtOnce(4_096))
                .isOne();
        assertThat(SHAPE.sequencesAtOnce(12)).isGreaterThan(32);
    }

    @Test
    void aCancelStopsBetweenSteps() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        try (SequenceTraining training = start(4)) {
            assertThat(training.run(cancel, Progress.NONE)).isFalse();
            assertThat(training.curve()).isEmpty();
        }
    }

    @Test
    void fewerExamplesThanABatchAreRefused() {
        assertThatThrownBy(() -> SequenceTraining.start(SHAPE, COPIES.subList(0, 3), TokenSchedule.of(1, 4, 1), 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[3]");
    }
}
