package throughline.reasoning.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.training.ranks.Matrix;
import throughline.training.ranks.Partial;

/// A small transformer with random weights, to see whether a way of generating is exact: whatever keeps keys and values
/// by [#step], must give the logits of [#forward] over everything laid flat.
///
/// ```java
/// BlockDecoder decoder = BlockDecoder.random(2, new BlockAttention(4, 2, Rotary.STANDARD), 4, 11, 3, 1);
/// Cache prompt = decoder.cache();
/// Matrix next = decoder.step(List.of(View.of(prompt)), 7); // logits after token 7
/// ```
///
/// A layer is attention and a rectified feed-forward part, each on normalised inputs (root mean square) and added to
/// them. Each thought has an embedding that is added to keys, before they are turned, and to values (ParaThinker, arXiv
/// 2509.04475).
public final class BlockDecoder {
    private record Layer(Matrix q, Matrix k, Matrix v, Matrix out, Matrix up, Matrix down, Matrix thoughts) {}

    private static final int WIDER = 2;

    private final BlockAttention attention;
    private final int size;
    private final Matrix embeddings;
    private final List<Layer> layers;

    private BlockDecoder(BlockAttention attention, int size, Matrix embeddings, List<Layer> layers) {
        this.attention = attention;
        this.size = size;
        this.embeddings = embeddings;
        this.layers = layers;
    }

    /// Draws weights.
    ///
    /// @param layers     1 or more
    /// @param size       of a head, even
    /// @param vocabulary tokens that are told apart
    /// @param thoughts   that have embeddings, numbered from 1; may be 0
    /// @param seed       of the draw
    public static BlockDecoder random(
            int layers, BlockAttention attention, int size, int vocabulary, int thoughts, long seed) {
        if (layers < 1 || vocabulary < 1 || thoughts < 0 || size < 2 || size % 2 != 0) {
            throw new IllegalArgumentException(
                    "layers [%d] and vocabulary [%d] must be at least 1, thoughts [%d] at least 0, size [%d] of a head even"
                            .formatted(layers, vocabulary, thoughts, size));
        }
        Streams streams = new Streams(seed).below("block decoder");
        int width = attention.heads() * size;
        int keyWidth = attention.keyHeads() * size;
        List<Layer> drawn = IntStream.range(0, layers)
                .mapToObj(layer -> {
                    Stream random = streams.named("layer %d".formatted(layer));
                    return new Layer(
                            weights(width, width, random),
                            weights(width, keyWidth, random),
                            weights(width, keyWidth, random),
                            weights(width, width, random),
                            weights(width, WIDER * width, random),
                            weights(WIDER * width, width, random),
                            Matrix.normal(thoughts, 2 * keyWidth, 1, random));
                })
                .toList();
        return new BlockDecoder(
                attention, size, Matrix.normal(vocabulary, width, 1, streams.named("embeddings")), drawn);
    }

    private static Matrix weights(int rows, int columns, Stream random) {
        return Matrix.normal(rows, columns, 1 / Math.sqrt(rows), random);
    }

    int layers() {
        return layers.size();
    }

    int size() {
        return size;
    }

    int keyWidth() {
        return attention.keyHeads() * size;
    }

    Rotary rotary() {
        return attention.rotary();
    }

    /// An empty block.
    public Cache cache() {
        return cache(0);
    }

    /// An empty block whose keys and values will carry a thought's embedding.
    ///
    /// @param thought from 1, or 0 for none
    public Cache cache(int thought) {
        requireThoughts(thought);
        return new Cache(this, thought);
    }

    /// Logits after every token, all computed at once from nothing kept.
    ///
    /// @param tokens   laid flat
    /// @param thoughts of each token, 0 for none
    /// @param ancestry of as many tokens
    /// @return `[tokens, vocabulary]`
    public Matrix forward(int[] tokens, int[] thoughts, Ancestry ancestry) {
        requireTokens(tokens);
        requireThoughts(thoughts);
        if (thoughts.length != tokens.length) {
            throw new IllegalArgumentException(
                    "thoughts of [%d] tokens must be of all [%d]".formatted(thoughts.length, tokens.length));
        }
        Matrix x = embeddings.pick(tokens);
        for (Layer layer : layers) {
            Matrix in = normalised(x);
            Matrix keys = keys(layer, in, thoughts);
            Matrix values = values(layer, in, thoughts);
            x = rest(layer, x, attention.masked(in.times(layer.q), keys, values, ancestry));
        }
        return logits(x);
    }

    /// Logits after every token of a text whose tokens carry no thought.
    public Matrix forward(int[] tokens, Ancestry ancestry) {
        return forward(tokens, new int[tokens.length], ancestry);
    }

