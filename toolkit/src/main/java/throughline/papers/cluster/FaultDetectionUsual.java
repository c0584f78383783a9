package throughline.papers.cluster;

/// What is usual so far: a mean that forgets, and at first the plain mean.
final class FaultDetectionUsual {
    private final double memory;
    private double value;
    private long count;

    /// @param memory values after which a third is forgotten
    FaultDetectionUsual(double memory) {
        this.memory = memory;
    }

    void see(double next) {
        count++;
        value += (next - value) / Math.min(memory, count);
    }

    boolean any() {
        return count > 0;
    }

    /// The mean; 0 before any value.
    double value() {
        return value;
    }

    /// How many times as large as usual; 1 before any value, and where nothing is usual.
    double ratio(double now) {
        return value == 0 ? 1 : now / value;
    }
}
