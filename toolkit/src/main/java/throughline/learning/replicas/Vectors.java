package throughline.learning.replicas;

import java.util.Arrays;
import throughline.spec.BadInput;

/// Arithmetic on parameters.
final class Vectors {
    private Vectors() {}

    /// @throws BadInput when some values are not as many as tensors have
    static void requireLength(String what, int length, int[] tensors) {
        long expected = Arrays.stream(tensors).asLongStream().sum();
        if (length != expected) {
            throw new BadInput("%s of [%d] values; its tensors have %d", what, length, expected);
        }
    }

    /// The mean of vectors of one length, summed in their order.
    static double[] mean(double[][] vectors) {
        double[] mean = new double[vectors[0].length];
        for (double[] vector : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= vectors.length;
        }
        return mean;
    }

    /// `a - b`.
    static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    /// How far each replica has come down from where it began: `[replica][P]`.
    static double[][] progress(double[][] starts, double[][] ends) {
        double[][] progress = new double[starts.length][];
        for (int r = 0; r < starts.length; r++) {
            progress[r] = minus(starts[r], ends[r]);
        }
        return progress;
    }

    /// The Euclidean norm.
    static double norm(double[] a) {
        double sum = 0;
        for (double x : a) {
            sum += x * x;
        }
        return Math.sqrt(sum);
    }

    /// The length of the Euclidean way from one to the other.
    static double distance(double[] a, double[] b) {
        return norm(minus(a, b));
    }
}
