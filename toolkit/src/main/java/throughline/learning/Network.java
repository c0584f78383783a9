package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import java.lang.ref.Cleaner;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A neural forecaster, and how it is trained. A kind of network gives its body, from features `[B, L, F]` to a state
/// `[B, S]`; a linear head `[B, S] -> [B, H]` turns that into changes of the target from its last value.
///
/// Features are the input columns, then the knobs repeated at each lag, in units of their spread over the training
/// runs; see [Scaling]. The head starts at zero, so an untrained network is [LastValue], and a trained one is never
/// worse than it on the validation runs. Weights are moved by [Adam] along the mean squared error of mini-batches,
/// which are gathered from the runs one at a time; after each epoch the validation runs are scored, and the best
/// weights are kept.
///
/// The same machine, data, settings, seed and number of threads ([Torch#threads()]; one unless set otherwise) give the
/// same weights to the bit on a CPU.
///
/// @param <N> the network itself, for its settings to return
public abstract class Network<N extends Network<N>> implements Forecaster {
    private static final int ASKED_AT_ONCE = 512;
    /// DJL keeps every manager that is not closed; this closes those of networks that nobody holds any more.
    private static final Cleaner CLEANER = Cleaner.create();

    private int epochs = 30;
    private int batch = 64;
    private int patience = 5;
    private double rate = 3e-3;
    private double clip = 1;
    private long seed = 1;

    private Task task;
    private Scaling scaling;
    private NDManager manager;
    private Cleaner.Cleanable memory;
    private ParameterStore store;
    private Block block;
    private final List<Epoch> history = new ArrayList<>();

    /// What one pass over the training windows came to.
    ///
    /// @param epoch      from 0, before any training
    /// @param train      mean squared error over the epoch's mini-batches as they came, in units of
    ///                   [Scaling#change()] squared; NaN for epoch 0
    /// @param validation mean squared error over the validation windows after the epoch, in the same unit
    public record Epoch(int epoch, double train, double validation) {}

    /// The layers below the head, from `[B, lags, features]` to `[B, any]`, not yet initialised.
    protected abstract Block body(Task task, int features);

    @SuppressWarnings("unchecked")
    private N self() {
        return (N) this;
    }

    /// @param most passes over the training windows, at least 1; default 30
    public N epochs(int most) {
        epochs = Checks.atLeast(1, "epochs", most);
        return self();
    }

    /// @param windows in a mini-batch, at least 1; default 64
    public N batch(int windows) {
        batch = Checks.atLeast(1, "batch", windows);
        return self();
    }

    /// @param epochsWithoutGain after which training stops, at least 1; default 5
    public N patience(int epochsWithoutGain) {
        patience = Checks.atLeast(1, "patience", epochsWithoutGain);
        return self();
    }

    /// @param step learning rate of Adam, positive; default 0.003
    public N rate(double step) {
        rate = Checks.positive("rate", step);
        return self();
    }

    /// @param norm largest norm of all gradients together, positive; default 1
    public N clip(double norm) {
        clip = Checks.positive("clip", norm);
        return self();
    }

    /// @param value of the first weights and of the order of windows; default 1
    public N seed(long value) {
        seed = value;
        return self();
    }

