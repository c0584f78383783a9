package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import throughline.learning.Torch;
import throughline.random.Streams;
import throughline.training.Transformer;
import throughline.training.chunks.Backpropagation;
import throughline.training.chunks.LanguageModel;
import throughline.training.chunks.Objective.Sft;
import throughline.training.chunks.Tokens;

class TorchGradientsTest {
    private static final LanguageModel MODEL = LanguageModel.random(
            Transformer.gpt("small", 2, 16, 4)
                    .with("keyHeads", "2")
                    .with("gated", "true")
                    .with("inner", "24")
                    .with("vocabulary", "" + Grammar.words()),
            1);
    private static final int[] TEXT = new Grammar(new Streams(1).named("text")).text(49);

    /// Two programs that share nothing: PyTorch's differentiation, and gradients by hand in doubles.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void gradientsAreThoseFoundByHand(int chunks) {
        var byHand = Backpropagation.plain().of(MODEL, List.of(new Tokens(TEXT, 1)), new Sft());
        Torch.prepareThread();
        try (NDManager manager = Torch.engine().newBaseManager(Torch.device());
                NDManager scratch = manager.newSubManager()) {
            TorchLayers layers = new TorchLayers(MODEL, manager);
            TorchGradients gradients = new TorchGradients(layers, false);
            double loss = chunks == 0 ? gradients.plain(TEXT, scratch) : gradients.stream(TEXT, chunks, 7, scratch);
            assertThat(loss).isCloseTo(byHand.loss(), within(1e-5));
            for (int i = 0; i < layers.weights().size(); i++) {
                try (NDArray gradient = layers.weights().get(i).getGradient()) {
                    float[] found = gradient.toFloatArray();
                    double[] expected = byHand.gradients().numbers().get(i);
                    double largest = 0;
                    for (double value : expected) {
                        largest = Math.max(largest, Math.abs(value));
                    }
                    for (int j = 0; j < found.length; j++) {
                        assertThat((double) found[j]).isCloseTo(expected[j], within(1e-5 * largest));
                    }
                }
            }
        }
    }
}
