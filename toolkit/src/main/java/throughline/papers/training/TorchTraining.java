package throughline.papers.training;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import throughline.learning.Adam;
import throughline.learning.Torch;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.training.Transformer;
import throughline.training.chunks.LanguageModel;

/// A small language model, trained for real on texts of [Grammar], with gradients found one way or the other. Weights
/// at the start, texts and optimizer are the same for all ways.
///
/// @param losses    mean cross-entropy of each step's text before the step, in nats; shorter after a cancel
/// @param mostBytes of arrays beside weights that were open when a way back began, in the first step
record TorchTraining(double[] losses, long mostBytes) {
    private static final int TOKENS = 65;
    private static final double RATE = 5e-3;
    private static final double CLIP = 1;

    /// The shape of the model.
    static final Transformer SHAPE = Transformer.gpt("grammar", 2, 32, 4)
            .with("keyHeads", "2")
            .with("gated", "true")
            .with("inner", "64")
            .with("vocabulary", Integer.toString(Grammar.words()));

    @FunctionalInterface
    private interface Way {
        double loss(TorchGradients gradients, int[] text, NDManager scratch);
    }

    /// Trains with one graph of everything.
    static TorchTraining plain(int steps, Cancel cancel) {
        return train(TorchGradients::plain, steps, cancel);
    }

    /// Trains chunk of tokens by chunk of tokens.
    ///
    /// @param chunks of a layer
    /// @param logits tokens whose logits are held at once
    static TorchTraining stream(int chunks, int logits, int steps, Cancel cancel) {
        return train((gradients, text, scratch) -> gradients.stream(text, chunks, logits, scratch), steps, cancel);
    }

    private static TorchTraining train(Way way, int steps, Cancel cancel) {
        Torch.prepareThread();
        Stream random = new Streams(1).named("texts");
        Grammar grammar = new Grammar(random);
        double[] losses = new double[steps];
        try (NDManager manager = Torch.engine().newBaseManager(Torch.device())) {
            TorchLayers layers = new TorchLayers(LanguageModel.random(SHAPE, 1), manager);
            TorchGradients first = new TorchGradients(layers, true);
            TorchGradients others = new TorchGradients(layers, false);
            Adam adam = new Adam(layers.weights(), RATE, CLIP, manager);
            for (int step = 0; step < steps; step++) {
                if (cancel.requested()) {
                    return new TorchTraining(Arrays.copyOf(losses, step), first.mostBytes());
                }
                try (NDManager scratch = manager.newSubManager()) {
                    losses[step] = way.loss(step == 0 ? first : others, grammar.text(TOKENS), scratch);
                    adam.step(scratch);
                }
            }
            return new TorchTraining(losses, first.mostBytes());
        }
    }
}
