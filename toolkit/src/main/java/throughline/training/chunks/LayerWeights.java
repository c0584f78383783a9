package throughline.training.chunks;

import java.util.List;
import throughline.random.Stream;
import throughline.training.Transformer;

/// The weights of a layer, inputs down and outputs across; or their gradients.
record LayerWeights(
        Matrix attentionNorm,
        Matrix query,
        Matrix key,
        Matrix value,
        Matrix output,
        Matrix feedNorm,
        Matrix gate,
        Matrix up,
        Matrix down) {
    static LayerWeights random(Transformer shape, Stream random) {
        int width = shape.width();
        int headWidth = shape.headWidth();
        return new LayerWeights(
                Matrix.ones(width),
                Matrix.normal(width, shape.heads() * headWidth, random),
                Matrix.normal(width, shape.keyWidth(), random),
                Matrix.normal(width, shape.keyWidth(), random),
                Matrix.normal(shape.heads() * headWidth, width, random),
                Matrix.ones(width),
                Matrix.normal(width, shape.inner(), random),
                Matrix.normal(width, shape.inner(), random),
                Matrix.normal(shape.inner(), width, random));
    }

    static LayerWeights zeros(LayerWeights like) {
        List<Matrix> zeros = like.all().stream()
                .map(matrix -> new Matrix(matrix.rows(), matrix.columns()))
                .toList();
        return new LayerWeights(
                zeros.get(0),
                zeros.get(1),
                zeros.get(2),
                zeros.get(3),
                zeros.get(4),
                zeros.get(5),
                zeros.get(6),
                zeros.get(7),
                zeros.get(8));
    }

    List<Matrix> all() {
        return List.of(attentionNorm, query, key, value, output, feedNorm, gate, up, down);
    }
}
