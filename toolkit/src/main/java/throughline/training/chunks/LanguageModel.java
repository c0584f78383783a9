package throughline.training.chunks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.training.Transformer;

/// The weights of a small causal language model, in doubles: a table of tokens, layers of attention and gated
/// feed-forward parts with root-mean-square norms before them, a last norm, and an output layer of its own. Gradients
/// have the same shape, and so are one too.
///
/// ```java
/// var shape = Transformer.gpt("small", 3, 16, 4).with("keyHeads", "2").with("gated", "true")
///         .with("inner", "24").with("vocabulary", "50");
/// var model = LanguageModel.random(shape, 1);
/// var pass = Backpropagation.stream(4, 8).of(model, List.of(new Tokens(new int[] {3, 1, 4, 1, 5}, 1)), new Sft());
/// ```
public final class LanguageModel {
    private final Transformer shape;
    private final Matrix table;
    private final List<LayerWeights> layers;
    private final Matrix norm;
    private final Matrix output;

    private LanguageModel(Transformer shape, Matrix table, List<LayerWeights> layers, Matrix norm, Matrix output) {
        this.shape = shape;
        this.table = table;
        this.layers = List.copyOf(layers);
        this.norm = norm;
        this.output = output;
    }

    /// A model that has learnt nothing: normal weights of variance one over their inputs, norms of one.
    ///
    /// @param shape small, and gated
    /// @throws BadInput where it is not gated
    public static LanguageModel random(Transformer shape, long seed) {
        if (!shape.gated()) {
            throw new BadInput("%s: gated [false] must be true: the layers here are gated", shape.name());
        }
        Streams streams = new Streams(seed);
        return new LanguageModel(
                shape,
                Matrix.normal(shape.vocabulary(), shape.width(), streams.named("table")),
                IntStream.range(0, shape.layers())
                        .mapToObj(i -> LayerWeights.random(shape, streams.named("layer " + i)))
                        .toList(),
                Matrix.ones(shape.width()),
                Matrix.normal(shape.width(), shape.vocabulary(), streams.named("output")));
    }

    /// Gradients of nothing yet.
    static LanguageModel zeros(LanguageModel like) {
        return new LanguageModel(
                like.shape,
                new Matrix(like.table.rows(), like.table.columns()),
                like.layers.stream().map(LayerWeights::zeros).toList(),
                new Matrix(1, like.norm.columns()),
                new Matrix(like.output.rows(), like.output.columns()));
    }

    /// The shape.
    public Transformer shape() {
        return shape;
    }

    Matrix table() {
        return table;
    }

    LayerWeights layer(int place) {
        return layers.get(place);
    }

    Matrix norm() {
        return norm;
    }

    Matrix output() {
        return output;
    }

    private List<Matrix> all() {
        List<Matrix> all = new ArrayList<>();
        all.add(table);
        layers.forEach(layer -> all.addAll(layer.all()));
        all.add(norm);
        all.add(output);
        return all;
    }

    /// All numbers, not copies, an array a matrix: the table `[V, h]`; of each layer the norm `[h]`, queries
    /// `[h, a·d]`, keys and values `[h, k·d]`, output `[a·d, h]`, norm `[h]`, gate and up `[h, f]`, down `[f, h]`;
    /// the last norm `[h]`; the output layer `[h, V]`. Each row by row.
    public List<double[]> numbers() {
        return all().stream().map(Matrix::values).toList();
    }

    /// The largest difference between two models, relative to the largest number of each matrix of this one.
    ///
    /// @param other of the same shape
    public double differenceTo(LanguageModel other) {
        List<double[]> mine = numbers();
        List<double[]> theirs = other.numbers();
        double worst = 0;
        for (int i = 0; i < mine.size(); i++) {
            double largest = 0;
            double difference = 0;
            for (int j = 0; j < mine.get(i).length; j++) {
                largest = Math.max(largest, Math.abs(mine.get(i)[j]));
                difference = Math.max(difference, Math.abs(mine.get(i)[j] - theirs.get(i)[j]));
            }
            worst = Math.max(worst, largest == 0 ? difference : difference / largest);
        }
        return worst;
    }
}
