package throughline.learning.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.stream.IntStream;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The rule of thumb that learnt detectors are held against: something is wrong when some feature lies far from where
/// it usually lies. It learns the usual place and spread of each from windows in which all is well, and no more; with
/// one column it is the threshold that an operator sets by hand.
final class DeviationLearner implements DetectorLearner {
    private static final String NAME = "largest-deviation";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Detector fit(Lesson lesson, Cancel cancel, Progress progress) {
        Examples examples = lesson.examples();
        double[][] well = IntStream.range(0, examples.size())
                .filter(i -> !examples.wrong()[i])
                .mapToObj(i -> examples.x()[i])
                .toArray(double[][]::new);
        progress.report(1, 1);
        return new Deviation(lesson.features(), Standard.byMedian(well));
    }

    @Override
    public Detector read(Features features, DataInput in) throws IOException {
        return new Deviation(features, Standard.read(in));
    }

    private record Deviation(Features features, Standard standard) implements Detector {
        @Override
        public String kind() {
            return NAME;
        }

        @Override
        public double score(double[] window) {
            double largest = 0;
            for (int f = 0; f < window.length; f++) {
                largest = Math.max(largest, Math.abs(window[f] - standard.middle()[f]) / standard.spread()[f]);
            }
            return largest / (1 + largest);
        }

        @Override
        public void write(DataOutput out) throws IOException {
            standard.write(out);
        }
    }
}
