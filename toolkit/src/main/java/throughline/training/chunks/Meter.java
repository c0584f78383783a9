package throughline.training.chunks;

/// Counts the numbers that a computation holds beside weights and their gradients, and the multiply-adds of its
/// attention. Every array of [Backpropagation] is taken here and given back when it is not needed any more.
final class Meter {
    private long held;
    private long most;
    private long attention;

    /// An array of zeros, held from now on.
    Matrix take(int rows, int columns) {
        held += (long) rows * columns;
        most = Math.max(most, held);
        return new Matrix(rows, columns);
    }

    /// Arrays that are not needed any more.
    void free(Matrix... taken) {
        for (Matrix matrix : taken) {
            held -= (long) matrix.rows() * matrix.columns();
        }
    }

    void attended(long multiplyAdds) {
        attention += multiplyAdds;
    }

    /// Numbers held now.
    long held() {
        return held;
    }

    /// The most that were held at one time.
    long most() {
        return most;
    }

    /// Multiply-adds of attention so far: scores, their product with the values, and the gradients of both.
    long attention() {
        return attention;
    }
}
