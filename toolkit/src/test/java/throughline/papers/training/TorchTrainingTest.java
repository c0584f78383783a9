package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import throughline.learning.OpenArrays;
import throughline.learning.Torch;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.training.Transformer;
import throughline.training.chunks.LanguageModel;

class TorchTrainingTest {
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final Path STATUS = Path.of("/proc/self/status");

    @Test
    void curvesFallOnEachOtherAndNothingIsLeftOpen() {
        int before = OpenArrays.settled();
        double[] plain = TorchTraining.plain(60, Cancel.NEVER).losses();
        double[] stream = TorchTraining.stream(4, 16, 60, Cancel.NEVER).losses();
        for (int i = 0; i < plain.length; i++) {
            assertThat(stream[i]).isCloseTo(plain[i], within(1e-4));
        }
        assertThat(plain[59]).isLessThan(0.7 * plain[0]);
        assertThat(TorchTraining.stream(4, 16, 60, Cancel.NEVER).losses()).isEqualTo(stream);
        assertThat(OpenArrays.count()).isEqualTo(before);
    }

    /// As a + b / D: all that a chunk computes is shared by the chunks, scores of attention too; the rest is not.
    @Test
    void bytesFallWithTheChunksAsTheyMust() {
        long[] bytes = new long[9];
        for (int chunks = 1; chunks <= 8; chunks *= 2) {
            bytes[chunks] = TorchTraining.stream(chunks, 8, 1, Cancel.NEVER).mostBytes();
        }
        assertThat(bytes[1]).isLessThan(TorchTraining.plain(1, Cancel.NEVER).mostBytes());
        assertThat((double) (bytes[1] - bytes[2]) / (bytes[2] - bytes[4])).isCloseTo(2, within(1e-9));
        assertThat((double) (bytes[2] - bytes[4]) / (bytes[4] - bytes[8])).isCloseTo(2, within(1e-9));
    }

    /// What the process really takes, by Linux's own high-water mark, gradients and PyTorch's own copies included.
    @Test
    void theProcessTakesLessAtItsHighest() throws IOException {
        assumeTrue(Files.isWritable(CLEAR) && Files.isReadable(STATUS), "needs Linux's /proc");
        Transformer shape = TorchTraining.SHAPE.with("vocabulary", "4000");
        // PyTorch keeps some of what it freed, so the smaller goes first.
        long stream = highest(shape, (gradients, text, scratch) -> gradients.stream(text, 8, 100, scratch));
        long plain = highest(shape, TorchGradients::plain);
        assertThat(stream).isPositive().isLessThan(plain / 2);
    }

    @FunctionalInterface
    private interface Way {
        double loss(TorchGradients gradients, int[] text, NDManager scratch);
    }

    /// Bytes above what the process held before a long text, and after a short one.
    private static long highest(Transformer shape, Way way) throws IOException {
        Torch.prepareThread();
        Grammar grammar = new Grammar(new Streams(1).named("text"));
        try (NDManager manager = Torch.engine().newBaseManager(Torch.device());
                NDManager warm = manager.newSubManager();
                NDManager scratch = manager.newSubManager()) {
            TorchGradients gradients =
                    new TorchGradients(new TorchLayers(LanguageModel.random(shape, 1), manager), false);
            way.loss(gradients, grammar.text(65), warm);
            int[] text = grammar.text(1025);
            Files.writeString(CLEAR, "5");
            long before = kilobytes("VmRSS:");
            way.loss(gradients, text, scratch);
            return 1024 * (kilobytes("VmHWM:") - before);
        }
    }

    private static long kilobytes(String key) throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }
}
