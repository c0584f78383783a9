package throughline.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.devs.Component;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.hardware.Cost;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Micro-batches on their way through the stages of a pipeline, forward and back.
///
/// ```java
/// var pipeline = new Pipeline(Pipeline.Order.ONE_F_ONE_B, 4, 8, 1, 10e-3, 10e-3, 10e-3, 0);
/// show(pipeline.closedForm());
/// show(Figure.from(pipeline.run().table()).by("pass").gantt("stage", "from [s]", "to [s]"));
/// ```
///
/// Stages and micro-batches may differ:
///
/// ```java
/// var slow = Pipeline.Stage.of(12e-3, 12e-3, 12e-3, 0);
/// var fast = Pipeline.Stage.of(9e-3, 9e-3, 9e-3, 0).holding(2);
/// var uneven = Pipeline.of(Pipeline.Order.ONE_F_ONE_B, List.of(slow, fast, fast), 8).sized(List.of(1.0, 2.0, 0.5));
/// ```
///
/// @param order  in which a stage does its work
/// @param stages at least one
/// @param sizes  of the micro-batches, over those of which the stages tell the times; at least one, and a multiple of
///               the stages when a stage has several pieces
/// @param pieces of layers in each stage; only one but under [Order#ONE_F_ONE_B]
///
/// Times are counted in nanoseconds: a pass takes at least one of them, and all passes together at most 1e9 s.
public record Pipeline(Order order, List<Stage> stages, List<Double> sizes, int pieces) {
    static final Tick TICK = Tick.NANOSECOND;
    private static final double SHORTEST = 1e-9;
    /// Some 30 years; the clock has room for 292.
    private static final double LONGEST = 1e9;

    /// In which order a stage does its work.
    public enum Order {
        /// All forward, then all back (Huang et al. 2019).
        GPIPE,
        /// As soon as it can, one forward, one back (Narayanan et al. 2019); with several pieces interleaved (Narayanan
        /// et al. 2021).
        ONE_F_ONE_B,
        /// One forward, one back, with the gradients of weights put off to fill what would be bubbles; every stage then
        /// holds as many micro-batches as the first one does anyway (Qi et al. 2024, ZB-H1).
        ZERO_BUBBLE
    }

    /// A stage, and what it needs for a micro-batch of size 1.
    ///
    /// @param forward seconds on all its pieces, positive
    /// @param inputs  seconds backward, to the gradients of inputs, positive
    /// @param weights seconds backward, to the gradients of weights, 0 or more
    /// @param send    seconds to the next stage, and back from it, during which both work on, 0 or more
    /// @param credits the most micro-batches that it may hold at once
    public record Stage(double forward, double inputs, double weights, double send, int credits) {
        /// @throws BadInput when a time or the credits are out of these ranges
        public Stage {
            if (!(forward > 0 && inputs > 0 && weights >= 0 && send >= 0)
                    || !Double.isFinite(forward + inputs + weights + send)) {
                throw new BadInput(
                        "pipeline: forward [%s s] and inputs [%s s] must be positive, weights [%s s] and send [%s s] 0"
                                + " or more, and all finite",
                        forward, inputs, weights, send);
            }
            if (credits < 1) {
                throw new BadInput("pipeline: credits [%d] of a stage must be at least 1", credits);
            }
        }

        /// A stage that may hold as many micro-batches as its order asks for.
        public static Stage of(double forward, double inputs, double weights, double send) {
            return new Stage(forward, inputs, weights, send, Integer.MAX_VALUE);
        }

        /// This stage, with room for so many micro-batches.
        public Stage holding(int microBatches) {
            return new Stage(forward, inputs, weights, send, microBatches);
        }

        /// Seconds of all passes of a micro-batch.
        double all() {
            return forward + inputs + weights;
        }
    }

    /// What a stage does with a micro-batch.
    public enum Pass {
        FORWARD,
        /// To the gradients of inputs, and of weights as well where these are not put off.
        BACKWARD,
        WEIGHTS
    }

