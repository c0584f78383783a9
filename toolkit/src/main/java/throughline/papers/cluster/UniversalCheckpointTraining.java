package throughline.papers.cluster;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import throughline.parallel.checkpoint.Contents;
import throughline.parallel.checkpoint.DistributedCheckpoint;
import throughline.parallel.checkpoint.Layout;
import throughline.parallel.checkpoint.Model;
import throughline.parallel.checkpoint.Precision;
import throughline.parallel.checkpoint.Rules;
import throughline.parallel.checkpoint.Shard;
import throughline.parallel.checkpoint.Sharding;
import throughline.parallel.checkpoint.Tensors;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.ranks.Matrix;

/// A small transformer trained by the ranks of a layout, which take turns in one thread: each has its shards of weights
/// and of Adam's moments, and nothing else outlives a step.
///
/// ```java
/// var shape = UniversalCheckpointShape.llama();
/// var training = UniversalCheckpointTraining.start(shape, Layout.parse("tp=2,pp=2,dp=2"), 1, true);
/// double[] losses = training.run(100, Cancel.NEVER);
/// var resumed = training.resharded(Layout.parse("tp=2,dp=2,zero=3"), true);
/// ```
public final class UniversalCheckpointTraining {
    /// What each parameter has.
    static final List<String> STATES = List.of("weight", "exp_avg", "exp_avg_sq");

    private static final String SEQUENCE = "data.sequence";
    private static final String DRAWS = "random.draws";
    private static final String SEED = "seed";
    private static final int BATCH = 4;
    private static final double RATE = 3e-3;
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.95;
    private static final double EPSILON = 1e-8;
    private static final double DROPPED = 0.1;

    private final UniversalCheckpointShape shape;
    private final Sharding sharding;
    private final boolean fixed;
    private final Map<String, double[][]> buffers = new LinkedHashMap<>();
    private final long seed;
    private long step;
    private long sequence;
    private long draws;

    private UniversalCheckpointTraining(
            UniversalCheckpointShape shape, Layout layout, Tensors tensors, Contents contents, boolean fixed) {
        if (UniversalCheckpointShape.UNITS % layout.tensor() != 0 || shape.keyHeads() % layout.tensor() != 0) {
            throw new BadInput(
                    "tp [%d] must divide %d parts of the perceptron and %d heads of keys",
                    layout.tensor(), UniversalCheckpointShape.UNITS, shape.keyHeads());
        }
        this.shape = shape;
        this.fixed = fixed;
        sharding = new Sharding(shape.model(), shape.rules(), layout);
        for (String state : STATES) {
            buffers.put(
                    state,
                    IntStream.range(0, layout.ranks())
                            .mapToObj(rank -> sharding.buffer(rank, name -> tensors.tensor(name, state)))
                            .toArray(double[][]::new));
        }
        step = contents.step();
        seed = number(contents, SEED);
        sequence = number(contents, SEQUENCE);
        draws = number(contents, DRAWS);
    }

    private static long number(Contents contents, String name) {
        return Long.parseLong(contents.extras().getOrDefault(name, "0"));
    }

    /// A training before its first step.
    ///
    /// @param seed  of first weights, texts and dropout
    /// @param fixed whether sums are made in one order in every layout
    /// @throws BadInput when the layout does not suit the shape
    public static UniversalCheckpointTraining start(
            UniversalCheckpointShape shape, Layout layout, long seed, boolean fixed) {
        Streams random = new Streams(seed).below("weights");
        Model model = shape.model();
        return resume(
                shape,
                layout,
                (name, state) -> state.equals("weight")
                        ? shape.first(model.parameter(name), random)
                        : new double[model.parameter(name).size()],
                contents(shape, 0, Map.of(SEED, Long.toString(seed))),
                fixed);
    }

    /// A training that goes on from a checkpoint, in whatever layout.
    ///
    /// @param tensors  whole, by name and state
    /// @param contents of the checkpoint
    /// @param fixed    whether sums are made in one order in every layout
    public static UniversalCheckpointTraining resume(
            UniversalCheckpointShape shape, Layout layout, Tensors tensors, Contents contents, boolean fixed) {
        return new UniversalCheckpointTraining(shape, layout, tensors, contents, fixed);
    }

    private static Contents contents(UniversalCheckpointShape shape, long step, Map<String, String> extras) {
        return Contents.of(shape.model(), shape.rules(), STATES, Precision.DOUBLE)
                .at(step, extras);
    }

    /// What there is to say of a checkpoint made now.
    public Contents contents() {
        SortedMap<String, String> extras = new TreeMap<>();
        extras.put(SEED, Long.toString(seed));
        extras.put(SEQUENCE, Long.toString(sequence));
        extras.put(DRAWS, Long.toString(draws));
        return contents(shape, step, extras);
    }

