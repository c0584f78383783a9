package throughline.learning.tokens;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.learning.Adam;
import throughline.learning.Torch;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A token transformer that learns, each sequence of the runs at most once, in an order that the seed says. A longer
/// training begins with the sequences of a shorter one.
///
/// The same machine, runs, settings, seed and number of threads give the same weights to the bit on a CPU, also where
/// the training was saved and gone on with. On a GPU sums are made in no fixed order.
public final class TokenTraining implements AutoCloseable {
    private final TokenSchedule schedule;
    private final long seed;
    private final int atOnce;
    private final TokenTransformer model;
    private final Excerpts excerpts;
    private final int[] order;
    private final Adam adam;
    private double[] curve = new double[0];

    private TokenTraining(
            TokenShape shape, List<short[]> runs, TokenSchedule schedule, long seed, Device device, int atOnce) {
        this.schedule = schedule;
        this.seed = seed;
        this.atOnce = atOnce;
        excerpts = new Excerpts(runs, shape.context(), shape.vocabulary());
        long needed = (long) schedule.steps() * schedule.batch();
        if (needed > excerpts.size()) {
            throw new BadInput(
                    "steps [%d] of %d sequences need %d; the runs hold %d",
                    schedule.steps(), schedule.batch(), needed, excerpts.size());
        }
        Streams streams = new Streams(seed);
        order = order(excerpts.size(), streams.named("order"));
        model = new TokenTransformer(shape, streams.below("weights"), device);
        adam = new Adam(model.weights(), schedule.rate(), schedule.clip(), model.manager());
    }

    /// A training of a new model, before its first step.
    ///
    /// @param runs to learn from
    /// @param seed of the first weights and the order
    /// @throws BadInput when the runs hold less than the schedule needs, or tokens that the model does not know
    public static TokenTraining start(TokenShape shape, List<short[]> runs, TokenSchedule schedule, long seed) {
        return start(shape, runs, schedule, seed, Torch.device());
    }

    static TokenTraining start(TokenShape shape, List<short[]> runs, TokenSchedule schedule, long seed, Device device) {
        return new TokenTraining(shape, runs, schedule, seed, device, shape.sequencesAtOnce());
    }

    /// @param atOnce sequences of a batch that are computed at once, at least 1
    static TokenTraining start(TokenShape shape, List<short[]> runs, TokenSchedule schedule, long seed, int atOnce) {
        return new TokenTraining(shape, runs, schedule, seed, Torch.device(), atOnce);
    }

    /// A training that goes on where [#save] left it.
    ///
    /// @throws BadInput when the file is damaged, or of another shape, schedule or seed
    public static TokenTraining resume(
            TokenShape shape, List<short[]> runs, TokenSchedule schedule, long seed, Path file) {
        TokenCheckpoint from = TokenCheckpoint.read(file, label(shape, schedule, seed));
        TokenTraining training = start(shape, runs, schedule, seed);
        try {
            var numbers = training.model.numbers();
            int i = 0;
            for (String name : List.copyOf(numbers.keySet())) {
                numbers.put(name, from.weights()[i++]);
            }
            training.model.set(numbers);
            training.adam.restore(from.curve().length, from.moments());
            training.curve = from.curve();
            return training;
        } catch (RuntimeException | Error e) {
            training.close();
            throw e;
        }
    }

    /// Says of what training a file is.
    static String label(TokenShape shape, TokenSchedule schedule, long seed) {
        return "%s %s seed %d".formatted(shape, schedule, seed);
    }

    private static int[] order(int sequences, Stream random) {
        int[] order = IntStream.range(0, sequences).toArray();
        for (int i = sequences - 1; i > 0; i--) {
            int j = random.below(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /// Makes all steps that are left, or those until a cancel.
    ///
    /// @param progress in steps
    /// @return whether all steps are made
    /// @throws ArithmeticException when gradients are no longer finite
    public boolean run(Cancel cancel, Progress progress) {
        return run(schedule.steps(), cancel, progress);
    }

    /// Makes some steps, or those until a cancel.
    ///
    /// @param more     steps at most
    /// @param progress in steps
    /// @return whether all steps are made
    /// @throws ArithmeticException when gradients are no longer finite
    public boolean run(int more, Cancel cancel, Progress progress) {
        Torch.prepareThread();
        int from = curve.length;
        int to = (int) Math.min((long) from + more, schedule.steps());
        double[] losses = Arrays.copyOf(curve, to);
        for (int step = from; step < to && !cancel.requested(); step++) {
            losses[step] = step(step);
            curve = Arrays.copyOf(losses, step + 1);
            progress.report(step + 1L, schedule.steps());
        }
        return curve.length == schedule.steps();
    }

    private double step(int step) {
        int batch = schedule.batch();
        double loss = 0;
        for (int from = 0; from < batch; from += atOnce) {
            int to = Math.min(from + atOnce, batch);
            loss += gradients(Arrays.copyOfRange(order, step * batch + from, step * batch + to));
        }
        adam.settings(schedule.rate(step), schedule.clip());
        try (NDManager scratch = model.manager().newSubManager()) {
            if (!adam.step(scratch)) {
                throw new ArithmeticException("step %d: the gradients are not finite; lower the rate [%s]"
                        .formatted(step + 1, schedule.rate()));
            }
        }
        return loss;
    }

    /// Adds the gradients of some sequences of a batch to those of the weights.
    ///
    /// @return what they add to the batch's loss
    private double gradients(int[] sequences) {
        int[] texts = excerpts.gather(sequences);
        try (NDManager scratch = model.manager().newSubManager()) {
            return Torch.recording(() -> {
                NDArray loss = model.loss(scratch, texts, sequences.length, schedule.batch());
                Torch.backward(loss, scratch.ones(loss.getShape()));
                return (double) loss.getFloat();
            });
        }
    }

    /// The model as it is now; it learns on, and is closed with the training.
    public TokenTransformer model() {
        return model;
    }

    /// Loss of each step's batch before the step, in nats per token.
    public double[] curve() {
        return curve.clone();
    }

    /// Writes all that is needed to go on from here; the file is whole or not there.
    public void save(Path file) {
        new TokenCheckpoint(
                        label(model.shape(), schedule, seed),
                        curve,
                        model.numbers().values().toArray(float[][]::new),
                        adam.moments())
                .write(file);
    }

    @Override
    public void close() {
        model.close();
    }
}
