package throughline.learning.detect;

import java.io.DataInput;
import java.io.IOException;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A network of two hidden layers, trained on PyTorch by Adam along the cross-entropy of mini-batches. After each epoch
/// it is held against windows of the validation runs; the best weights are kept, and it stops when a few epochs have
/// brought nothing. Without validation runs it makes all epochs.
final class PerceptronLearner implements DetectorLearner {
    private static final int[] HIDDEN = {32, 16};
    private static final int EPOCHS = 30;
    private static final int PATIENCE = 5;
    private static final int BATCH = 128;

    @Override
    public String name() {
        return Perceptron.KIND;
    }

    @Override
    public Detector fit(Lesson lesson, Cancel cancel, Progress progress) {
        Examples examples = lesson.examples();
        Examples check = lesson.check();
        Standard standard = Standard.byMean(examples.x());
        double[][] x = standard.of(examples.x());
        double[][] checkX = standard.of(check.x());
        Stream random = new Streams(lesson.seed()).named(Perceptron.KIND);
        try (PerceptronTraining training = new PerceptronTraining(x[0].length, HIDDEN, random)) {
            Perceptron best = new Perceptron(lesson.features(), standard, training.layers());
            double least = loss(best, checkX, check.wrong());
            int since = 0;
            for (int epoch = 0; epoch < EPOCHS && since < PATIENCE && !cancel.requested(); epoch++) {
                training.epoch(x, examples.wrong(), BATCH, cancel);
                Perceptron next = new Perceptron(lesson.features(), standard, training.layers());
                double loss = loss(next, checkX, check.wrong());
                since = check.size() == 0 || loss < least ? 0 : since + 1;
                if (since == 0) {
                    best = next;
                    least = loss;
                }
                progress.report(epoch + 1, EPOCHS);
            }
            return best;
        }
    }

    /// Cross-entropy, the mean of windows; 0 of none.
    private static double loss(Perceptron perceptron, double[][] x, boolean[] wrong) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double logit = perceptron.logit(x[i]);
            double against = wrong[i] ? -logit : logit;
            sum += Math.max(0, against) + StrictMath.log1p(StrictMath.exp(-Math.abs(against)));
        }
        return x.length == 0 ? 0 : sum / x.length;
    }

    @Override
    public Detector read(Features features, DataInput in) throws IOException {
        return Perceptron.read(features, in);
    }
}
