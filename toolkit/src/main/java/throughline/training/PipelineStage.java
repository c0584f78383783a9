package throughline.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.training.Pipeline.Pass;
import throughline.training.Pipeline.Work;

/// One stage of a pipeline at work.
final class PipelineStage extends Atomic {
    /// What passes between stages.
    ///
    /// @param pass  that it makes possible at the receiver
    /// @param piece of the receiver
    record Message(Pass pass, int microBatch, int piece, long arrives) {}

    /// What is to be done.
    private record Task(Pass pass, int microBatch, int piece) {}

    final In<Message> arriving = in("arriving", Message.class);
    final Out<Message> activations = out("activations", Message.class);
    final Out<Message> gradients = out("gradients", Message.class);

    private final Pipeline pipeline;
    private final int stage;
    private final long send;
    private final Deque<Task> order = new ArrayDeque<>();
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
        send = Pipeline.TICK.seconds(pipeline.send());
        ready = new long[Pass.values().length][pipeline.microBatches() * pipeline.pieces()];
        for (long[] row : ready) {
            Arrays.fill(row, NEVER);
        }
        for (int m = 0; m < pipeline.microBatches(); m++) {
            if (stage == 0) {
                ready[Pass.FORWARD.ordinal()][index(m, 0)] = 0;
            }
        }
        switch (pipeline.order()) {
            case GPIPE -> allForward();
            case ONE_F_ONE_B -> oneForwardOneBack();
            case ZERO_BUBBLE -> weightsPutOff();
        }
        begin(0);
    }

    private int index(int microBatch, int piece) {
        return microBatch * pipeline.pieces() + piece;
    }

    private void allForward() {
        for (int m = 0; m < pipeline.microBatches(); m++) {
            order.add(new Task(Pass.FORWARD, m, 0));
        }
        for (int m = 0; m < pipeline.microBatches(); m++) {
            order.add(new Task(Pass.BACKWARD, m, 0));
        }
    }

    /// Narayanan et al. (2021): micro-batches go in groups as large as the pipeline is long, each group through all
    /// pieces before the next; a stage goes ahead forward by as many as keep the one after it busy.
    private void oneForwardOneBack() {
        int p = pipeline.stages();
        int v = pipeline.pieces();
        int all = pipeline.microBatches() * v;
        int ahead = v == 1 ? p - stage - 1 : 2 * (p - stage - 1) + (v - 1) * p;
        int warm = Math.min(all, ahead);
        for (int k = 0; k < warm; k++) {
            order.add(task(Pass.FORWARD, k));
        }
        for (int k = warm; k < all; k++) {
            order.add(task(Pass.FORWARD, k));
            order.add(task(Pass.BACKWARD, k - warm));
        }
        for (int k = all - warm; k < all; k++) {
            order.add(task(Pass.BACKWARD, k));
        }
    }

    /// Qi et al. (2024): as one forward, one back, but the later a stage, the longer it puts off the gradients of
    /// weights, so that all hold as many micro-batches as the first.
    private void weightsPutOff() {
        int all = pipeline.microBatches();
        int warm = Math.min(all, pipeline.stages() - stage - 1);
        for (int k = 0; k < all + warm; k++) {
            int back = k - warm;
            if (k < all) {
                order.add(new Task(Pass.FORWARD, k, 0));
            }
            if (back >= 0) {
                order.add(new Task(Pass.BACKWARD, back, 0));
                addWeights(back - stage);
            }
        }
        for (int w = Math.max(0, all - stage); w < all; w++) {
            addWeights(w);
        }
    }

    private void addWeights(int microBatch) {
        if (microBatch >= 0) {
            order.add(new Task(Pass.WEIGHTS, microBatch, 0));
        }
    }

    private Task task(Pass pass, int k) {
        int p = pipeline.stages();
        int v = pipeline.pieces();
        int piece = k / p % v;
        int microBatch = v == 1 ? k : k / (p * v) * p + k % p;
        return new Task(pass, microBatch, v == 1 ? 0 : pass == Pass.FORWARD ? piece : v - 1 - piece);
    }

    List<Work> done() {
        return done;
    }

    private long ready(Task task) {
        return ready[task.pass.ordinal()][index(task.microBatch, task.piece)];
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
        ends = now + pipeline.ticks(next.pass);
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
        boolean last = stage == pipeline.stages() - 1;
        int pieces = pipeline.pieces();
        int m = working.microBatch;
        int piece = working.piece;
        long arrives = now() + send;
        if (working.pass == Pass.FORWARD && !(last && piece == pieces - 1)) {
            activations.send(new Message(Pass.FORWARD, m, last ? piece + 1 : piece, arrives));
        } else if (working.pass == Pass.BACKWARD && !(stage == 0 && piece == 0)) {
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
        done.add(new Work(stage, working.pass, working.microBatch, working.piece, began, now()));
        boolean last = stage == pipeline.stages() - 1;
        int at = index(working.microBatch, working.piece);
        switch (working.pass) {
            case FORWARD -> {
                if (last && working.piece == pipeline.pieces() - 1) {
                    ready[Pass.BACKWARD.ordinal()][at] = now();
                } else if (pipeline.stages() == 1) {
                    ready[Pass.FORWARD.ordinal()][at + 1] = now();
                }
            }
            case BACKWARD -> {
                if (pipeline.stages() == 1 && working.piece > 0) {
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
