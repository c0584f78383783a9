package throughline.learning;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A neural forecaster, and how it is trained. A kind of network gives its layers, from what is known of a window to
/// changes of the targets from their last values, `[B, Q T H]`: one value for each target and step ahead, or one for
/// each quantile that the task asks for; see [Sizes]. Most give a body alone, from features `[B, L, F]` to a state
/// `[B, S]`, and put a linear head on it that reads the known future too.
///
/// Features are the input columns, then the knobs repeated at each lag, in units of their spread over the training
/// runs; see [Scaling]. The last layer starts at zero, so an untrained network is [LastValue], and a trained one is
/// never worse than it on the validation runs. Weights are moved by [Adam] along the mean squared error of
/// mini-batches, or along the pinball loss of the quantiles asked for (Koenker & Bassett 1978), whose median is then
/// the point; the mini-batches are gathered from the runs one at a time; after each epoch the validation runs are
/// scored, and the best weights are kept.
///
/// The same machine, data, settings, seed and number of threads ([Torch#threads()]; one unless set otherwise) give the
/// same weights to the bit on a CPU.
///
/// @param <N> the network itself, for its settings to return
public abstract class Network<N extends Network<N>> implements Forecaster {
    /// Settings are kept as doubles, which are exact so far.
    private static final long MOST_EXACT = 1L << 53;

    private final String kind;
    private final String name;
    private final Settings settings;

    private Path checkpoint;
    private Task task;
    private Model model;
    private final List<Epoch> history = new ArrayList<>();

    /// What one pass over the training windows came to.
    ///
    /// @param epoch      from 0, before any training
    /// @param train      loss over the epoch's mini-batches as they came, in units of [Scaling#change()] squared,
    ///                   or of itself for quantiles; NaN for epoch 0
    /// @param validation loss over the validation windows after the epoch, in the same unit
    public record Epoch(int epoch, double train, double validation) {}

    /// All layers, not yet initialised: from the features `[B, L, F]` and, where columns are known beforehand, the
    /// known future `[B, H, K]`, to `[B, Q T H]`. Weights are drawn by [Weights#glorot] unless a layer says
    /// otherwise; the last layer should start at zero.
    protected abstract Block layers(Sizes sizes);

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
                .real("warmup", 0, 0, 1)
                .real("floor", 1, 0, 1)
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

    /// @param step largest learning rate of Adam, positive; default 0.01, and 0.003 for [Lstm]
    public N rate(double step) {
        return set("rate", step);
    }

    /// Lets the learning rate rise to [#rate] and fall along half a cosine: 0 and 1 keep it constant, 0 and 0 are a
    /// cosine, 0.05 and 0 a warm-up before it, 0.3 and 0 one cycle. The fall ends with the last of all [#epochs].
    ///
    /// @param warmUp share of all steps in which the rate rises, 0 to 1; default 0.05, and 0 for [Lstm]
    /// @param floor  share of the rate that is left at the end, 0 to 1; default 0, and 1 for [Lstm]
    public N schedule(double warmUp, double floor) {
        set("warmup", warmUp);
        return set("floor", floor);
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

    /// Fits are to save where they stand in a file after each epoch, and to go on from there where the file is one of
    /// the same fit: with the same kind, settings, task, runs and machine, a fit that was killed and begun anew
    /// ends with the bits of one that was not. The file of a fit that came to its end gives its result at once.
    ///
    /// @param file written under a temporary name and renamed; a fit fails with [BadInput] if it is of another one
    public N checkpoint(Path file) {
        checkpoint = file;
        return self();
    }

    /// {@inheritDoc} A network needs both.
    @Override
    public void fit(Windows train, Windows validation, Cancel cancel, Progress progress) {
        train.orElseThrow("train");
        validation.orElseThrow("validation");
        train.requireAlike(validation);
        close();
        history.clear();
        settings.keep();
        Torch.prepareThread();
        Torch.tellDevice();
        Stream random = new Streams((long) settings.real("seed")).named(kind);
        build(train.task(), Scaling.of(train), random);
        try {
            Training training = new Training(model, settings, train, validation, random, history);
            if (checkpoint == null) {
                training.run(cancel, progress, () -> {});
            } else {
                resume(training, Checkpoint.of(this, train, validation), cancel, progress);
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void build(Task of, Scaling scaling, Stream random) {
        task = of;
        Batches batches = new Batches(Sizes.of(task, scaling), scaling);
        model = new Model(layers(batches.sizes()), batches, new Loss(task.levels()), random);
    }

    private void resume(Training training, Checkpoint fit, Cancel cancel, Progress progress) {
        Path file = checkpoint;
        fit.resume(training, file);
        training.run(cancel, progress, () -> fit.write(training, file));
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
        for (int from = 0; from < windows.size(); from += Model.ASKED_AT_ONCE) {
            List<Window> some = windows.subList(from, Math.min(from + Model.ASKED_AT_ONCE, windows.size()));
            some.forEach(this::requireTask);
            try (NDManager scratch = model.manager().newSubManager()) {
                FloatBuffer changes =
                        FloatBuffer.wrap(model.forward(scratch, some, false).toFloatArray());
                some.forEach(window -> all.add(forecast(model.batches().answers(window, changes))));
            }
        }
        return all;
    }

    private Forecast forecast(double[][][] answers) {
        if (task.levels().isEmpty()) {
            return Forecast.of(answers[0]);
        }
        // The median is known when the quantiles are in order.
        Forecast ordered = new Forecast(answers[0], task.levels(), answers);
        return new Forecast(ordered.quantile(0.5), task.levels(), ordered.quantiles());
    }

    @Override
    public void write(DataOutput out) throws IOException {
        requireFitted("is saved");
        model.batches().scaling().write(out);
        model.write(out);
    }

    @Override
    public void read(Task of, DataInput in) throws IOException {
        close();
        history.clear();
        settings.keep();
        Torch.prepareThread();
        build(of, Scaling.read(in), new Streams(0).named(kind));
        try {
            model.read(in);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void requireFitted(String what) {
        if (model == null) {
            throw new IllegalStateException("%s %s after a fit, and until it is closed".formatted(name(), what));
        }
    }

    private void requireTask(Window window) {
        if (!task.asksAs(window.task())) {
            throw new BadInput("%s was fitted for [%s], not for %s", kind, task, window.task());
        }
        model.batches().scaling().requireKnobs(window);
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
        requireFitted("has weights");
        return model.weights();
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
            model = null;
        }
    }
}
