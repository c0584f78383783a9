package throughline.learning;

import ai.djl.ndarray.NDManager;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// One fit of a network: epoch after epoch of mini-batches in a new order, each followed by a look at the validation
/// windows, until that has not helped for a while.
final class Training {
    private final Model model;
    private final Settings settings;
    private final Windows train;
    private final Windows validation;
    private final Stream random;
    private final Schedule schedule;
    private final Adam adam;
    private final int[] order;
    private final List<Network.Epoch> history;
    private float[][] best;
    private int bestEpoch;

    /// @param random  of the orders, as the first weights have left it
    /// @param history to which each epoch is added
    Training(
            Model model,
            Settings settings,
            Windows train,
            Windows validation,
            Stream random,
            List<Network.Epoch> history) {
        this.model = model;
        this.settings = settings;
        this.train = train;
        this.validation = validation;
        this.random = random;
        this.history = history;
        long steps = (long) settings.whole("epochs") * Math.ceilDiv(train.size(), settings.whole("batch"));
        double peak = settings.real("rate");
        schedule = new Schedule(steps, peak, settings.real("warmup"), settings.real("floor"));
        adam = new Adam(model.parameters(), peak, settings.real("clip"), model.manager());
        order = IntStream.range(0, train.size()).toArray();
        best = model.weights();
    }

    /// Trains from where it stands until done, and leaves the best weights in the model.
    ///
    /// @param saved told after each epoch
    void run(Cancel cancel, Progress progress, Runnable saved) {
        if (history.isEmpty()) {
            history.add(new Network.Epoch(0, Double.NaN, model.meanLoss(validation, cancel)));
        }
        long total = (long) settings.whole("epochs") * order.length;
        for (int epoch = history.size(); epoch <= settings.whole("epochs") && !waitedEnough(epoch); epoch++) {
            long done = (long) (epoch - 1) * order.length;
            if (!epoch(epoch, cancel, (n, of) -> progress.report(done + n, total))) {
                break;
            }
            saved.run();
        }
        model.set(best);
        if (!cancel.requested()) {
            progress.report(total, total);
        }
    }

    private boolean waitedEnough(int epoch) {
        return epoch - bestEpoch > settings.whole("patience");
    }

    /// Whether an epoch came to its end: it was not cancelled and did not diverge.
    private boolean epoch(int epoch, Cancel cancel, Progress progress) {
        shuffle();
        double trained = pass(cancel, progress);
        double error = Double.isNaN(trained) ? Double.NaN : model.meanLoss(validation, cancel);
        if (Double.isNaN(error)) {
            return false;
        }
        double least = history.get(bestEpoch).validation();
        history.add(new Network.Epoch(epoch, trained, error));
        if (error < least) {
            best = model.weights();
            bestEpoch = epoch;
        }
        return true;
    }

    /// The mean loss of an epoch's mini-batches as they came, or NaN when cancelled or diverged.
    private double pass(Cancel cancel, Progress progress) {
        double sum = 0;
        int batch = settings.whole("batch");
        for (int from = 0; from < order.length; from += batch) {
            if (cancel.requested() || !Double.isFinite(sum)) {
                return Double.NaN;
            }
            int to = Math.min(from + batch, order.length);
            sum += step(Arrays.copyOfRange(order, from, to)) * (to - from);
            progress.report(to, order.length);
        }
        return sum / order.length;
    }

    /// One move of the weights; the loss before it, or NaN when the gradients are no longer finite.
    private double step(int[] chosen) {
        List<Window> some = Arrays.stream(chosen).mapToObj(train::get).toList();
        adam.settings(schedule.rate(adam.steps()), settings.real("clip"));
        try (NDManager scratch = model.manager().newSubManager()) {
            double loss = model.gradients(scratch, some);
            return adam.step(scratch) ? loss : Double.NaN;
        }
    }

    private void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.below(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    /// Writes where it stands after a whole epoch.
    void write(DataOutput out) throws IOException {
        out.writeInt(history.size());
        for (Network.Epoch epoch : history) {
            out.writeDouble(epoch.train());
            out.writeDouble(epoch.validation());
        }
        out.writeInt(bestEpoch);
        out.writeInt(adam.steps());
        for (float[][] arrays : List.of(model.weights(), best, adam.moments())) {
            write(arrays, out);
        }
    }

    static void write(float[][] arrays, DataOutput out) throws IOException {
        out.writeInt(arrays.length);
        for (float[] values : arrays) {
            Weights.write(values, out);
        }
    }

    /// Goes on from what [#write] wrote of the same training. The orders of past epochs are drawn again, so that the
    /// next is the one that would have come.
    void read(DataInput in) throws IOException {
        history.clear();
        for (int epochs = in.readInt(), epoch = 0; epoch < epochs; epoch++) {
            history.add(new Network.Epoch(epoch, in.readDouble(), in.readDouble()));
        }
        bestEpoch = in.readInt();
        int steps = in.readInt();
        model.set(arrays(in));
        best = arrays(in);
        adam.restore(steps, arrays(in));
        for (int epoch = 1; epoch < history.size(); epoch++) {
            shuffle();
        }
    }

    static float[][] arrays(DataInput in) throws IOException {
        float[][] arrays = new float[in.readInt()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = Weights.read(in);
        }
        return arrays;
    }
}
