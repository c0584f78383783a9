package throughline.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.training.Pipeline.Pass;
import throughline.training.Pipeline.Work;
import throughline.training.PipelineOrder.Task;

/// One stage of a pipeline at work.
final class PipelineStage extends Atomic {
    /// What passes between stages.
    ///
    /// @param pass  that it makes possible at the receiver
    /// @param piece of the receiver
    record Message(Pass pass, int microBatch, int piece, long arrives) {}

    final In<Message> arriving = in("arriving", Message.class);
    final Out<Message> activations = out("activations", Message.class);
    final Out<Message> gradients = out("gradients", Message.class);

    private final Pipeline pipeline;
    private final int stage;
    private final Deque<Task> order;
    /// When what a pass of a micro-batch needs is here; never while it is not known.
    private final long[][] ready;
    private final List<Work> done = new ArrayList<>();
    private Task working;
    private long began;
    private long ends = NEVER;

    PipelineStage(Pipeline pipeline, int stage) {
        super("stage" + stage);
        this.pipeline = pipeline;
        this.stage = stage;
        order = new PipelineOrder(pipeline, stage).tasks();
        ready = new long[Pass.values().length][pipeline.microBatches() * pipeline.pieces()];
        for (long[] row : ready) {
            Arrays.fill(row, NEVER);
        }
        for (int m = 0; m < pipeline.microBatches(); m++) {
            if (stage == 0) {
                ready[Pass.FORWARD.ordinal()][index(m, 0)] = 0;
            }
        }
        begin(0);
    }

    private int index(int microBatch, int piece) {
        return microBatch * pipeline.pieces() + piece;
    }

    List<Work> done() {
        return done;
    }

    private long ready(Task task) {
        return ready[task.pass().ordinal()][index(task.microBatch(), task.piece())];
    }

    /// Starts with what is next in its order, as soon as it is here.
    private void begin(long now) {
        Task next = order.peekFirst();
        if (next == null || ready(next) > now) {
            ends = next == null ? NEVER : ready(next);
            return;
        }
        order.removeFirst();
        working = next;
        began = now;
        ends = now + pipeline.ticks(stage, next.pass(), next.microBatch());
    }

    @Override
    protected long timeAdvance() {
        return ends == NEVER ? NEVER : ends - now();
    }

    @Override
    protected void output() {
        if (working == null) {
            return;
        }
        boolean last = stage == pipeline.stages().size() - 1;
        int pieces = pipeline.pieces();
        int m = working.microBatch();
        int piece = working.piece();
        if (working.pass() == Pass.FORWARD && !(last && piece == pieces - 1)) {
            long arrives = now() + pipeline.sendTicks(stage, m);
            activations.send(new Message(Pass.FORWARD, m, last ? piece + 1 : piece, arrives));
        } else if (working.pass() == Pass.BACKWARD && !(stage == 0 && piece == 0)) {
            int before =
                    (stage + pipeline.stages().size() - 1) % pipeline.stages().size();
            long arrives = now() + pipeline.sendTicks(before, m);
            gradients.send(new Message(Pass.BACKWARD, m, stage == 0 ? piece - 1 : piece, arrives));
        }
    }

    @Override
    protected void internalTransition() {
        end();
        begin(now());
    }

    @Override
    protected void externalTransition(long elapsed) {
        receive();
        if (working == null) {
            begin(now());
        }
    }

    /// What arrives at the instant at which work ends is there when the next is chosen.
    @Override
    protected void confluentTransition() {
        end();
        receive();
        begin(now());
    }

    private void end() {
        if (working == null) {
            return;
        }
        done.add(new Work(stage, working.pass(), working.microBatch(), working.piece(), began, now()));
        boolean last = stage == pipeline.stages().size() - 1;
        int at = index(working.microBatch(), working.piece());
        switch (working.pass()) {
            case FORWARD -> {
                if (last && working.piece() == pipeline.pieces() - 1) {
                    ready[Pass.BACKWARD.ordinal()][at] = now();
                } else if (pipeline.stages().size() == 1) {
                    ready[Pass.FORWARD.ordinal()][at + 1] = now();
                }
            }
            case BACKWARD -> {
                if (pipeline.stages().size() == 1 && working.piece() > 0) {
                    ready[Pass.BACKWARD.ordinal()][at - 1] = now();
                }
                if (pipeline.splits()) {
                    ready[Pass.WEIGHTS.ordinal()][at] = now();
                }
            }
            case WEIGHTS -> {}
        }
        working = null;
    }

    private void receive() {
        for (Message message : arriving) {
            ready[message.pass.ordinal()][index(message.microBatch, message.piece)] = message.arrives;
        }
    }
}
