package throughline.learning.tokens;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import throughline.learning.NamedWeights;
import throughline.learning.Torch;
import throughline.learning.Weights;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// A decoder of tokens: learned positions, norms before attention and perceptron (GELU, four times as wide), causal.
///
/// With P streams it is ParScale's model (arXiv 2505.10475, as its released code has it): the streams `[P, B, T, d]`
/// share all weights and all tokens; each has learned keys and values before the text in every layer; the normed last
/// states `x_1 ... x_P` are mixed by `w = softmax(SiLU([x_1 ... x_P] W + b) U + c)`, smoothed to `0.99 w + 0.01 / P`;
/// one head follows.
///
/// The head starts at zero: an untrained model finds all tokens equally likely, and its loss is `ln V`.
public final class TokenTransformer implements AutoCloseable {
    private static final float SMOOTHING = 0.01f;
    private static final float EPSILON = 1e-5f;
    private static final float MASKED = -1e9f;
    private static final double PREFIX = 0.5;
    private static final int ASKED_AT_ONCE = 32;

    private final TokenShape shape;
    private final NDManager manager;
    private final NamedWeights weights = new NamedWeights();
    /// Numbers of ours that gradients need; see the architecture test on what happens to others.
    private final NDArray scale;
    private final NDArray kept;
    private final NDArray shared;
    private final NDArray mask;

    /// A model with its first weights, where [Torch#device()] says.
    ///
    /// @param random each array draws from a stream of its name, so models of one width begin alike
    public TokenTransformer(TokenShape shape, Streams random) {
        this(shape, random, Torch.device());
    }

    TokenTransformer(TokenShape shape, Streams random, Device device) {
        this.shape = shape;
        Torch.prepareThread();
        manager = Torch.engine().newBaseManager(device);
        shape.arrays().forEach((name, size) -> weights.put(name, first(name, size, random.named(name))));
        scale = manager.full(new Shape(), (float) Math.sqrt((double) shape.heads() / shape.width()));
        kept = manager.full(new Shape(), 1 - SMOOTHING);
        shared = manager.full(new Shape(), SMOOTHING / shape.streams());
        mask = mask();
    }

