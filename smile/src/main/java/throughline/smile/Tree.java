package throughline.smile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/// A regression tree whose leaves hold one number for each of several neighbouring outputs. Node 0 is the root; a row
/// goes left where its feature is at most the threshold.
///
/// @param first     of the outputs that it answers for
/// @param feature   `[node]`: what is compared; -1 at a leaf
/// @param threshold `[node]`, of the feature
/// @param left      `[node]`: the next node, or at a leaf its place in `values`
/// @param right     `[node]`: the next node
/// @param values    `[leaf][output]`, from `first` on
record Tree(int first, int[] feature, double[] threshold, int[] left, int[] right, double[][] values) {
    private static final int LEAF = -1;

    /// The place in `values` of the leaf that a row ends in.
    int leaf(double[] row) {
        int node = 0;
        while (feature[node] != LEAF) {
            node = row[feature[node]] <= threshold[node] ? left[node] : right[node];
        }
        return left[node];
    }

    /// Adds its answer for a row.
    ///
    /// @param sum    `[output]`, of all trees
    /// @param weight times which it is added
    void addTo(double[] sum, double weight, double[] row) {
        double[] leaf = values[leaf(row)];
        for (int output = 0; output < leaf.length; output++) {
            sum[first + output] += weight * leaf[output];
        }
    }

    /// The same tree with its answers times a number.
    Tree times(double factor) {
        double[][] product = new double[values.length][];
        for (int leaf = 0; leaf < product.length; leaf++) {
            product[leaf] =
                    Arrays.stream(values[leaf]).map(value -> factor * value).toArray();
        }
        return new Tree(first, feature, threshold, left, right, product);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(first);
        out.writeInt(feature.length);
        for (int node = 0; node < feature.length; node++) {
            out.writeInt(feature[node]);
            out.writeDouble(threshold[node]);
            out.writeInt(left[node]);
            out.writeInt(right[node]);
        }
        out.writeInt(values.length);
        out.writeInt(values[0].length);
        for (double[] leaf : values) {
            for (double value : leaf) {
                out.writeDouble(value);
            }
        }
    }

    /// What [#write] wrote.
    static Tree read(DataInput in) throws IOException {
        int first = in.readInt();
        int nodes = in.readInt();
        int[] feature = new int[nodes];
        double[] threshold = new double[nodes];
        int[] left = new int[nodes];
        int[] right = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            feature[node] = in.readInt();
            threshold[node] = in.readDouble();
            left[node] = in.readInt();
            right[node] = in.readInt();
        }
        double[][] values = new double[in.readInt()][in.readInt()];
        for (double[] leaf : values) {
            for (int output = 0; output < leaf.length; output++) {
                leaf[output] = in.readDouble();
            }
        }
        return new Tree(first, feature, threshold, left, right, values);
    }
}
