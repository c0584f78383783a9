package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
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
/// `[B, S]`; a linear head turns that, and what is known of the future, into changes of the targets from their last
/// values, `[B, Q T H]`: one value for each target and step ahead, or one for each quantile that the task asks for.
///
/// Features are the input columns, then the knobs repeated at each lag, in units of their spread over the training
/// runs; see [Scaling]. The head starts at zero, so an untrained network is [LastValue], and a trained one is never
/// worse than it on the validation runs. Weights are moved by [Adam] along the mean squared error of mini-batches,
/// or along the pinball loss of the quantiles asked for (Koenker & Bassett 1978), whose median is then the point; they
/// are gathered from the runs one at a time; after each epoch the validation runs are scored, and the best
/// weights are kept.
///
/// The same machine, data, settings, seed and number of threads ([Torch#threads()]; one unless set otherwise) give the
/// same weights to the bit on a CPU.
///
/// @param <N> the network itself, for its settings to return
public abstract class Network<N extends Network<N>> implements Forecaster {
    private static final int ASKED_AT_ONCE = 512;
    /// Settings are kept as doubles, which are exact so far.
    private static final long MOST_EXACT = 1L << 53;
    /// DJL keeps every manager that is not closed; this closes those of networks that nobody holds any more.
    private static final Cleaner CLEANER = Cleaner.create();

    private final String kind;
    private final String name;
    private final Settings settings;

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
    /// @param train      loss over the epoch's mini-batches as they came, in units of [Scaling#change()] squared,
    ///                   or of itself for quantiles; NaN for epoch 0
    /// @param validation loss over the validation windows after the epoch, in the same unit
    public record Epoch(int epoch, double train, double validation) {}

    /// The layers below the head, from `[B, lags, features]` to `[B, any]`, not yet initialised.
    protected abstract Block body(Task task, int features);

    @SuppressWarnings("unchecked")
    private N self() {
        return (N) this;
    }

    /// A network with the settings that all have.
    ///
    /// @param kind as [Learner] knows it
    /// @param name as in tables
    protected Network(String kind, String name) {
        this.kind = kind;
        this.name = name;
        settings = new Settings(kind)
                .whole("epochs", 30, 1, 1_000_000)
                .whole("batch", 64, 1, 1_000_000)
                .whole("patience", 5, 1, 1_000_000)
                .real("rate", 3e-3, Double.MIN_NORMAL, Double.MAX_VALUE)
                .real("clip", 1, Double.MIN_NORMAL, Double.MAX_VALUE)
                .whole("seed", 1, -MOST_EXACT, MOST_EXACT);
    }