    /// {@inheritDoc} A network needs both.
    @Override
    public void fit(Windows train, Windows validation, Cancel cancel, Progress progress) {
        train.orElseThrow("train");
        validation.orElseThrow("validation");
        close();
        history.clear();
        Torch.prepareThread();
        task = train.task();
        scaling = Scaling.of(train);
        NDManager own = Torch.engine().newBaseManager(Torch.device());
        memory = CLEANER.register(this, own::close);
        manager = own;
        try {
            Stream random = new Streams(seed).named(name());
            build(random);
            train(train, validation, random, cancel, progress);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void build(Stream random) {
        store = new ParameterStore(manager, false);
        Block body = body(task, scaling.features());
        Block head = Linear.builder().setUnits(task.horizon()).build();
        block = new SequentialBlock().add(body).add(head);
        body.setInitializer((to, shape, type) -> Weights.glorot(to, shape, random), Parameter.Type.WEIGHT);
        head.setInitializer(Initializer.ZEROS, Parameter.Type.WEIGHT);
        block.initialize(manager, DataType.FLOAT32, new Shape(batch, task.lags(), scaling.features()));
    }

    private void train(Windows train, Windows validation, Stream random, Cancel cancel, Progress progress) {
        NDList weights = new NDList(parameters());
        Adam adam = new Adam(weights, rate, clip, manager);
        int[] order = IntStream.range(0, train.size()).toArray();
        long total = (long) epochs * train.size();
        float[][] best = weights();
        double least = meanSquaredError(validation, cancel);
        history.add(new Epoch(0, Double.NaN, least));
        int bestEpoch = 0;
        for (int epoch = 1; epoch <= epochs && epoch - bestEpoch <= patience; epoch++) {
            shuffle(order, random);
            long done = (long) (epoch - 1) * order.length;
            double trained = pass(adam, train, order, cancel, (n, of) -> progress.report(done + n, total));
            double error = Double.isNaN(trained) ? Double.NaN : meanSquaredError(validation, cancel);
            if (Double.isNaN(error)) {
                break;
            }
            history.add(new Epoch(epoch, trained, error));
            if (error < least) {
                least = error;
                best = weights();
                bestEpoch = epoch;
            }
        }
        for (int i = 0; i < best.length; i++) {
            Weights.set(weights.get(i), best[i]);
        }
        if (!cancel.requested()) {
            progress.report(total, total);
        }
    }

    /// One epoch; the mean squared error of its mini-batches as they came, or NaN when cancelled or diverged.
    private double pass(Adam adam, Windows train, int[] order, Cancel cancel, Progress progress) {
        double sum = 0;
        for (int from = 0; from < order.length; from += batch) {
            if (cancel.requested() || !Double.isFinite(sum)) {
                return Double.NaN;
            }
            int to = Math.min(from + batch, order.length);
            sum += step(adam, train, Arrays.copyOfRange(order, from, to)) * (to - from);
            progress.report(to, order.length);
        }
        return sum / order.length;
    }

    private static void shuffle(int[] order, Stream random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.below(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    /// One move of the weights; the mean squared error before it, or NaN when the gradients are no longer finite.
    private double step(Adam adam, List<Window> windows, int[] chosen) {
        List<Window> some = Arrays.stream(chosen).mapToObj(windows::get).toList();
        try (NDManager scratch = manager.newSubManager()) {
            double error = gradients(scratch, some);
            return adam.step(scratch) ? error : Double.NaN;
        }
    }

    private double gradients(NDManager scratch, List<Window> windows) {
        try (GradientCollector collector = Torch.engine().newGradientCollector()) {
            NDArray forecast = forward(scratch, windows, true);
            NDArray error = forecast.sub(changes(scratch, windows)).square().mean();
            collector.backward(error);
            return error.getFloat();
        }
    }

    private NDArray forward(NDManager scratch, List<Window> windows, boolean training) {
        return block.forward(store, new NDList(features(scratch, windows)), training)
                .singletonOrThrow();
    }

    /// `[B, L, F]`, gathered from the runs.
    private NDArray features(NDManager scratch, List<Window> windows) {
        int features = scaling.features();
        FloatBuffer values = FloatBuffer.allocate(windows.size() * task.lags() * features);
        for (Window window : windows) {
            for (int step = 0; step < task.lags(); step++) {
                for (int f = 0; f < features; f++) {
                    values.put((float) scaling.scaled(window, f, step));
                }
            }
        }
        return scratch.create(values.array(), new Shape(windows.size(), task.lags(), features));
    }

    /// `[B, H]`: what is to be forecast.
    private NDArray changes(NDManager scratch, List<Window> windows) {
        FloatBuffer values = FloatBuffer.allocate(windows.size() * task.horizon());
        for (Window window : windows) {
            for (double change : scaling.changes(window)) {
                values.put((float) change);
            }
        }
        return scratch.create(values.array(), new Shape(windows.size(), task.horizon()));
    }

    /// Over all windows, or NaN when cancelled.
    private double meanSquaredError(Windows windows, Cancel cancel) {
        double sum = 0;
        for (int from = 0; from < windows.size(); from += ASKED_AT_ONCE) {
            if (cancel.requested()) {
                return Double.NaN;
            }
            List<Window> some = windows.subList(from, Math.min(from + ASKED_AT_ONCE, windows.size()));
            try (NDManager scratch = manager.newSubManager()) {
                NDArray error = forward(scratch, some, false).sub(changes(scratch, some));
                sum += error.square().mean().getFloat() * some.size();
            }
        }
        return sum / windows.size();
    }

    @Override
    public double[] forecast(Window window) {
        return forecast(List.of(window))[0];
    }

    /// {@inheritDoc} Batches of another size may differ in the last digits of a float.
    @Override
    public double[][] forecast(List<Window> windows) {
        requireFitted("forecasts");
        Torch.prepareThread();
        double[][] all = new double[windows.size()][];
        for (int from = 0; from < all.length; from += ASKED_AT_ONCE) {
            List<Window> some = windows.subList(from, Math.min(from + ASKED_AT_ONCE, all.length));
            some.forEach(this::requireTask);
            try (NDManager scratch = manager.newSubManager()) {
                float[] changes = forward(scratch, some, false).toFloatArray();
                for (int w = 0; w < some.size(); w++) {
                    double[] own = new double[task.horizon()];
                    for (int h = 0; h < own.length; h++) {
                        own[h] = changes[w * own.length + h];
                    }
                    all[from + w] = scaling.values(some.get(w), own);
                }
            }
        }
        return all;
    }

    private void requireFitted(String what) {
        if (manager == null) {
            throw new IllegalStateException("%s %s after a fit, and until it is closed".formatted(name(), what));
        }
    }

    private void requireTask(Window window) {
        if (!window.task().equals(task)) {
            throw new BadInput("%s was fitted for [%s], not for %s", name(), task, window.task());
        }
    }

    /// What each epoch of the last fit came to, from epoch 0.
    public List<Epoch> history() {
        return List.copyOf(history);
    }

    /// How many weights the fitted network has.
    ///
    /// @throws IllegalStateException before a fit, and once it is closed
    public long size() {
        return Arrays.stream(weights()).mapToLong(w -> w.length).sum();
    }

    /// The weights in force, `[parameter][value]`.
    float[][] weights() {
        return parameters().stream().map(NDArray::toFloatArray).toArray(float[][]::new);
    }

    private List<NDArray> parameters() {
        requireFitted("has weights");
        return block.getParameters().values().stream().map(Parameter::getArray).toList();
    }

    @Override
    public void close() {
        if (manager != null) {
            memory.clean();
            manager = null;
        }
    }
}
