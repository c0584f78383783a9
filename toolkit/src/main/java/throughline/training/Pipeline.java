package throughline.training;

import java.util.ArrayList;
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
/// @param order        in which a stage does its work
/// @param stages       1 or more
/// @param microBatches 1 or more; a multiple of the stages when a stage has several pieces
/// @param pieces       of layers in each stage; only one but under [Order#ONE_F_ONE_B]
/// @param forward      seconds of a micro-batch on all pieces of a stage
/// @param inputs       seconds backward, to the gradients of inputs
/// @param weights      seconds backward, to the gradients of weights
/// @param send         seconds from a stage to the next, during which both work on
public record Pipeline(
        Order order,
        int stages,
        int microBatches,
        int pieces,
        double forward,
        double inputs,
        double weights,
        double send) {
    static final Tick TICK = Tick.NANOSECOND;

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
        if (stages < 1 || microBatches < 1 || pieces < 1) {
            throw new BadInput(
                    "pipeline: stages [%d], micro-batches [%d] and pieces [%d] must be at least 1",
                    stages, microBatches, pieces);
        }
        if (!(forward > 0 && inputs > 0 && weights >= 0 && send >= 0)) {
            throw new BadInput(
                    "pipeline: forward [%s s] and inputs [%s s] must be positive, weights [%s s] and send [%s s] 0 or more",
                    forward, inputs, weights, send);
        }
        if (pieces > 1 && (order != Order.ONE_F_ONE_B || microBatches % stages != 0)) {
            throw new BadInput(
                    "pipeline: %d pieces take order ONE_F_ONE_B [%s] and micro-batches [%d] that are a multiple of the"
                            + " stages [%d]",
                    pieces, order, microBatches, stages);
        }
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
            return 1 - busy / (seconds() * pipeline.stages);
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
            for (int stage = 0; stage < pipeline.stages; stage++) {
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

    long ticks(Pass pass) {
        double seconds =
                switch (pass) {
                    case FORWARD -> forward;
                    case BACKWARD -> splits() ? inputs : inputs + weights;
                    case WEIGHTS -> weights;
                };
        return TICK.seconds(seconds / pieces);
    }

    /// The time by the formulas of the papers, in seconds: exact when sending takes none and, under
    /// [Order#ZERO_BUBBLE], when the three passes take equally long and there are twice as many micro-batches as
    /// stages.
    public Cost closedForm() {
        double each = forward + inputs + weights;
        double bubble = (stages - 1)
                * switch (order) {
                    case GPIPE, ONE_F_ONE_B -> each / pieces;
                    case ZERO_BUBBLE -> forward + inputs - weights;
                };
        String formula =
                switch (order) {
                    case GPIPE, ONE_F_ONE_B -> "(p - 1) (f + b) / v";
                    case ZERO_BUBBLE -> "(p - 1) (f + b - w)";
                };
        return Cost.sum(
                "pipeline",
                Cost.of("micro-batches", microBatches * each, "s", "m (f + b)", "", Cost.Basis.DERIVED),
                Cost.of("bubble", bubble, "s", formula, "", Cost.Basis.DERIVED));
    }

    /// Simulates it.
    public Run run() {
        PipelineModel model = new PipelineModel(this);
        new Simulation(model).run(Component.NEVER, () -> false, Cancel.NEVER, Progress.NONE);
        return new Run(this, model.work());
    }
}
