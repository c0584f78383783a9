package throughline.hardware;

import throughline.spec.BadInput;

/// What numbers that somebody gave must keep to.
final class Bounds {
    /// Kernels that find their operands in the cache seem to have more than the whole bandwidth of the memory, but
    /// never much more.
    static final double LARGEST_SHARE = 1.5;

    private Bounds() {}

    /// @param field whose value it is, as the message begins
    /// @throws BadInput when it is not above 0 and finite
    static void positive(String field, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new BadInput("%s [%s] must be positive and finite", field, value);
        }
    }

    /// @param field whose value it is, as the message begins
    /// @throws BadInput when it is below 0, or not finite
    static void notNegative(String field, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new BadInput("%s [%s] must be 0 or more and finite", field, value);
        }
    }

    /// @param field whose value it is, as the message begins
    /// @throws BadInput when it is no share of what a datasheet promises
    static void share(String field, double value) {
        if (!isShare(value)) {
            throw new BadInput("%s [%s] must be above 0 and at most %s", field, value, LARGEST_SHARE);
        }
    }

    static boolean isShare(double value) {
        return value > 0 && value <= LARGEST_SHARE;
    }
}
