package throughline.papers.reasoning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.learning.Adam;
import throughline.learning.Torch;
import throughline.learning.Weights;
import throughline.learning.detect.Roc;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;

/// How DeepPrune trains its judge (arXiv 2510.08483), on a small network: with the focal loss (Lin and others, 2017)
/// `-(1 - p)^2 ln p`, p the probability given to what is true, which looks less at pairs that are clear already; and
/// with pairs that end differently drawn as often as the others. Either may be left out.
///
/// @param focal      whether the loss is focal; otherwise cross-entropy
/// @param oversample whether both kinds of pairs are seen as often
record DeepPruneTraining(boolean focal, boolean oversample) {
    private static final int[] HIDDEN = {32, 16};
    private static final int BATCH = 128;
    private static final double RATE = 3e-3;
    private static final double CLIP = 1;
    private static final double FOCUS = 2;

    /// As in the table.
    String text() {
        if (focal && oversample) {
            return "focal loss and oversampling";
        }
        return focal ? "focal loss" : oversample ? "oversampling" : "neither";
    }

    /// Trains on some pairs and judges others.
    ///
    /// @param steps of the optimizer, the same for all four
    Roc judge(DeepPrunePairs train, DeepPrunePairs test, int steps, long seed, Cancel cancel) {
        Torch.prepareThread();
        Stream random = new Streams(seed).named("judge");
        try (NDManager manager = Torch.engine().newBaseManager(Torch.device())) {
            NDList weights = weights(train.x()[0].length, manager, random);
            Adam adam = new Adam(weights, RATE, CLIP, manager);
            int[][] kinds = kinds(train.same());
            for (int step = 0; step < steps && !cancel.requested(); step++) {
                int[] batch = batch(kinds, random);
                try (NDManager scratch = manager.newSubManager()) {
                    NDArray seen = rows(train, batch, scratch);
                    Torch.recording(() -> {
                        NDArray logits = forward(seen, weights);
                        float[] slopes = slopes(logits.toFloatArray(), train.same(), batch);
                        Torch.backward(logits, scratch.create(slopes, logits.getShape()));
                        return logits;
                    });
                    adam.step(scratch);
                }
            }
            return Roc.of(scores(test, weights, manager), test.same());
        }
    }

    private static NDList weights(int inputs, NDManager manager, Stream random) {
        NDList weights = new NDList();
        int from = inputs;
        for (int to : new int[] {HIDDEN[0], HIDDEN[1], 1}) {
            weights.add(Weights.glorot(manager, new Shape(from, to), random));
            weights.add(manager.zeros(new Shape(1, to)));
            from = to;
        }
        weights.forEach(weight -> weight.setRequiresGradient(true));
        return weights;
    }

    private static NDArray forward(NDArray inputs, NDList weights) {
        NDArray state = inputs;
        for (int w = 0; w < weights.size(); w += 2) {
            state = state.matMul(weights.get(w)).add(weights.get(w + 1));
            if (w + 2 < weights.size()) {
                state = state.tanh();
            }
        }
        return state;
    }

    /// Indices of the pairs that end differently, then of those that end alike.
    private static int[][] kinds(boolean[] same) {
        return new int[][] {
            IntStream.range(0, same.length).filter(i -> !same[i]).toArray(),
            IntStream.range(0, same.length).filter(i -> same[i]).toArray()
        };
    }

    private int[] batch(int[][] kinds, Stream random) {
        int[] batch = new int[BATCH];
        int all = kinds[0].length + kinds[1].length;
        for (int i = 0; i < BATCH; i++) {
            boolean same = oversample ? i % 2 == 0 : random.below(all) >= kinds[0].length;
            int[] kind = kinds[same ? 1 : 0];
            batch[i] = kind[random.below(kind.length)];
        }
        return batch;
    }

    private static NDArray rows(DeepPrunePairs pairs, int[] batch, NDManager manager) {
        int width = pairs.x()[0].length;
        float[] flat = new float[batch.length * width];
        for (int i = 0; i < batch.length; i++) {
            System.arraycopy(pairs.x()[batch[i]], 0, flat, i * width, width);
        }
        return manager.create(flat, new Shape(batch.length, width));
    }

    /// Of the batch's mean loss, by each logit.
    private float[] slopes(float[] logits, boolean[] same, int[] batch) {
        float[] slopes = new float[logits.length];
        for (int i = 0; i < slopes.length; i++) {
            double sign = same[batch[i]] ? 1 : -1;
            slopes[i] = (float) (sign * slope(sign * logits[i], focal ? FOCUS : 0) / slopes.length);
        }
        return slopes;
    }

    /// Derivative of `-(1 - p)^focus ln p` by the logit of p.
    ///
    /// @param logit of what is true
    static double slope(double logit, double focus) {
        double wrong = 1 / (1 + StrictMath.exp(logit));
        double right = 1 - wrong;
        double surprise =
                logit > 0 ? StrictMath.log1p(StrictMath.exp(-logit)) : StrictMath.log1p(StrictMath.exp(logit)) - logit;
        return -StrictMath.pow(wrong, focus) * (focus * right * surprise + wrong);
    }

    private static double[] scores(DeepPrunePairs pairs, NDList weights, NDManager manager) {
        List<double[]> parts = new ArrayList<>();
        for (int from = 0; from < pairs.size(); from += 1024) {
            int[] some =
                    IntStream.range(from, Math.min(from + 1024, pairs.size())).toArray();
            try (NDManager scratch = manager.newSubManager()) {
                float[] logits = forward(rows(pairs, some, scratch), weights).toFloatArray();
                parts.add(IntStream.range(0, logits.length)
                        .mapToDouble(i -> logits[i])
                        .toArray());
            }
        }
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }
}
