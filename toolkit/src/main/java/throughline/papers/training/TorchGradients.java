package throughline.papers.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.learning.Torch;

/// Gradients of the mean cross-entropy of a sequence by PyTorch's own differentiation, added to those of the weights:
/// of everything at once, or as StreamBP finds them.
final class TorchGradients {
    private final TorchLayers layers;
    private final boolean weighed;
    private long mostBytes;

    /// @param weighed whether [#mostBytes] is found; asking every array for its size takes longer than the gradients
    TorchGradients(TorchLayers layers, boolean weighed) {
        this.layers = layers;
        this.weighed = weighed;
    }

    /// The most bytes of arrays beside the weights that were open when a way back began; 0 where they are not weighed.
    long mostBytes() {
        return mostBytes;
    }

    /// Loss of a text by one graph of everything.
    ///
    /// @param scratch owns what is computed
    double plain(int[] text, NDManager scratch) {
        int n = text.length - 1;
        try (GradientCollector collector = Torch.engine().newGradientCollector()) {
            NDArray x = layers.looked(tokens(scratch, text, 0, n));
            for (int layer = 0; layer < layers.layers(); layer++) {
                NDList keys = layers.keys(layer, x);
                x = layers.layer(layer, x, 0, keys.get(0), keys.get(1));
            }
            NDArray loss =
                    layers.logProbability(x, tokens(scratch, text, 1, n + 1)).div(scratch.full(new Shape(), -n));
            back(collector, loss, scratch);
            return loss.getFloat();
        }
    }

    /// Loss of a text, chunk of tokens by chunk of tokens.
    ///
    /// @param chunks  of a layer
    /// @param logits  tokens whose logits are held at once
    /// @param scratch owns what is computed
    double stream(int[] text, int chunks, int logits, NDManager scratch) {
        int n = text.length - 1;
        List<NDArray> inputs = forward(text, chunks, scratch);
        NDArray last = inputs.removeLast();
        last.setRequiresGradient(true);
        double loss = 0;
        for (int from = 0; from < n; from += logits) {
            loss += head(text, last, from, Math.min(n, from + logits), scratch);
        }
        NDArray d = last.getGradient().duplicate();
        last.close();
        for (int layer = layers.layers() - 1; layer >= 0; layer--) {
            NDArray x = inputs.removeLast();
            d = backward(layer, x, d, chunks, scratch);
            x.close();
        }
        NDArray ended = d;
        inside(scratch, (manager, collector) -> {
            NDArray x = layers.looked(tokens(manager, text, 0, n));
            back(collector, x.mul(ended).sum(), scratch);
            return 0;
        });
        return loss;
    }

    /// Inputs of all layers and the output of the last, without a graph.
    private List<NDArray> forward(int[] text, int chunks, NDManager scratch) {
        List<NDArray> inputs = new ArrayList<>();
        int n = text.length - 1;
        inputs.add(layers.looked(tokens(scratch, text, 0, n)));
        for (int layer = 0; layer < layers.layers(); layer++) {
            NDArray x = inputs.getLast();
            NDArray y = scratch.zeros(x.getShape());
            try (NDManager manager = scratch.newSubManager()) {
                NDList keys = layers.keys(layer, x);
                keys.attach(manager);
                for (int i = 0; i < chunks; i++) {
                    try (NDManager part = manager.newSubManager()) {
                        int from = (int) ((long) i * n / chunks);
                        int to = (int) ((i + 1L) * n / chunks);
                        y.set(
                                new NDIndex().addSliceDim(from, to),
                                layers.layer(
                                        layer,
                                        rows(x, from, to, part),
                                        from,
                                        rows(keys.get(0), 0, to, part),
                                        rows(keys.get(1), 0, to, part)));
                    }
                }
            }
            inputs.add(y);
        }
        return inputs;
    }

    /// Loss of a chunk, its logits gone as soon as their gradients are found.
    private double head(int[] text, NDArray last, int from, int to, NDManager scratch) {
        int n = text.length - 1;
        return inside(scratch, (manager, collector) -> {
            NDArray loss = layers.logProbability(rows(last, from, to, manager), tokens(manager, text, from + 1, to + 1))
                    .div(manager.full(new Shape(), -n));
            back(collector, loss, scratch);
            return loss.getFloat();
        });
    }

    /// Takes the gradient of a layer's outputs to that of its inputs.
    private NDArray backward(int layer, NDArray x, NDArray d, int chunks, NDManager scratch) {
        NDList keys = layers.keys(layer, x);
        x.setRequiresGradient(true);
        keys.forEach(array -> array.setRequiresGradient(true));
        int n = (int) x.getShape().get(0);
        for (int i = 0; i < chunks; i++) {
            int from = (int) ((long) i * n / chunks);
            int to = (int) ((i + 1L) * n / chunks);
            inside(scratch, (manager, collector) -> {
                NDArray y = layers.layer(
                        layer,
                        rows(x, from, to, manager),
                        from,
                        rows(keys.get(0), 0, to, manager),
                        rows(keys.get(1), 0, to, manager));
                back(collector, y.mul(rows(d, from, to, manager)).sum(), scratch);
                return 0;
            });
        }
        inside(scratch, (manager, collector) -> {
            NDList again = layers.keys(layer, rows(x, 0, n, manager));
            NDArray through = again.get(0)
                    .mul(gradient(keys.get(0), manager))
                    .add(again.get(1).mul(gradient(keys.get(1), manager)));
            back(collector, through.sum(), scratch);
            return 0;
        });
        keys.close();
        d.close();
        return x.getGradient().duplicate();
    }

    @FunctionalInterface
    private interface Part {
        double with(NDManager manager, GradientCollector collector);
    }

    /// A part of the graph, and all that it holds gone at its end.
    private static double inside(NDManager scratch, Part part) {
        try (NDManager manager = scratch.newSubManager();
                GradientCollector collector = Torch.engine().newGradientCollector()) {
            return part.with(manager, collector);
        }
    }

    private void back(GradientCollector collector, NDArray sum, NDManager scratch) {
        if (weighed) {
            long bytes = scratch.getManagedArrays().stream()
                    .mapToLong(array -> array.size() * array.getDataType().getNumOfBytes())
                    .sum();
            mostBytes = Math.max(mostBytes, bytes);
        }
        collector.backward(sum);
    }

    private static NDArray gradient(NDArray of, NDManager manager) {
        NDArray gradient = of.getGradient();
        gradient.attach(manager);
        return gradient;
    }

    private static NDArray rows(NDArray x, int from, int to, NDManager manager) {
        NDArray rows = x.get(new NDIndex().addSliceDim(from, to));
        rows.attach(manager);
        return rows;
    }

    private static NDArray tokens(NDManager manager, int[] text, int from, int to) {
        return manager.create(Arrays.copyOfRange(text, from, to));
    }
}