    /// A piece of work.
    ///
    /// @param stage from 0
    /// @param piece of the stage, from 0
    /// @param from  ticks of a nanosecond
    /// @param to    ticks of a nanosecond
    public record Work(int stage, Pass pass, int microBatch, int piece, long from, long to) {}

    public Pipeline {
        stages = List.copyOf(stages);
        sizes = List.copyOf(sizes);
        if (stages.isEmpty() || sizes.isEmpty() || pieces < 1) {
            throw new BadInput(
                    "pipeline: stages [%d], micro-batches [%d] and pieces [%d] must be at least 1",
                    stages.size(), sizes.size(), pieces);
        }
        if (!sizes.stream().allMatch(size -> size > 0 && Double.isFinite(size))) {
            throw new BadInput("pipeline: sizes of micro-batches %s must be positive", sizes);
        }
        if (pieces > 1 && (order != Order.ONE_F_ONE_B || sizes.size() % stages.size() != 0)) {
            throw new BadInput(
                    "pipeline: %d pieces take order ONE_F_ONE_B [%s] and micro-batches [%d] that are a multiple of the"
                            + " stages [%d]",
                    pieces, order, sizes.size(), stages.size());
        }
        int least = stages.stream().mapToInt(Stage::credits).min().orElseThrow();
        if (least < sizes.size() && least < Integer.MAX_VALUE && (order != Order.ONE_F_ONE_B || pieces > 1)) {
            throw new BadInput(
                    "pipeline: credits [%d] of a stage take order ONE_F_ONE_B [%s] and one piece [%d], or as many"
                            + " credits as micro-batches [%d]",
                    least, order, pieces, sizes.size());
        }
        checkClock(stages, sizes, pieces);
    }

    /// A time that is less than a tick would count for none, and one too long for the clock for nothing sensible.
    private static void checkClock(List<Stage> stages, List<Double> sizes, int pieces) {
        double smallest = Collections.min(sizes) / pieces;
        double all = 0;
        for (Stage stage : stages) {
            double shortest = smallest * Math.min(stage.forward, stage.inputs);
            if (!(shortest >= SHORTEST)) {
                throw new BadInput(
                        "pipeline: the shortest pass of a micro-batch on a piece of a stage [%s s] must be at least %s"
                                + " s",
                        shortest, SHORTEST);
            }
            all += stage.all() + 2 * stage.send;
        }
        all *= sizes.stream().mapToDouble(Double::doubleValue).sum();
        if (!(all <= LONGEST)) {
            throw new BadInput("pipeline: the times of all passes together [%s s] must be at most %s s", all, LONGEST);
        }
    }

    /// Stages that are all alike.
    ///
    /// @param stages       1 or more
    /// @param microBatches 1 or more; a multiple of the stages when a stage has several pieces
    /// @param pieces       of layers in each stage
    /// @param forward      seconds of a micro-batch on all pieces of a stage
    /// @param inputs       seconds backward, to the gradients of inputs
    /// @param weights      seconds backward, to the gradients of weights
    /// @param send         seconds from a stage to the next, during which both work on
    public Pipeline(
            Order order,
            int stages,
            int microBatches,
            int pieces,
            double forward,
            double inputs,
            double weights,
            double send) {
        this(
                order,
                Collections.nCopies(Math.max(stages, 0), Stage.of(forward, inputs, weights, send)),
                Collections.nCopies(Math.max(microBatches, 0), 1.0),
                pieces);
    }

    /// Stages of one piece each, and micro-batches of size 1.
    public static Pipeline of(Order order, List<Stage> stages, int microBatches) {
        return new Pipeline(order, stages, Collections.nCopies(Math.max(microBatches, 0), 1.0), 1);
    }

    /// This pipeline with micro-batches of other sizes, in the order in which they go.
    public Pipeline sized(List<Double> others) {
        return new Pipeline(order, stages, others, pieces);
    }

    /// How many micro-batches there are.
    public int microBatches() {
        return sizes.size();
    }

    /// What a run did.
    ///
    /// @param pipeline that ran
    /// @param work     in the order of its start
    public record Run(Pipeline pipeline, List<Work> work) {
        public Run {
            work = List.copyOf(work);
        }

