package throughline.papers.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import throughline.learning.Torch;
import throughline.papers.training.RsaShape.Batch;

/// The transformer on one device, with the engine's own backpropagation: what the ring is held against.
final class RsaPlain {
    private RsaPlain() {}

    /// The loss of a batch; leaves the gradients with the weights.
    static double gradients(RsaShape shape, NDList weights, Batch batch) {
        try (NDManager scratch = weights.getFirst().getManager().newSubManager();
                GradientCollector collector = Torch.engine().newGradientCollector()) {
            NDArray tokens = shape.oneHot(scratch, batch.tokens(), 0, shape.length());
            NDArray targets = shape.oneHot(scratch, batch.targets(), 0, shape.length());
            NDArray guessed = forward(shape, weights, tokens).logSoftmax(1);
            NDArray loss = targets.mul(guessed).sum().neg().div(scratch.full(new Shape(), (float)
                    targets.getShape().get(0)));
            collector.backward(loss);
            return loss.getFloat();
        }
    }

    private static NDArray forward(RsaShape shape, NDList weights, NDArray tokens) {
        NDArray stream = tokens.matMul(weights.get(0))
                .reshape(shape.batch(), shape.length(), shape.width())
                .add(weights.get(1))
                .reshape(-1, shape.width());
        for (int layer = 0; layer < shape.layers(); layer++) {
            NDArray q = shape.heads(stream.matMul(RsaShape.of(weights, layer, 0)));
            NDArray k = shape.heads(stream.matMul(RsaShape.of(weights, layer, 1)));
            NDArray v = shape.heads(stream.matMul(RsaShape.of(weights, layer, 2)));
            NDArray scale = tokens.getManager().full(new Shape(), (float) Math.sqrt(shape.width() / shape.heads()));
            NDArray seen = q.div(scale).matMul(k.swapAxes(2, 3)).softmax(3).matMul(v);
            NDArray between = stream.add(shape.rows(seen).matMul(RsaShape.of(weights, layer, 3)));
            NDArray inner = between.matMul(RsaShape.of(weights, layer, 4))
                    .getNDArrayInternal()
                    .relu();
            stream = between.add(inner.matMul(RsaShape.of(weights, layer, 5)));
        }
        return stream.matMul(weights.getLast());
    }
}
