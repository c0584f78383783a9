package throughline.learning.sequences;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import throughline.learning.NamedWeights;
import throughline.learning.Torch;
import throughline.learning.Weights;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// A causal decoder of tokens with Qwen2's blocks (arXiv 2407.10671): root-mean-square norms before attention and
/// perceptron, rotary positions, groups of heads that share keys and values, shifts on what they are made by, and a
/// gated perceptron `(SiLU(x G) * x U) D`. Rotations have base 10,000 (Su and others, arXiv 2104.09864).
///
/// The head starts at zero: an untrained model finds all tokens equally likely.
public final class SequenceModel implements AutoCloseable {
    private static final float EPSILON = 1e-6f;
    private static final float MASKED = -1e9f;
    private static final double EMBEDDING = 0.5;
    private static final double BASE = 10_000;

    private final SequenceShape shape;
    private final NDManager manager;
    private final NamedWeights weights = new NamedWeights();
    /// Numbers of ours that gradients need; see the architecture test on what happens to others.
    private final NDArray scale;
    private final NDArray epsilon;
    private final NDArray cosines;
    private final NDArray sines;
    private final NDArray quarterTurn;

    /// A model with its first weights, where [Torch#device()] says.
    ///
    /// @param random each array draws from a stream of its name
    public SequenceModel(SequenceShape shape, Streams random) {
        this(shape, random, Torch.device());
    }

    SequenceModel(SequenceShape shape, Streams random, Device device) {
        this.shape = shape;
        Torch.prepareThread();
        manager = Torch.engine().newBaseManager(device);
        shape.arrays().forEach((name, size) -> weights.put(name, first(name, size, random.named(name))));
        scale = manager.full(new Shape(), (float) (1 / Math.sqrt(shape.head())));
        epsilon = manager.full(new Shape(), EPSILON);
        cosines = turns(true);
        sines = turns(false);
        quarterTurn = quarterTurn();
    }