    @Override
    public final String kind() {
        return kind;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Settings settings() {
        return settings;
    }

    /// @param most passes over the training windows, at least 1; default 30
    public N epochs(int most) {
        return set("epochs", most);
    }

    /// @param windows in a mini-batch, at least 1; default 64
    public N batch(int windows) {
        return set("batch", windows);
    }

    /// @param epochsWithoutGain after which training stops, at least 1; default 5
    public N patience(int epochsWithoutGain) {
        return set("patience", epochsWithoutGain);
    }

    /// @param step learning rate of Adam, positive; default 0.003
    public N rate(double step) {
        return set("rate", step);
    }

    /// @param norm largest norm of all gradients together, positive; default 1
    public N clip(double norm) {
        return set("clip", norm);
    }

    /// @param value of the first weights and of the order of windows; default 1
    public N seed(long value) {
        return set("seed", value);
    }

    private N set(String setting, double value) {
        settings.set(setting, value);
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
        allocate();
        try {
            Stream random = new Streams((long) settings.real("seed")).named(kind);
            build(random);
            train(train, validation, random, cancel, progress);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void allocate() {
        NDManager own = Torch.engine().newBaseManager(Torch.device());
        memory = CLEANER.register(this, own::close);
        manager = own;
    }

    private void build(Stream random) {
        store = new ParameterStore(manager, false);
        Block body = body(task, scaling.features());
        body.setInitializer((to, shape, type) -> Weights.glorot(to, shape, random), Parameter.Type.WEIGHT);
        block = new Headed(body, task.targets().size() * task.horizon() * answers());
        Shape past = new Shape(1, task.lags(), scaling.features());
        Shape ahead = new Shape(1, task.horizon(), task.known().size());
        block.initialize(
                manager, DataType.FLOAT32, task.known().isEmpty() ? new Shape[] {past} : new Shape[] {past, ahead});
    }

    /// Values for each target and step: the mean alone, or the quantiles asked for.
    private int answers() {
        return Math.max(1, task.levels().size());
    }

    private void train(Windows train, Windows validation, Stream random, Cancel cancel, Progress progress) {
        NDList weights = new NDList(parameters());
        Adam adam = new Adam(weights, settings.real("rate"), settings.real("clip"), manager);
        int[] order = IntStream.range(0, train.size()).toArray();
        long total = (long) settings.whole("epochs") * train.size();
        float[][] best = weights();
        double least = meanLoss(validation, cancel);
        history.add(new Epoch(0, Double.NaN, least));
        int bestEpoch = 0;
        for (int epoch = 1;
                epoch <= settings.whole("epochs") && epoch - bestEpoch <= settings.whole("patience");
                epoch++) {
            shuffle(order, random);
            long done = (long) (epoch - 1) * order.length;
            double trained = pass(adam, train, order, cancel, (n, of) -> progress.report(done + n, total));
            double error = Double.isNaN(trained) ? Double.NaN : meanLoss(validation, cancel);
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
        int batch = settings.whole("batch");
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
            NDArray loss = loss(forward(scratch, windows, true), changes(scratch, windows));
            collector.backward(loss);
            return loss.getFloat();
        }
    }

    /// The mean squared error, or the mean pinball loss of the quantiles asked for.
    ///
    /// @param forecast `[B, Q, T H]`
    /// @param changes  `[B, 1, T H]`, what came
    private NDArray loss(NDArray forecast, NDArray changes) {
        NDArray missing = changes.sub(forecast);
        if (task.levels().isEmpty()) {
            return missing.square().mean();
        }
        float[] levels = new float[answers()];
        for (int q = 0; q < levels.length; q++) {
            levels[q] = task.levels().get(q).floatValue();
        }
        NDArray above = forecast.getManager().create(levels, new Shape(1, levels.length, 1));
        NDArray below = above.sub(forecast.getManager().ones(above.getShape()));
        return above.mul(missing).maximum(below.mul(missing)).mean();
    }

    /// `[B, Q, T H]`.
    private NDArray forward(NDManager scratch, List<Window> windows, boolean training) {
        NDList inputs = new NDList(features(scratch, windows));
        if (!task.known().isEmpty()) {
            inputs.add(ahead(scratch, windows));
        }
        return block.forward(store, inputs, training)
                .singletonOrThrow()
                .reshape(windows.size(), answers(), task.targets().size() * task.horizon());
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

    /// `[B, H, K]`, gathered from the runs.
    private NDArray ahead(NDManager scratch, List<Window> windows) {
        int known = task.known().size();
        FloatBuffer values = FloatBuffer.allocate(windows.size() * task.horizon() * known);
        for (Window window : windows) {
            for (int step = 0; step < task.horizon(); step++) {
                for (int k = 0; k < known; k++) {
                    values.put((float) scaling.scaledAhead(window, k, step));
                }
            }
        }
        return scratch.create(values.array(), new Shape(windows.size(), task.horizon(), known));
    }

    /// `[B, 1, T H]`: what is to be forecast.
    private NDArray changes(NDManager scratch, List<Window> windows) {
        int each = task.targets().size() * task.horizon();
        FloatBuffer values = FloatBuffer.allocate(windows.size() * each);
        for (Window window : windows) {
            for (double[] target : scaling.changes(window)) {
                for (double change : target) {
                    values.put((float) change);
                }
            }
        }
        return scratch.create(values.array(), new Shape(windows.size(), 1, each));
    }

    /// Over all windows, or NaN when cancelled.
    private double meanLoss(Windows windows, Cancel cancel) {
        double sum = 0;
        for (int from = 0; from < windows.size(); from += ASKED_AT_ONCE) {
            if (cancel.requested()) {
                return Double.NaN;
            }
            List<Window> some = windows.subList(from, Math.min(from + ASKED_AT_ONCE, windows.size()));
            try (NDManager scratch = manager.newSubManager()) {
                NDArray loss = loss(forward(scratch, some, false), changes(scratch, some));
                sum += loss.getFloat() * some.size();
            }
        }
        return sum / windows.size();
    }

    @Override
    public Task task() {
        requireFitted("forecasts");
        return task;
    }

    /// {@inheritDoc} Batches of another size may differ in the last digits of a float.
    @Override
    public List<Forecast> forecast(List<Window> windows) {
        requireFitted("forecasts");
        Torch.prepareThread();
        List<Forecast> all = new ArrayList<>(windows.size());
        for (int from = 0; from < windows.size(); from += ASKED_AT_ONCE) {
            List<Window> some = windows.subList(from, Math.min(from + ASKED_AT_ONCE, windows.size()));
            some.forEach(this::requireTask);
            try (NDManager scratch = manager.newSubManager()) {
                FloatBuffer changes =
                        FloatBuffer.wrap(forward(scratch, some, false).toFloatArray());
                some.forEach(window -> all.add(forecast(window, changes)));
            }
        }
        return all;
    }

    /// @param changes the next `Q T H` are this window's
    private Forecast forecast(Window window, FloatBuffer changes) {
        double[][][] answers = new double[answers()][][];
        for (int q = 0; q < answers.length; q++) {
            double[][] own = new double[task.targets().size()][task.horizon()];
            for (double[] target : own) {
                for (int h = 0; h < target.length; h++) {
                    target[h] = changes.get();
                }
            }
            answers[q] = scaling.values(window, own);
        }
        return task.levels().isEmpty()
                ? Forecast.of(answers[0])
                : new Forecast(answers[task.levels().indexOf(0.5)], task.levels(), answers);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        requireFitted("is saved");
        scaling.write(out);
        for (float[] weights : weights()) {
            out.writeInt(weights.length);
            for (float weight : weights) {
                out.writeFloat(weight);
            }
        }
    }

    @Override
    public void read(Task of, DataInput in) throws IOException {
        close();
        history.clear();
        Torch.prepareThread();
        task = of;
        scaling = Scaling.read(in);
        allocate();
        try {
            build(new Streams(0).named(kind));
            for (NDArray weight : parameters()) {
                float[] values = new float[in.readInt()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.readFloat();
                }
                Weights.set(weight, values);
            }
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void requireFitted(String what) {
        if (manager == null) {
            throw new IllegalStateException("%s %s after a fit, and until it is closed".formatted(name(), what));
        }
    }

    private void requireTask(Window window) {
        if (!task.asksAs(window.task())) {
            throw new BadInput("%s was fitted for [%s], not for %s", kind, task, window.task());
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
