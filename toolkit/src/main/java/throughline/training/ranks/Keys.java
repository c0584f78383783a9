package throughline.training.ranks;

/// Rows of keys and values, and which tokens they are.
///
/// @param k      `[rows, key heads x size]`
/// @param v      `[rows, key heads x size]`
/// @param tokens by their places in the sequence
record Keys(Matrix k, Matrix v, int[] tokens) {
    /// Keys and values side by side, to be sent as one message.
    Matrix packed() {
        return Matrix.beside(k, v);
    }

    static Keys of(Matrix packed, int[] tokens) {
        int width = packed.columns() / 2;
        return new Keys(packed.columns(0, width), packed.columns(width, 2 * width), tokens);
    }
}