    private NDArray first(String name, Shape size, Stream random) {
        if (name.endsWith("gain")) {
            return manager.ones(size);
        }
        if (name.endsWith("shift") || name.equals("head")) {
            return manager.zeros(size);
        }
        if (name.equals("embedding")) {
            float[] numbers = new float[Math.toIntExact(size.size())];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.uniform(-EMBEDDING, EMBEDDING);
            }
            return manager.create(numbers, size);
        }
        return Weights.glorot(manager, size, random);
    }

    /// `[context, 1, head]`: how far number i of a head, and that half a head on, turn together at each place.
    private NDArray turns(boolean cosine) {
        int head = shape.head();
        float[] numbers = new float[shape.context() * head];
        for (int i = 0; i < numbers.length; i++) {
            int pair = i % head % (head / 2);
            double angle = i / head * StrictMath.pow(BASE, -2.0 * pair / head);
            numbers[i] = (float) (cosine ? StrictMath.cos(angle) : StrictMath.sin(angle));
        }
        return manager.create(numbers, new Shape(shape.context(), 1, head));
    }

    /// `[head, head]`: turns each pair by 90 degrees, `(a, b)` to `(-b, a)`.
    private NDArray quarterTurn() {
        int head = shape.head();
        float[] numbers = new float[head * head];
        for (int i = 0; i < head / 2; i++) {
            numbers[(i + head / 2) * head + i] = -1;
            numbers[i * head + i + head / 2] = 1;
        }
        return manager.create(numbers, new Shape(head, head));
    }

    /// How large it is.
    public SequenceShape shape() {
        return shape;
    }

    NDManager manager() {
        return manager;
    }

    NamedWeights weights() {
        return weights;
    }

    /// Copies of all weights, by name, each flat.
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

    /// A model of its own with the same weights.
    public SequenceModel copy() {
        SequenceModel copy = new SequenceModel(shape, new Streams(0), manager.getDevice());
        copy.set(numbers());
        return copy;
    }

    /// Logits of the next token at each place.
    ///
    /// @param tokens at least one, at most the context
    /// @return `[place][token]`
    /// @throws BadInput when there are too many, or one is not of the vocabulary
    public float[][] logits(int... tokens) {
        Torch.prepareThread();
        SequenceBatch batch = SequenceBatch.of(List.of(new Example(tokens, new int[] {0})), shape);
        try (NDManager scratch = manager.newSubManager()) {
            float[] all = logits(scratch.create(batch.seen(), new Shape(1, batch.length())), null)
                    .toFloatArray();
            float[][] logits = new float[tokens.length][];
            for (int t = 0; t < tokens.length; t++) {
                logits[t] = Arrays.copyOfRange(all, t * shape.vocabulary(), (t + 1) * shape.vocabulary());
            }
            return logits;
        }
    }

    /// Log probabilities of the tokens of given completions, in nats: minus their mean is the log of the perplexity.
    ///
    /// @param examples at least one; as many are computed together as memory allows
    /// @return `[example][token of the completion]`
    /// @throws BadInput when one is too long, or has a token that is not of the vocabulary
    public double[][] logProbabilities(List<Example> examples) {
        Torch.prepareThread();
        int most = shape.sequencesAtOnce(
                examples.stream().mapToInt(Example::length).max().orElseThrow());
        double[][] logs = new double[examples.size()][];
        for (int from = 0; from < logs.length; from += most) {
            List<Example> part = examples.subList(from, Math.min(from + most, logs.length));
            SequenceBatch batch = SequenceBatch.of(part, shape);
            try (NDManager scratch = manager.newSubManager()) {
                double[][] some =
                        batch.completions(logProbabilities(scratch, batch).toFloatArray());
                System.arraycopy(some, 0, logs, from, some.length);
            }
        }
        return logs;
    }

    /// Mean negative log probability of a token of the completions, in nats.
    ///
    /// @param examples at least one
    public double loss(List<Example> examples) {
        return -Arrays.stream(logProbabilities(examples))
                .flatMapToDouble(Arrays::stream)
                .average()
                .orElseThrow();
    }

    /// `[B, T, 1]`: of the next tokens of a batch.
    NDArray logProbabilities(NDManager scratch, SequenceBatch batch) {
        Shape size = new Shape(batch.size(), batch.length());
        NDArray next = scratch.create(batch.next(), new Shape(batch.size(), batch.length(), 1));
        return logits(scratch.create(batch.seen(), size), null).logSoftmax(2).gather(next, 2);
    }

    /// `[B, T]` to `[B, T, V]`; what is computed belongs to the manager of the tokens.
    ///
    /// @param cache of what was seen before these tokens, which then has seen them too; null for nothing
    NDArray logits(NDArray tokens, SequenceCache cache) {
        return head(states(tokens, cache));
    }

    /// `[B, T]` to the logits after the last token, `[B, V]`.
    NDArray lastLogits(NDArray tokens, SequenceCache cache) {
        long last = tokens.getShape().get(1) - 1;
        return head(states(tokens, cache).get(new NDIndex().addAllDim().addIndices(last)));
    }

    private NDArray head(NDArray states) {
        return norm(states, "norm").matMul(weights.get("head"));
    }

    private NDArray states(NDArray tokens, SequenceCache cache) {
        int length = (int) tokens.getShape().get(1);
        int before = cache == null ? 0 : cache.length();
        NDArray x = tokens.getNDArrayInternal()
                .embedding(tokens, weights.get("embedding"), SparseFormat.DENSE)
                .singletonOrThrow();
        Places places = places(tokens.getManager(), before, length);
        for (int layer = 0; layer < shape.layers(); layer++) {
            String below = "layer-" + layer + "/";
            x = x.add(attended(norm(x, below + "attention-norm"), layer, places, cache));
            NDList gated = norm(x, below + "perceptron-norm")
                    .matMul(weights.get(below + "perceptron/in"))
                    .split(2, 2);
            NDArray gate = gated.get(0);
            NDArray inner = gate.mul(gate.getNDArrayInternal().sigmoid()).mul(gated.get(1));
            x = x.add(inner.matMul(weights.get(below + "perceptron/out")));
        }
        if (cache != null) {
            cache.grow(length);
        }
        return x;
    }

    /// Where tokens stand.
    ///
    /// @param cosines `[T, 1, head]`
    /// @param sines   `[T, 1, head]`
    /// @param mask    `[heads / groups T, before + T]`: a token sees itself and those before; null for a single one
    private record Places(NDArray cosines, NDArray sines, NDArray mask) {}

    private Places places(NDManager scratch, int before, int length) {
        NDIndex rows = new NDIndex().addSliceDim(before, before + length);
        NDArray cosine = cosines.get(rows);
        NDArray sine = sines.get(rows);
        cosine.attach(scratch);
        sine.attach(scratch);
        return new Places(cosine, sine, length == 1 ? null : mask(scratch, before, length));
    }

    private NDArray mask(NDManager scratch, int before, int length) {
        int sharing = shape.heads() / shape.groups();
        int all = before + length;
        float[] numbers = new float[sharing * length * all];
        for (int row = 0; row < sharing * length; row++) {
            Arrays.fill(numbers, row * all + before + row % length + 1, (row + 1) * all, MASKED);
        }
        return scratch.create(numbers, new Shape((long) sharing * length, all));
    }

    private NDArray norm(NDArray x, String name) {
        NDArray size = x.mul(x).mean(new int[] {-1}, true).add(epsilon).sqrt();
        return x.div(size).mul(weights.get(name + "/gain"));
    }

    /// `[B, T, h]`: what the attention adds. The heads of a group stand behind one another, as if they were tokens.
    private NDArray attended(NDArray x, int layer, Places places, SequenceCache cache) {
        String below = "layer-" + layer + "/attention/";
        long batch = x.getShape().get(0);
        long length = x.getShape().get(1);
        long groups = shape.groups();
        long sharing = shape.heads() / groups;
        long head = shape.head();
        NDList parts = x.matMul(weights.get(below + "in"))
                .add(weights.get(below + "in-shift"))
                .split(new long[] {shape.width() + shape.kv()}, 2);
        NDList turned = turned(parts.get(0).reshape(batch, length, shape.heads() + groups, head), places)
                .split(new long[] {shape.heads()}, 2);
        NDArray queries = turned.get(0)
                .mul(scale)
                .reshape(batch, length, groups, sharing, head)
                .transpose(0, 2, 3, 1, 4)
                .reshape(batch, groups, sharing * length, head);
        NDArray keys = turned.get(1).transpose(0, 2, 1, 3);
        NDArray values = parts.get(1).reshape(batch, length, groups, head).transpose(0, 2, 1, 3);
        if (cache != null) {
            keys = cache.keys(layer, keys);
            values = cache.values(layer, values);
        }
        NDArray scores = queries.matMul(keys.transpose(0, 1, 3, 2));
        NDArray shares = (places.mask() == null ? scores : scores.add(places.mask())).softmax(3);
        return shares.matMul(values)
                .reshape(batch, groups, sharing, length, head)
                .transpose(0, 3, 1, 2, 4)
                .reshape(batch, length, shape.width())
                .matMul(weights.get(below + "out"));
    }

    private NDArray turned(NDArray x, Places places) {
        return x.mul(places.cosines()).add(x.matMul(quarterTurn).mul(places.sines()));
    }

    /// Frees the weights.
    @Override
    public void close() {
        manager.close();
    }
}
