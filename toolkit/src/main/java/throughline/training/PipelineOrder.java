package throughline.training;

import java.util.ArrayDeque;
import java.util.Deque;
import throughline.training.Pipeline.Pass;

/// In which order a stage of a pipeline does its work, which is fixed before it begins.
final class PipelineOrder {
    /// A pass of a micro-batch through a piece of the stage.
    record Task(Pass pass, int microBatch, int piece) {}

    private final Pipeline pipeline;
    private final int stage;
    private final Deque<Task> order = new ArrayDeque<>();

    PipelineOrder(Pipeline pipeline, int stage) {
        this.pipeline = pipeline;
        this.stage = stage;
    }

    /// All that is to be done, the first first; may be taken from.
    Deque<Task> tasks() {
        switch (pipeline.order()) {
            case GPIPE -> allForward();
            case ONE_F_ONE_B -> oneForwardOneBack();
            case ZERO_BUBBLE -> weightsPutOff();
        }
        return order;
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
        int p = pipeline.stages().size();
        int v = pipeline.pieces();
        int all = pipeline.microBatches() * v;
        int ahead = v == 1 ? p - stage - 1 : 2 * (p - stage - 1) + (v - 1) * p;
        int room = v == 1 ? pipeline.credits(stage) - 1 : all;
        int warm = Math.min(Math.min(all, ahead), room);
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
        int warm = Math.min(all, pipeline.stages().size() - stage - 1);
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
        int p = pipeline.stages().size();
        int v = pipeline.pieces();
        int piece = k / p % v;
        int microBatch = v == 1 ? k : k / (p * v) * p + k % p;
        return new Task(pass, microBatch, v == 1 ? 0 : pass == Pass.FORWARD ? piece : v - 1 - piece);
    }
}
