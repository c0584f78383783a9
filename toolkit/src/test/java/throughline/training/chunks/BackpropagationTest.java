package throughline.training.chunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.training.Transformer;
import throughline.training.chunks.Backpropagation.Pass;
import throughline.training.chunks.Objective.Dpo;
import throughline.training.chunks.Objective.Grpo;
import throughline.training.chunks.Objective.Sft;

class BackpropagationTest {
    private static final Transformer SHAPE = Transformer.gpt("small", 2, 12, 4)
            .with("keyHeads", "2")
            .with("gated", "true")
            .with("inner", "20")
            .with("vocabulary", "17");
    private static final LanguageModel MODEL = LanguageModel.random(SHAPE, 1);

    /// An objective with a batch it can judge.
    private record Task(Objective objective, List<Tokens> batch) {
        Pass by(Backpropagation way, LanguageModel model) {
            return way.of(model, batch, objective);
        }
    }

    private static Tokens tokens(int count, int prompt, String name) {
        Stream random = new Streams(7).named(name);
        return new Tokens(
                IntStream.range(0, count)
                        .map(i -> random.below(SHAPE.vocabulary()))
                        .toArray(),
                prompt);
    }

    private static java.util.stream.Stream<Task> tasks() {
        double[][] old = {new double[14], new double[20], new double[9]};
        Stream random = new Streams(3).named("old");
        for (double[] row : old) {
            for (int i = 0; i < row.length; i++) {
                row[i] = -3 + random.normal();
            }
        }
        return java.util.stream.Stream.of(
                new Task(new Sft(), List.of(tokens(24, 1, "a"), tokens(16, 4, "b"))),
                new Task(
                        new Grpo(new double[] {1.2, -0.7, -0.5}, old, 0.2),
                        List.of(tokens(18, 4, "a"), tokens(24, 4, "b"), tokens(13, 4, "c"))),
                new Task(new Dpo(0.1, -52, -47), List.of(tokens(24, 5, "a"), tokens(21, 5, "b"))));
    }

    /// Central differences of the loss, along one weight of every matrix at a time.
    @ParameterizedTest
    @MethodSource("tasks")
    void gradientsAreThoseOfTheLoss(Task task) {
        List<double[]> gradients =
                task.by(Backpropagation.stream(3, 5), MODEL).gradients().numbers();
        LanguageModel moved = LanguageModel.random(SHAPE, 1);
        double step = 1e-5;
        for (int matrix = 0; matrix < gradients.size(); matrix++) {
            double[] numbers = moved.numbers().get(matrix);
            int at = largest(gradients.get(matrix));
            double before = numbers[at];
            numbers[at] = before + step;
            double more = task.by(Backpropagation.plain(), moved).loss();
            numbers[at] = before - step;
            double less = task.by(Backpropagation.plain(), moved).loss();
            numbers[at] = before;
            double slope = gradients.get(matrix)[at];
            assertThat((more - less) / (2 * step)).isCloseTo(slope, within(1e-6 * Math.abs(slope) + 1e-9));
        }
    }

    private static int largest(double[] values) {
        return IntStream.range(0, values.length)
                .reduce((a, b) -> Math.abs(values[a]) >= Math.abs(values[b]) ? a : b)
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void allWaysFindTheSameGradients(Task task) {
        Pass plain = task.by(Backpropagation.plain(), MODEL);
        List<Backpropagation> others =
                new ArrayList<>(List.of(Backpropagation.checkpointed(), Backpropagation.chunkedLogits(4)));
        for (int chunks = 1; chunks <= 8; chunks++) {
            others.add(Backpropagation.stream(chunks, 1 + 3 * (chunks % 4)));
        }
        for (Backpropagation way : others) {
            Pass pass = task.by(way, MODEL);
            assertThat(pass.loss()).isCloseTo(plain.loss(), within(1e-12));
            assertThat(plain.gradients().differenceTo(pass.gradients())).isLessThan(1e-10);
        }
    }

    @Property(tries = 30)
    void anyCutFindsTheSameGradients(
            @ForAll @IntRange(min = 2, max = 30) int count,
            @ForAll @IntRange(min = 1, max = 40) int chunks,
            @ForAll @IntRange(min = 1, max = 40) int logits) {
        Task task = new Task(new Sft(), List.of(tokens(count, 1, "any")));
        Pass plain = task.by(Backpropagation.plain(), MODEL);
        Pass pass = task.by(Backpropagation.stream(chunks, logits), MODEL);
        assertThat(plain.gradients().differenceTo(pass.gradients())).isLessThan(1e-10);
    }

    /// T² (D + 1) / (2 D), to the last multiply-add.
    @Test
    void chunkedAttentionLeavesTheFutureOut() {
        Task task = new Task(new Sft(), List.of(tokens(840, 1, "long")));
        LanguageModel one = LanguageModel.random(
                SHAPE.with("layers", "1")
                        .with("width", "4")
                        .with("heads", "2")
                        .with("keyHeads", "1")
                        .with("inner", "4"),
                1);
        long whole = task.by(Backpropagation.checkpointed(), one).attention();
        for (int chunks = 1; chunks <= 8; chunks++) {
            long cut = task.by(Backpropagation.stream(chunks, 100), one).attention();
            assertThat(cut * 2 * chunks).isEqualTo(whole * (chunks + 1));
        }
    }

    /// What is held falls as a + b / D: the chunk's part is shared by D, the rest is not.
    @Test
    void whatIsHeldFallsWithTheChunks() {
        Task task = new Task(new Sft(), List.of(tokens(96, 1, "long")));
        long plain = task.by(Backpropagation.plain(), MODEL).most();
        long checkpointed = task.by(Backpropagation.checkpointed(), MODEL).most();
        long[] held = new long[9];
        for (int chunks = 1; chunks <= 8; chunks++) {
            held[chunks] = task.by(Backpropagation.stream(chunks, 2), MODEL).most();
        }
        assertThat(checkpointed).isLessThan(plain);
        assertThat(held[1]).isLessThanOrEqualTo(checkpointed);
        for (int chunks = 2; chunks <= 8; chunks++) {
            assertThat(held[chunks]).isLessThan(held[chunks - 1]);
        }
        // Save for the one row of scores, whose length does not depend on D.
        assertThat((held[1] - held[2]) * 1.0 / (held[2] - held[4])).isCloseTo(2, within(1e-12));
        assertThat((held[2] - held[4]) * 1.0 / (held[4] - held[8])).isCloseTo(2, within(1e-12));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tokens some = tokens(5, 1, "a");
        assertThatThrownBy(() -> Backpropagation.stream(0, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[0]");
        assertThatThrownBy(() -> new Tokens(new int[] {1, 2}, 2)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Backpropagation.plain().of(MODEL, List.of(some), new Dpo(0.1, 0, 0)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("pair");
        assertThatThrownBy(
                        () -> Backpropagation.plain().of(MODEL, List.of(new Tokens(new int[] {3, 17}, 1)), new Sft()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("token 1 [17]");
        assertThatThrownBy(() -> LanguageModel.random(SHAPE.with("gated", "false"), 1))
                .isInstanceOf(BadInput.class);
    }
}
