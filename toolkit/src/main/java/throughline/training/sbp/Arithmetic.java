package throughline.training.sbp;

import java.util.List;

/// What operations do to real numbers on one device. Arrays are row-major.
final class Arithmetic {
    private Arithmetic() {}

    /// The result of an operation.
    ///
    /// @param inputs one array for each
    /// @param shapes of what this device holds of each
    /// @param first  of an [Op.Embedding], the number of the first row that this device holds
    static double[] apply(Op op, List<double[]> inputs, List<Shape> shapes, int first) {
        double[] left = inputs.getFirst();
        Shape shape = shapes.getFirst();
        return switch (op) {
            case Op.Input _, Op.Weight _ -> throw new IllegalArgumentException("a tensor from outside has no inputs");
            case Op.Output _ -> left;
            case Op.Matmul _ ->
                matmul(left, inputs.get(1), shape.last(), shapes.get(1).last());
            case Op.Unary unary -> unary(left, unary.linear());
            case Op.Add _ -> add(inputs);
            case Op.Multiply _ -> multiply(left, inputs.get(1));
            case Op.Bias _ -> bias(left, inputs.get(1));
            case Op.Softmax softmax -> softmax(left, shape, softmax.axis());
            case Op.Sum sum -> sum(left, shape, sum.axis());
            case Op.Attention attention ->
                Heads.attend(inputs, shapes, shapes.getFirst().last(), attention);
            case Op.Embedding _ -> embed(left, inputs.get(1), shapes.get(1), first);
        };
    }

    /// `[m, k] x [k, n]`.
    static double[] matmul(double[] left, double[] right, int k, int n) {
        double[] product = new double[left.length / k * n];
        for (int row = 0; row < left.length / k; row++) {
            for (int i = 0; i < k; i++) {
                double factor = left[row * k + i];
                for (int column = 0; column < n; column++) {
                    product[row * n + column] += factor * right[i * n + column];
                }
            }
        }
        return product;
    }

    /// As functions of their kind: half the number, or its hyperbolic tangent.
    private static double[] unary(double[] input, boolean linear) {
        double[] output = new double[input.length];
        for (int i = 0; i < input.length; i++) {
            output[i] = linear ? input[i] / 2 : Math.tanh(input[i]);
        }
        return output;
    }

    private static double[] add(List<double[]> inputs) {
        double[] sum = new double[inputs.getFirst().length];
        for (double[] input : inputs) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += input[i];
            }
        }
        return sum;
    }

    private static double[] multiply(double[] left, double[] right) {
        double[] product = left.clone();
        for (int i = 0; i < product.length; i++) {
            product[i] *= right[i];
        }
        return product;
    }

    private static double[] bias(double[] input, double[] bias) {
        double[] sum = input.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += bias[i % bias.length];
        }
        return sum;
    }

    private static int stride(Shape shape, int axis) {
        int stride = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            stride *= shape.size(i);
        }
        return stride;
    }

    private static double[] softmax(double[] input, Shape shape, int axis) {
        int stride = stride(shape, axis);
        int size = shape.size(axis);
        double[] output = new double[input.length];
        for (int start = 0; start < input.length; start++) {
            if (start / stride % size == 0) {
                softmax(input, output, start, stride, size);
            }
        }
        return output;
    }

    static void softmax(double[] input, double[] output, int start, int stride, int size) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            most = Math.max(most, input[start + i * stride]);
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            output[start + i * stride] = Math.exp(input[start + i * stride] - most);
            sum += output[start + i * stride];
        }
        for (int i = 0; i < size; i++) {
            output[start + i * stride] /= sum;
        }
    }

    private static double[] sum(double[] input, Shape shape, int axis) {
        int stride = stride(shape, axis);
        int size = shape.size(axis);
        double[] output = new double[input.length / size];
        for (int i = 0; i < input.length; i++) {
            output[i / (stride * size) * stride + i % stride] += input[i];
        }
        return output;
    }

    private static double[] embed(double[] numbers, double[] table, Shape shape, int first) {
        int width = shape.last();
        double[] rows = new double[numbers.length * width];
        for (int i = 0; i < numbers.length; i++) {
            int row = (int) numbers[i] - first;
            if (row >= 0 && row < shape.size(0)) {
                System.arraycopy(table, row * width, rows, i * width, width);
            }
        }
        return rows;
    }
}