        /// Seconds from the first start to the last end.
        public double seconds() {
            return TICK.toSeconds(work.stream().mapToLong(Work::to).max().orElseThrow());
        }

        /// The share of all stages' time in which they do nothing.
        public double bubble() {
            double busy = TICK.toSeconds(
                    work.stream().mapToLong(one -> one.to() - one.from()).sum());
            return 1 - busy / (seconds() * pipeline.stages.size());
        }

        /// The most micro-batches, each with a piece of layers, that a stage holds at once, for the way back.
        public int held(int stage) {
            List<long[]> changes = new ArrayList<>();
            Pass last = pipeline.splits() ? Pass.WEIGHTS : Pass.BACKWARD;
            for (Work one : work) {
                if (one.stage() == stage && one.pass() == Pass.FORWARD) {
                    changes.add(new long[] {one.from(), 1});
                } else if (one.stage() == stage && one.pass() == last) {
                    changes.add(new long[] {one.to(), -1});
                }
            }
            changes.sort((a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
            int most = 0;
            int now = 0;
            for (long[] change : changes) {
                now += (int) change[1];
                most = Math.max(most, now);
            }
            return most;
        }

        /// A row for each piece of work: `stage`, `pass`, `micro-batch`, `piece`, `from [s]` and `to [s]`.
        public Table table() {
            StringColumn stages = StringColumn.create("stage");
            StringColumn passes = StringColumn.create("pass");
            IntColumn batches = IntColumn.create("micro-batch");
            IntColumn pieces = IntColumn.create("piece");
            DoubleColumn from = DoubleColumn.create("from [s]");
            DoubleColumn to = DoubleColumn.create("to [s]");
            for (int stage = 0; stage < pipeline.stages.size(); stage++) {
                for (Work one : work) {
                    if (one.stage() == stage) {
                        stages.append("stage " + (stage + 1));
                        passes.append(one.pass().name().toLowerCase(Locale.ROOT));
                        batches.append(one.microBatch() + 1);
                        pieces.append(one.piece() + 1);
                        from.append(TICK.toSeconds(one.from()));
                        to.append(TICK.toSeconds(one.to()));
                    }
                }
            }
            return Table.create("pipeline", stages, passes, batches, pieces, from, to);
        }
    }

    /// Whether the gradients of weights are a piece of work of their own.
    boolean splits() {
        return order == Order.ZERO_BUBBLE;
    }

    long ticks(int stage, Pass pass, int microBatch) {
        Stage at = stages.get(stage);
        double seconds =
                switch (pass) {
                    case FORWARD -> at.forward;
                    case BACKWARD -> splits() ? at.inputs : at.inputs + at.weights;
                    case WEIGHTS -> at.weights;
                };
        return TICK.seconds(seconds * sizes.get(microBatch) / pieces);
    }

    long sendTicks(int stage, int microBatch) {
        return TICK.seconds(stages.get(stage).send * sizes.get(microBatch));
    }

    /// The most micro-batches that a stage can make use of: it never has more than those before it have let through.
    int credits(int stage) {
        return stages.subList(0, stage + 1).stream()
                .mapToInt(Stage::credits)
                .min()
                .orElseThrow();
    }

    /// The time by formulas, in seconds, for micro-batches as large as they are on average.
    ///
    /// For stages that are all alike these are those of the papers: exact when sending takes none and, under
    /// [Order#ZERO_BUBBLE], when the three passes take equally long and there are twice as many micro-batches as
    /// stages. For stages that differ it is exact under [Order#GPIPE], even when they send; under
    /// [Order#ONE_F_ONE_B], with one piece and without sending, it is exact where the slowest stage is the last,
    /// and an
    /// estimate elsewhere: too long where a slow stage hides the others, too short where one is slow forward and
    /// another back.
    public Cost closedForm() {
        return new PipelineFormula(this).cost();
    }

    /// Simulates it.
    public Run run() {
        PipelineModel model = new PipelineModel(this);
        new Simulation(model).run(Component.NEVER, () -> false, Cancel.NEVER, Progress.NONE);
        return new Run(this, model.work());
    }
}
