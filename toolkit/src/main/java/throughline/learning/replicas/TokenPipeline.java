package throughline.learning.replicas;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Replicas of a small transformer in stages that send their residual stream, whole or by its part in a subspace
/// (HetLoCo, arXiv 2601.02360; Subspace Networks, arXiv 2506.01260).
///
/// Words and places have fixed embeddings E that every stage can look up. A compressed replica keeps the projections
/// that write to the stream (out of attention, out of the perceptron) in the span of U, so that `X - E` lies in it; a
/// stage sends `Z = (X - E) U` and the next goes on from `Z U' + E`. Gradients go back the same way. Nothing is lost on
/// the way; what is lost is the freedom of the weights.
///
/// Norms are root mean squares without a gain; layers have no biases; the head starts at zero.
public final class TokenPipeline extends TorchObjective {
    private static final float EPSILON = 1e-5f;
    private static final float MASKED = -1e9f;
    private static final int OF_LAYER = 4;
    private static final int ATTENTION_OUT = 1;
    private static final int PERCEPTRON_OUT = 3;
    private static final int WIDER = 4;

    private final Pipeline shape;
    private final TableText language;
    private final Streams streams;
    private final NDArray embeddings;
    private final NDArray mask;
    private final NDArray scale;
    private final NDArray epsilon;
    private final int[][] heldOut;
    private NDArray directions;
    private Subspace subspace;
    private long sent;

    /// @param shape    of the replicas
    /// @param language of the texts that are learned
    /// @param heldOut  texts that the loss is measured on, at least 1
    /// @param seed     of weights, texts and the first subspace
    /// @throws BadInput when no text is held out
    public TokenPipeline(Pipeline shape, TableText language, int heldOut, long seed) {
        if (heldOut < 1) {
            throw new BadInput("held-out texts [%d] must be at least 1", heldOut);
        }
        super(shapes(shape, language.words()));
        this.shape = shape;
        this.language = language;
        streams = new Streams(seed);
        embeddings = manager.create(embeddings(), new Shape(language.words() + shape.context(), shape.width()));
        scale = manager.full(new Shape(), (float) Math.sqrt((double) shape.heads() / shape.width()));
        epsilon = manager.full(new Shape(), EPSILON);
        mask = mask();
        this.heldOut = texts(heldOut, streams.named("held out"));
        turn(Subspace.random(shape.width(), shape.rank(), streams.named("subspace")));
    }

    private static List<Shape> shapes(Pipeline shape, int words) {
        int d = shape.width();
        List<Shape> shapes = new ArrayList<>();
        for (int stage = 0; stage < shape.stages(); stage++) {
            shapes.add(new Shape(d, 3L * d));
            shapes.add(new Shape(d, d));
            shapes.add(new Shape(d, (long) WIDER * d));
            shapes.add(new Shape((long) WIDER * d, d));
        }
        shapes.add(new Shape(d, words));
        return shapes;
    }

    private float[] embeddings() {
        Stream random = streams.named("embeddings");
        float[] numbers = new float[(language.words() + shape.context()) * shape.width()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.normal();
        }
        return numbers;
    }

    private NDArray mask() {
        int length = shape.context();
        float[] numbers = new float[length * length];
        for (int i = 0; i < length; i++) {
            Arrays.fill(numbers, i * length + i + 1, (i + 1) * length, MASKED);
        }
        return manager.create(numbers, new Shape(length, length));
    }

    private void turn(Subspace next) {
        if (directions != null) {
            directions.close();
        }
        subspace = next;
        directions = manager.create(next.floats(), new Shape(shape.width(), shape.rank()));
    }

    private int[][] texts(int count, Stream random) {
        int[][] texts = new int[count][];
        Arrays.setAll(texts, _ -> language.text(shape.context() + 1, random));
        return texts;
    }

    @Override
    public double[] start() {
        int[] tensors = tensors();
        double[] start = new double[Arrays.stream(tensors).sum()];
        int from = 0;
        for (int w = 0; w < tensors.length - 1; w++) {
            Stream random = streams.named("weight " + w);
            double spread = 1 / Math.sqrt(inputs(w)) / (writes(w) ? Math.sqrt(2.0 * shape.stages()) : 1);
            for (int i = 0; i < tensors[w]; i++) {
                start[from + i] = spread * random.normal();
            }
            from += tensors[w];
        }
        return start;
    }

    private static boolean writes(int tensor) {
        return tensor % OF_LAYER == ATTENTION_OUT || tensor % OF_LAYER == PERCEPTRON_OUT;
    }

    private int inputs(int tensor) {
        return shape.width() * (tensor % OF_LAYER == PERCEPTRON_OUT ? WIDER : 1);
    }

    @Override
    public double gradient(int replica, long step, double[] at, double[] slope) {
        int[][] texts = texts(shape.batch(), streams.named("replica " + replica + " step " + step));
        sent += Float.BYTES * 2 * crossed(texts.length, shape.compresses(replica));
        return gradient(at, slope, weights -> loss(weights, texts, shape.compresses(replica)));
    }

    /// Values that cross all boundaries one way: as many as the arrays have that are handed over.
    private long crossed(int texts, boolean compressed) {
        return (long) (shape.stages() - 1) * texts * shape.context() * (compressed ? shape.rank() : shape.width());
    }

    /// {@inheritDoc} The shared weights are asked without compression; within the subspace it would make no difference.
    @Override
    public double loss(double[] at) {
        return value(at, weights -> loss(weights, heldOut, false));
    }