    /// Saves: each rank a file.
    public DistributedCheckpoint save(Path folder) {
        return DistributedCheckpoint.write(
                folder,
                contents(),
                sharding.layout(),
                (rank, state) -> buffers.get(state)[rank],
                1,
                Cancel.NEVER,
                Progress.NONE);
    }

    /// The tensors, put together of what ranks have by other rules than those they were cut by, or by the same.
    public Tensors united(Rules rules) {
        Sharding read = new Sharding(sharding.model(), rules, sharding.layout());
        return (name, state) -> read.unite(read.model().parameter(name), shard -> extract(shard, state));
    }

    /// This training, gone on with in another layout.
    ///
    /// @param inOrder whether sums are then made in one order in every layout
    public UniversalCheckpointTraining resharded(Layout layout, boolean inOrder) {
        return resume(shape, layout, united(shape.rules()), contents(), inOrder);
    }

    /// This training, gone on with in another layout and without something that it had.
    ///
    /// @param lost state of the optimiser, or key of the contents' extras
    UniversalCheckpointTraining without(Layout layout, List<String> lost) {
        Map<String, String> extras = new TreeMap<>(contents().extras());
        extras.keySet().removeAll(lost);
        Tensors all = united(shape.rules());
        return resume(
                shape,
                layout,
                (name, state) -> lost.contains(state)
                        ? new double[sharding.model().parameter(name).size()]
                        : all.tensor(name, state),
                contents().at(step, extras),
                fixed);
    }

    private double[] extract(Shard shard, String state) {
        return Arrays.copyOfRange(buffers.get(state)[shard.rank()], shard.offset(), shard.offset() + shard.length());
    }

    /// Makes some steps.
    ///
    /// @return loss of each before it was made, in nats a token; fewer when cancelled
    public double[] run(int steps, Cancel cancel) {
        double[] losses = new double[steps];
        int made = 0;
        while (made < steps && !cancel.requested()) {
            losses[made++] = step();
        }
        return Arrays.copyOf(losses, made);
    }

    /// Replicas take turns too; in fixed order they add to the same sums.
    private double step() {
        int replicas = sharding.layout().data();
        UniversalCheckpointSlices all = slices();
        double loss = 0;
        for (int replica = 0; replica < replicas; replica++) {
            UniversalCheckpointSlices own = fixed || replica == 0 ? all : slices();
            UniversalCheckpointNetwork network = new UniversalCheckpointNetwork(shape, own, fixed);
            double sum = fixed ? loss : 0;
            for (int i = BATCH * replica / replicas; i < BATCH * (replica + 1) / replicas; i++) {
                sum += network.learn(text(), dropout(), 1.0 / BATCH) / BATCH;
            }
            loss = fixed ? sum : loss + sum;
            if (own != all) {
                all.add(own);
            }
        }
        step++;
        all.scatter(this::adam);
        return loss;
    }

    private UniversalCheckpointSlices slices() {
        return new UniversalCheckpointSlices(sharding, shard -> extract(shard, "weight"));
    }

    /// Each token is mostly three times the one before, plus one.
    private int[] text() {
        Stream random = new Streams(seed).named("text-" + sequence++);
        int[] text = new int[UniversalCheckpointShape.CONTEXT + 1];
        text[0] = random.below(shape.vocabulary());
        for (int i = 1; i < text.length; i++) {
            int noise = random.below(4) == 0 ? random.below(shape.vocabulary()) : 0;
            text[i] = (3 * text[i - 1] + 1 + noise) % shape.vocabulary();
        }
        return text;
    }

    private Matrix dropout() {
        Stream random = new Streams(seed).named("dropout-" + draws++);
        return Matrix.zero(UniversalCheckpointShape.CONTEXT, shape.width())
                .map(_ -> random.uniform() < DROPPED ? 0 : 1 / (1 - DROPPED));
    }

    private void adam(Shard shard, double[] gradient) {
        double[] weights = buffers.get("weight")[shard.rank()];
        double[] means = buffers.get("exp_avg")[shard.rank()];
        double[] squares = buffers.get("exp_avg_sq")[shard.rank()];
        double unbiasedMean = 1 - StrictMath.pow(BETA_1, step);
        double unbiasedSquare = 1 - StrictMath.pow(BETA_2, step);
        for (int i = 0; i < gradient.length; i++) {
            int at = shard.offset() + i;
            means[at] = BETA_1 * means[at] + (1 - BETA_1) * gradient[i];
            squares[at] = BETA_2 * squares[at] + (1 - BETA_2) * gradient[i] * gradient[i];
            weights[at] -= RATE * (means[at] / unbiasedMean) / (Math.sqrt(squares[at] / unbiasedSquare) + EPSILON);
        }
    }
}
