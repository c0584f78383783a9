package throughline.parallel.checkpoint;

/// How the numbers of a checkpoint are kept, exactly.
public enum Precision {
    /// Single precision: numbers that a float cannot hold are refused.
    FLOAT(Float.BYTES),
    /// Double precision.
    DOUBLE(Double.BYTES);

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of a number.
    public int bytes() {
        return bytes;
    }
}
