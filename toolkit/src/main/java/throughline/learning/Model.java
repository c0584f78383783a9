package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.XavierInitializer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.List;
import throughline.random.Stream;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// The layers of a network with their weights, and what of it lives outside the heap.
final class Model implements AutoCloseable {
    /// Windows that are gathered at once where no gradient is needed.
    static final int ASKED_AT_ONCE = 512;

    /// DJL keeps every manager that is not closed; this closes those of models that nobody holds any more.
    private static final Cleaner CLEANER = Cleaner.create();

    private final Batches batches;
    private final Loss loss;
    private final NDManager manager;
    private final Cleaner.Cleanable memory;
    private final ParameterStore store;
    private final Block block;

    /// Layers with their first weights.
    ///
    /// @param block   not yet initialised, from what [Batches#inputs] gives to `[B, Q T H]`
    /// @param random  of the first weights
    Model(Block block, Batches batches, Loss loss, Stream random) {
        this.block = block;
        this.batches = batches;
        this.loss = loss;
        NDManager own = Torch.engine().newBaseManager(Torch.device());
        manager = own;
        memory = CLEANER.register(this, own::close);
        store = new ParameterStore(manager, false);
        try {
            initialize(random);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /// Weights that no layer has given a start of its own are drawn.
    private void initialize(Stream random) {
        block.setInitializer(
                (to, shape, type) -> Weights.glorot(to, shape, random),
                parameter -> parameter.getInitializer() instanceof XavierInitializer);
        Sizes sizes = batches.sizes();
        Shape past = new Shape(1, sizes.lags(), sizes.features());
        Shape ahead = new Shape(1, sizes.horizon(), sizes.known());
        block.initialize(
                manager, DataType.FLOAT32, sizes.known() == 0 ? new Shape[] {past} : new Shape[] {past, ahead});
    }

    Batches batches() {
        return batches;
    }

    NDManager manager() {
        return manager;
    }

    /// `[B, Q, T H]`.
    NDArray forward(NDManager scratch, List<Window> windows, boolean training) {
        Sizes sizes = batches.sizes();
        return block.forward(store, batches.inputs(scratch, windows), training)
                .singletonOrThrow()
                .reshape(windows.size(), sizes.answers(), sizes.targets() * sizes.horizon());
    }

    private NDArray loss(NDManager scratch, List<Window> windows, boolean training) {
        return loss.of(forward(scratch, windows, training), batches.changes(scratch, windows));
    }

    /// Adds the gradients of the loss over these windows to those of the weights, and returns the loss.
    double gradients(NDManager scratch, List<Window> windows) {
        return Torch.recording(() -> {
            NDArray mean = loss(scratch, windows, true);
            Torch.backward(mean, scratch.ones(mean.getShape()));
            return (double) mean.getFloat();
        });
    }

    /// The mean loss over all windows, or NaN when cancelled.
    double meanLoss(Windows windows, Cancel cancel) {
        double sum = 0;
        for (int from = 0; from < windows.size(); from += ASKED_AT_ONCE) {
            if (cancel.requested()) {
                return Double.NaN;
            }
            List<Window> some = windows.subList(from, Math.min(from + ASKED_AT_ONCE, windows.size()));
            try (NDManager scratch = manager.newSubManager()) {
                sum += loss(scratch, some, false).getFloat() * some.size();
            }
        }
        return sum / windows.size();
    }

    NDList parameters() {
        return new NDList(
                block.getParameters().values().stream().map(Parameter::getArray).toList());
    }

    /// `[parameter][value]`.
    float[][] weights() {
        return parameters().stream().map(NDArray::toFloatArray).toArray(float[][]::new);
    }

    /// @throws BadInput when they are of another network
    void set(float[][] weights) {
        NDList own = parameters();
        if (own.size() != weights.length) {
            throw new BadInput("weights of [%d] arrays do not fit a network that has %d", weights.length, own.size());
        }
        for (int i = 0; i < weights.length; i++) {
            Weights.set(own.get(i), weights[i]);
        }
    }

    void write(DataOutput out) throws IOException {
        for (float[] weights : weights()) {
            Weights.write(weights, out);
        }
    }

    void read(DataInput in) throws IOException {
        for (NDArray weight : parameters()) {
            Weights.set(weight, Weights.read(in));
        }
    }

    @Override
    public void close() {
        memory.clean();
    }
}
