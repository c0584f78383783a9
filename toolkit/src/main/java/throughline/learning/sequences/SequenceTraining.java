package throughline.learning.sequences;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import throughline.learning.Adam;
import throughline.learning.Torch;
import throughline.learning.tokens.TokenCheckpoint;
import throughline.learning.tokens.TokenSchedule;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A model that learns what should follow prompts, by Adam on the cross-entropy of the completions: prompts are seen
/// and not learned. Examples come in passes, in an order that the seed says.
///
/// ```java
/// try (var training = SequenceTraining.start(shape, examples, TokenSchedule.of(600, 64, 3e-3), 1)) {
///     training.run(Cancel.onInterrupt(), Progress.NONE);
///     var tried = new Sampler(0.7, stop, 40).sample(training.model(), prompts, 16, new Streams(2));
/// }
/// ```
///
/// The same machine, examples, settings, seed and number of threads give the same weights to the bit on a CPU, also
/// where the training was saved and gone on with. On a GPU sums are made in no fixed order.
public final class SequenceTraining implements AutoCloseable {
    private final TokenSchedule schedule;
    private final long seed;
    private final SequenceOrder order;
    private final SequenceModel model;
    private final Adam adam;
    private List<List<Example>> pass = List.of();
    private int passNumber = -1;
    private double[] curve = new double[0];

    private SequenceTraining(SequenceShape shape, List<Example> examples, TokenSchedule schedule, long seed) {
        if (examples.size() < schedule.batch()) {
            throw new BadInput("[%d] examples are less than a batch of %d", examples.size(), schedule.batch());
        }
        this.schedule = schedule;
        this.seed = seed;
        Streams streams = new Streams(seed);
        order = new SequenceOrder(List.copyOf(examples), schedule.batch(), streams.below("order"));
        model = new SequenceModel(shape, streams.below("weights"));
        adam = new Adam(model.weights().list(), schedule.rate(), schedule.clip(), model.manager());
    }

    /// A training of a new model, before its first step.
    ///
    /// @param examples to learn from, at least a batch of them
    /// @param seed     of the first weights and the order
    public static SequenceTraining start(
            SequenceShape shape, List<Example> examples, TokenSchedule schedule, long seed) {
        return new SequenceTraining(shape, examples, schedule, seed);
    }

    /// A training that goes on where [#save] left it.
    ///
    /// @throws BadInput when the file is damaged, or of another shape, schedule, seed or number of examples
    public static SequenceTraining resume(
            SequenceShape shape, List<Example> examples, TokenSchedule schedule, long seed, Path file) {
        SequenceTraining training = start(shape, examples, schedule, seed);
        try {
            TokenCheckpoint from = TokenCheckpoint.read(file, training.label());
            training.model.weights().set(from.weights());
            training.adam.restore(from.curve().length, from.moments());
            training.curve = from.curve();
            return training;
        } catch (RuntimeException | Error e) {
            training.close();
            throw e;
        }
    }

    private String label() {
        return "%s %s seed %d, %d examples"
                .formatted(model.shape(), schedule, seed, order.examples().size());
    }

    /// Makes all steps that are left, or those until a cancel.
    ///
    /// @param progress in steps
    /// @return whether all steps are made
    /// @throws ArithmeticException when gradients are no longer finite
    /// @throws BadInput            when an example is longer than the context, or has a token that is none
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
        adam.settings(schedule.rate(step), schedule.clip());
        List<Example> examples = examples(step);
        int tokens = examples.stream()
                .mapToInt(example -> example.completion().length)
                .sum();
        return -follow(model, adam, examples, (example, logs) -> {
            double[] slopes = new double[logs.length];
            Arrays.fill(slopes, -1.0 / tokens);
            return slopes;
        });
    }

    private List<Example> examples(int step) {
        int number = step / order.batches();
        if (number != passNumber) {
            pass = order.pass(number);
            passNumber = number;
        }
        return pass.get(step % order.batches());
    }

    /// How what is lowered changes with the log probabilities of a completion.
    @FunctionalInterface
    interface Slopes {
        /// @param example its place in the batch
        /// @param logs    of its completion's tokens
        /// @return a slope by each
        double[] of(int example, double[] logs);
    }

    /// One step of Adam. A batch that memory does not hold at once is computed in parts, whose gradients add up.
    ///
    /// @return mean log probability of a token of the completions before the step
    /// @throws ArithmeticException when gradients are not finite
    static double follow(SequenceModel model, Adam adam, List<Example> examples, Slopes slopes) {
        int longest = examples.stream().mapToInt(Example::length).max().orElseThrow();
        int most = model.shape().sequencesAtOnce(longest);
        double sum = 0;
        int tokens = 0;
        for (int from = 0; from < examples.size(); from += most) {
            List<Example> part = examples.subList(from, Math.min(from + most, examples.size()));
            SequenceBatch batch = SequenceBatch.of(part, model.shape());
            sum += gradients(model, batch, from, slopes);
            tokens += batch.tokens();
        }
        try (NDManager scratch = model.manager().newSubManager()) {
            if (!adam.step(scratch)) {
                throw new ArithmeticException(
                        "step %d: the gradients are not finite; lower the rate".formatted(adam.steps() + 1));
            }
        }
        return sum / tokens;
    }

    /// Adds the gradients of some examples to those of the weights.
    ///
    /// @param first place of the first of them
    /// @return sum of the log probabilities
    private static double gradients(SequenceModel model, SequenceBatch batch, int first, Slopes slopes) {
        try (NDManager scratch = model.manager().newSubManager()) {
            return Torch.recording(() -> {
                NDArray logs = model.logProbabilities(scratch, batch);
                double[][] completions = batch.completions(logs.toFloatArray());
                double[][] slope = new double[completions.length][];
                for (int b = 0; b < slope.length; b++) {
                    slope[b] = slopes.of(first + b, completions[b]);
                }
                Torch.backward(logs, scratch.create(batch.places(slope), logs.getShape()));
                return Arrays.stream(completions)
                        .flatMapToDouble(Arrays::stream)
                        .sum();
            });
        }
    }

    /// The model as it is now; it learns on, and is closed with the training.
    public SequenceModel model() {
        return model;
    }

    /// Loss of each step's batch before the step, in nats per token of the completions.
    public double[] curve() {
        return curve.clone();
    }

    /// Writes all that is needed to go on from here; the file is whole or not there.
    public void save(Path file) {
        new TokenCheckpoint(label(), curve, model.numbers().values().toArray(float[][]::new), adam.moments())
                .write(file);
    }

    @Override
    public void close() {
        model.close();
    }
}