    private NDArray first(String name, Shape size, Stream random) {
        if (name.endsWith("gain")) {
            return manager.ones(size);
        }
        if (name.endsWith("shift") || name.equals("head")) {
            return manager.zeros(size);
        }
        if (name.contains("prefix") || name.equals("embedding") || name.equals("positions")) {
            float[] numbers = new float[Math.toIntExact(size.size())];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.uniform(-PREFIX, PREFIX);
            }
            return manager.create(numbers, size);
        }
        return Weights.glorot(manager, size, random);
    }

    /// `[T, m + T]`: a token sees the prefix, itself and those before.
    private NDArray mask() {
        int text = shape.context();
        int all = shape.prefix() + text;
        float[] numbers = new float[text * all];
        for (int i = 0; i < text; i++) {
            for (int j = i + 1; j < text; j++) {
                numbers[i * all + shape.prefix() + j] = MASKED;
            }
        }
        return manager.create(numbers, new Shape(text, all));
    }

    /// How large it is.
    public TokenShape shape() {
        return shape;
    }

    NDManager manager() {
        return manager;
    }

    /// The weights, in the order of [TokenShape#arrays()].
    NDList weights() {
        return weights.list();
    }

    /// Copies of all weights, by name.
    ///
    /// @return each array flat, in an order that depends on the shape only
    public SequencedMap<String, float[]> numbers() {
        return weights.numbers();
    }

    /// Replaces weights.
    ///
    /// @param numbers some of [#numbers()], or those of a model of the same shape
    /// @throws BadInput when a name or a length is not that of a weight here
    public void set(SequencedMap<String, float[]> numbers) {
        weights.set(numbers);
    }

    /// Logits of the next token at each place.
    ///
    /// @param texts as many tokens each as the context has
    /// @return `[text][place][token]`
    public float[][][] logits(List<short[]> texts) {
        Torch.prepareThread();
        int[] flat = new int[texts.size() * shape.context()];
        for (int b = 0; b < texts.size(); b++) {
            if (texts.get(b).length != shape.context()) {
                throw new BadInput("a text of [%d] tokens; the model sees %d", texts.get(b).length, shape.context());
            }
            Excerpts.requireTokens("text " + b, texts.get(b), shape.vocabulary());
            for (int t = 0; t < shape.context(); t++) {
                flat[b * shape.context() + t] = texts.get(b)[t];
            }
        }
        try (NDManager scratch = manager.newSubManager()) {
            float[] all = forward(scratch.create(flat, new Shape(texts.size(), shape.context())))
                    .toFloatArray();
            float[][][] logits = new float[texts.size()][shape.context()][shape.vocabulary()];
            for (int i = 0; i < texts.size() * shape.context(); i++) {
                System.arraycopy(
                        all,
                        i * shape.vocabulary(),
                        logits[i / shape.context()][i % shape.context()],
                        0,
                        shape.vocabulary());
            }
            return logits;
        }
    }

    /// Mean cross-entropy of the next token over all sequences of the runs.
    ///
    /// @return nats per token; NaN when cancelled
    /// @throws BadInput when the runs hold no sequence, or tokens that the model does not know
    public double loss(List<short[]> runs, Cancel cancel) {
        Torch.prepareThread();
        Excerpts excerpts = new Excerpts(runs, shape.context(), shape.vocabulary());
        double sum = 0;
        int most = Math.min(ASKED_AT_ONCE, shape.sequencesAtOnce());
        for (int from = 0; from < excerpts.size(); from += most) {
            if (cancel.requested()) {
                return Double.NaN;
            }
            int to = Math.min(from + most, excerpts.size());
            int[] chosen = IntStream.range(from, to).toArray();
            try (NDManager scratch = manager.newSubManager()) {
                sum += loss(scratch, excerpts.gather(chosen), to - from, to - from)
                                .getFloat()
                        * (to - from);
            }
        }
        return sum / excerpts.size();
    }

    /// Cross-entropy of some sequences of a batch, a scalar: what they add to the batch's mean.
    ///
    /// @param scratch owns what is computed
    /// @param texts   of context + 1 tokens, behind one another
    /// @param batch   sequences in texts
    /// @param whole   sequences of the whole batch
    NDArray loss(NDManager scratch, int[] texts, int batch, int whole) {
        int length = shape.context();
        int[] seen = new int[batch * length];
        int[] next = new int[batch * length];
        for (int b = 0; b < batch; b++) {
            System.arraycopy(texts, b * (length + 1), seen, b * length, length);
            System.arraycopy(texts, b * (length + 1) + 1, next, b * length, length);
        }
        NDArray logits = forward(scratch.create(seen, new Shape(batch, length)));
        NDArray targets = scratch.create(next, new Shape(batch, length)).oneHot(shape.vocabulary(), DataType.FLOAT32);
        NDArray count = scratch.full(new Shape(), -(float) whole * length);
        return logits.logSoftmax(2).mul(targets).sum().div(count);
    }

    /// `[B, T]` to `[B, T, V]`; what is computed belongs to the manager of the tokens.
    private NDArray forward(NDArray tokens) {
        long batch = tokens.getShape().get(0);
        long length = shape.context();
        long streams = shape.streams();
        NDArray x = tokens.getNDArrayInternal()
                .embedding(tokens, weights.get("embedding"), SparseFormat.DENSE)
                .singletonOrThrow()
                .add(weights.get("positions"))
                .reshape(1, batch, length, shape.width())
                .broadcast(streams, batch, length, shape.width());
        for (int layer = 0; layer < shape.layers(); layer++) {
            String below = "layer-" + layer + "/";
            x = x.add(attended(norm(x, below + "attention-norm"), below));
            NDArray inner = norm(x, below + "perceptron-norm").matMul(weights.get(below + "perceptron/in"));
            x = x.add(inner.getNDArrayInternal().gelu().matMul(weights.get(below + "perceptron/out")));
        }
        return mixed(norm(x, "norm")).matMul(weights.get("head"));
    }

    private NDArray norm(NDArray x, String name) {
        return x.getNDArrayInternal()
                .layerNorm(
                        x, new Shape(shape.width()), weights.get(name + "/gain"), weights.get(name + "/shift"), EPSILON)
                .singletonOrThrow();
    }

    /// `[P, B, T, d]`: what the attention adds.
    private NDArray attended(NDArray x, String below) {
        NDList parts = x.matMul(weights.get(below + "attention/in")).split(3, 3);
        NDArray queries = heads(parts.get(0)).mul(scale);
        NDArray keys = prefixed(heads(parts.get(1)), below + "prefix/keys");
        NDArray values = prefixed(heads(parts.get(2)), below + "prefix/values");
        NDArray shares = queries.matMul(keys.transpose(0, 1, 2, 4, 3)).add(mask).softmax(4);
        NDArray seen = shares.matMul(values).transpose(0, 1, 3, 2, 4).reshape(x.getShape());
        return seen.matMul(weights.get(below + "attention/out"));
    }

    /// `[P, B, T, d]` as `[P, B, heads, T, d / heads]`.
    private NDArray heads(NDArray x) {
        Shape size = x.getShape();
        long each = shape.width() / shape.heads();
        return x.reshape(size.get(0), size.get(1), size.get(2), shape.heads(), each)
                .transpose(0, 1, 3, 2, 4);
    }

    /// What a stream has learned, before what the text gives.
    private NDArray prefixed(NDArray own, String name) {
        if (shape.prefix() == 0) {
            return own;
        }
        Shape size = own.getShape();
        NDArray learned =
                weights.get(name).broadcast(size.get(0), size.get(1), size.get(2), shape.prefix(), size.get(4));
        learned.attach(own.getManager());
        return learned.concat(own, 3);
    }

    /// `[P, B, T, d]` to `[B, T, d]`.
    private NDArray mixed(NDArray x) {
        Shape size = x.getShape();
        long streams = shape.streams();
        if (streams == 1) {
            return x.reshape(size.get(1), size.get(2), size.get(3));
        }
        NDArray side = x.transpose(1, 2, 0, 3);
        NDArray inner = side.reshape(size.get(1), size.get(2), streams * size.get(3))
                .matMul(weights.get("aggregator/in"))
                .add(weights.get("aggregator/in-shift"));
        NDArray shares = inner.mul(inner.getNDArrayInternal().sigmoid())
                .matMul(weights.get("aggregator/out"))
                .add(weights.get("aggregator/out-shift"))
                .softmax(2)
                .mul(kept)
                .add(shared);
        return shares.expandDims(2).matMul(side).squeeze(2);
    }

    /// Frees the weights.
    @Override
    public void close() {
        manager.close();
    }
}