    /// As [#loss], through compressed boundaries.
    double compressedLoss(double[] at) {
        return value(at, weights -> loss(weights, heldOut, true));
    }

    /// The loss of a model that knows the language, on the same texts: about the least that can be reached.
    public double lossOfTruth() {
        double sum = 0;
        for (int[] text : heldOut) {
            for (int t = 1; t < text.length; t++) {
                sum -= StrictMath.log(language.probability(text, t));
            }
        }
        return sum / heldOut.length / shape.context();
    }

    @Override
    public void constrain(int replica, double[] at) {
        if (shape.compresses(replica)) {
            project(at);
        }
    }

    @Override
    public void constrainShared(long round, double[] at) {
        if (shape.compressed() == 0) {
            return;
        }
        if (shape.refresh() > 0 && (round + 1) % shape.refresh() == 0) {
            turn(subspace.toward(slopes(round, at), shape.step()));
        }
        if (shape.projection() == Pipeline.Projection.ALL) {
            project(at);
        }
    }

    private void project(double[] at) {
        int[] tensors = tensors();
        int from = 0;
        for (int w = 0; w < tensors.length - 1; w++) {
            if (writes(w)) {
                subspace.project(at, from, inputs(w));
            }
            from += tensors[w];
        }
    }

    /// `sum G'G` over the gradients of all projections that write: how much the loss wants of each direction, `[d, d]`.
    private double[][] slopes(long round, double[] at) {
        int[][] texts = texts(shape.batch(), streams.named("directions " + round));
        double[] slope = new double[at.length];
        gradient(at, slope, weights -> loss(weights, texts, false));
        int d = shape.width();
        double[][] sum = new double[d][d];
        int[] tensors = tensors();
        int from = 0;
        for (int w = 0; w < tensors.length - 1; w++) {
            for (int row = 0; writes(w) && row < inputs(w); row++) {
                for (int i = 0; i < d; i++) {
                    for (int j = 0; j < d; j++) {
                        sum[i][j] += slope[from + row * d + i] * slope[from + row * d + j];
                    }
                }
            }
            from += tensors[w];
        }
        return sum;
    }

    private NDArray loss(NDList weights, int[][] texts, boolean compressed) {
        NDManager scratch = weights.getFirst().getManager();
        int length = shape.context();
        int[] seen = new int[texts.length * length];
        int[] next = new int[texts.length * length];
        for (int b = 0; b < texts.length; b++) {
            System.arraycopy(texts[b], 0, seen, b * length, length);
            System.arraycopy(texts[b], 1, next, b * length, length);
        }
        NDArray logits = forward(weights, scratch.create(seen, new Shape(texts.length, length)), compressed);
        NDArray targets =
                scratch.create(next, new Shape(texts.length, length)).oneHot(language.words(), DataType.FLOAT32);
        NDArray count = scratch.full(new Shape(), -(float) next.length);
        return logits.logSoftmax(2).mul(targets).sum().div(count);
    }

    private NDArray forward(NDList weights, NDArray words, boolean compressed) {
        NDArray known = known(words);
        NDArray x = known;
        for (int stage = 0; stage < shape.stages(); stage++) {
            if (stage > 0 && compressed) {
                x = received(x.sub(known).matMul(directions), known);
            }
            int first = stage * OF_LAYER;
            x = x.add(attended(norm(x).matMul(weights.get(first))).matMul(weights.get(first + ATTENTION_OUT)));
            NDArray inner =
                    norm(x).matMul(weights.get(first + 2)).getNDArrayInternal().gelu();
            x = x.add(inner.matMul(weights.get(first + PERCEPTRON_OUT)));
        }
        return norm(x).matMul(weights.getLast());
    }

    /// E, `[B, T, d]`: what every stage can look up.
    private NDArray known(NDArray words) {
        NDArray places = words.getManager().arange(language.words(), language.words() + shape.context(), 1);
        return looked(words).add(looked(places.toType(DataType.INT32, false)));
    }

    private NDArray looked(NDArray rows) {
        return rows.getNDArrayInternal()
                .embedding(rows, embeddings, SparseFormat.DENSE)
                .singletonOrThrow();
    }

    /// The stream that a stage goes on from, out of what was sent.
    private NDArray received(NDArray sent, NDArray known) {
        return sent.matMul(directions.transpose()).add(known);
    }

    private NDArray norm(NDArray x) {
        return x.div(x.square().mean(new int[] {2}, true).add(epsilon).sqrt());
    }

    /// `[B, T, 3d]` to `[B, T, d]`.
    private NDArray attended(NDArray x) {
        NDList parts = x.split(3, 2);
        NDArray queries = heads(parts.get(0)).mul(scale);
        NDArray shares = queries.matMul(heads(parts.get(1)).transpose(0, 1, 3, 2))
                .add(mask)
                .softmax(3);
        return shares.matMul(heads(parts.get(2)))
                .transpose(0, 2, 1, 3)
                .reshape(x.getShape().get(0), shape.context(), shape.width());
    }

    private NDArray heads(NDArray x) {
        return x.reshape(x.getShape().get(0), shape.context(), shape.heads(), (long) shape.width() / shape.heads())
                .transpose(0, 2, 1, 3);
    }

    /// {@inheritDoc} Activations and their gradients, as float32; which words a text has, every stage knows.
    @Override
    public long sent() {
        return sent;
    }
}