    /// One token of each writer, all at once: first the new keys and values of all are stored, then each looks at all
    /// that it sees. So writers see each other's token of the same step, as in the authors' code of Hogwild!.
    ///
    /// @param views  of the writers, who write into different blocks
    /// @param tokens one a writer
    /// @return `[writers, vocabulary]`
    public Matrix step(List<View> views, int... tokens) {
        if (views.stream().map(View::own).distinct().count() != tokens.length) {
            throw new IllegalArgumentException(
                    "[%d] tokens for [%d] writers; each has a block of its own".formatted(tokens.length, views.size()));
        }
        requireTokens(tokens);
        int[] thoughts = views.stream().mapToInt(view -> view.own().thought()).toArray();
        views.forEach(view -> view.own().reserve());
        Matrix x = embeddings.pick(tokens);
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            Matrix in = normalised(x);
            store(i, views, keys(layer, in, thoughts), values(layer, in, thoughts));
            x = rest(layer, x, look(i, views, in.times(layer.q)));
        }
        return logits(x);
    }

    private void requireTokens(int... tokens) {
        for (int token : tokens) {
            if (token < 0 || token >= embeddings.rows()) {
                throw new IllegalArgumentException(
                        "token [%d] must be from 0 to %d".formatted(token, embeddings.rows() - 1));
            }
        }
    }

    private void requireThoughts(int... thoughts) {
        int most = layers.getFirst().thoughts.rows();
        for (int thought : thoughts) {
            if (thought < 0 || thought > most) {
                throw new IllegalArgumentException("thought [%d] must be from 0 to %d".formatted(thought, most));
            }
        }
    }

    private void store(int layer, List<View> views, Matrix keys, Matrix values) {
        for (int i = 0; i < views.size(); i++) {
            views.get(i).own().append(layer, new KeyBlock(keys.rows(i, i + 1), values.rows(i, i + 1)));
        }
    }

    private Partial look(int layer, List<View> views, Matrix q) {
        List<Partial> all = new ArrayList<>();
        for (int i = 0; i < views.size(); i++) {
            all.add(look(layer, views.get(i), q.rows(i, i + 1)));
        }
        return new Partial(
                Matrix.stack(all.stream().map(Partial::out).toList()),
                Matrix.stack(all.stream().map(Partial::lse).toList()),
                all.stream().mapToLong(Partial::scores).sum());
    }

    private Partial look(int layer, View view, Matrix q) {
        List<Partial> parts = new ArrayList<>();
        for (int stage = 0; stage < view.stages().size(); stage++) {
            int after = view.last() - view.start(stage);
            for (Cache block : view.stages().get(stage)) {
                parts.add(attention.toBlock(q, _ -> after, _ -> block.tokens(), block.layer(layer)));
            }
        }
        return BlockAttention.merged(parts);
    }

    private Matrix keys(Layer layer, Matrix in, int[] thoughts) {
        return withThoughts(in.times(layer.k), layer.thoughts, 0, thoughts);
    }

    private Matrix values(Layer layer, Matrix in, int[] thoughts) {
        return withThoughts(in.times(layer.v), layer.thoughts, keyWidth(), thoughts);
    }

    private static Matrix withThoughts(Matrix rows, Matrix embeddings, int from, int[] thoughts) {
        double[] values = rows.values();
        for (int row = 0; row < thoughts.length; row++) {
            for (int c = 0; c < rows.columns() && thoughts[row] > 0; c++) {
                values[row * rows.columns() + c] += embeddings.at(thoughts[row] - 1, from + c);
            }
        }
        return Matrix.of(rows.rows(), rows.columns(), values);
    }

    private static Matrix rest(Layer layer, Matrix x, Partial attended) {
        Matrix between = x.plus(attended.out().times(layer.out));
        Matrix inner = normalised(between).times(layer.up).map(value -> Math.max(0, value));
        return between.plus(inner.times(layer.down));
    }

    private Matrix logits(Matrix x) {
        return normalised(x).times(embeddings.transposed());
    }

    private static Matrix normalised(Matrix x) {
        double[] values = x.values();
        for (int row = 0; row < x.rows(); row++) {
            double squares = 0;
            for (int c = 0; c < x.columns(); c++) {
                squares += x.at(row, c) * x.at(row, c);
            }
            double scale = 1 / Math.sqrt(squares / x.columns() + 1e-12);
            for (int c = 0; c < x.columns(); c++) {
                values[row * x.columns() + c] *= scale;
            }
        }
        return Matrix.of(x.rows(), x.columns(), values);
    }
}
