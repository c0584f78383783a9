package throughline.smile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import throughline.learning.detect.Detector;
import throughline.learning.detect.Features;

/// Trees whose answers add up to the logarithm of the odds that something is wrong.
///
/// @param features that it looks at
/// @param base     before any tree
/// @param trees    in the order in which they were grown
record BoostedDetector(Features features, double base, List<Tree> trees) implements Detector {
    BoostedDetector {
        trees = List.copyOf(trees);
    }

    @Override
    public String kind() {
        return BoostedDetectorLearner.NAME;
    }

    @Override
    public double score(double[] window) {
        double[] sum = {base};
        for (Tree tree : trees) {
            tree.addTo(sum, 1, window);
        }
        return BoostedDetectorLearner.logistic(sum[0]);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeDouble(base);
        out.writeInt(trees.size());
        for (Tree tree : trees) {
            tree.write(out);
        }
    }

    /// What [#write] wrote.
    static BoostedDetector read(Features features, DataInput in) throws IOException {
        double base = in.readDouble();
        List<Tree> trees = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            trees.add(Tree.read(in));
        }
        return new BoostedDetector(features, base, trees);
    }
}
