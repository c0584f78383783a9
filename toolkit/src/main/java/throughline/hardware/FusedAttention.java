package throughline.hardware;

import java.util.Locale;
import throughline.hardware.Cost.Basis;
import throughline.spec.BadInput;

/// Attention as one kernel, which never stores its scores (Dao 2023).
///
/// @param precision of queries, keys and values
/// @param heads     of all sequences
/// @param queries   of each head
/// @param keys      of each head
/// @param compared  width in which a query is compared with a key
/// @param width     of a value
/// @param causal    whether half of the scores are left out
public record FusedAttention(
        Precision precision, long heads, long queries, long keys, int compared, int width, boolean causal) {
    /// Forward on one A100, heads of 128, causal: some 200 of 312 TFLOP/s.
    private static final double FORWARD = 0.65;
    private static final double BACKWARD = 0.55;
    /// Five products backward for the two forward.
    private static final double BACK = 2.5;

    private static final String SOURCE = "Dao 2023, figures 4 to 6, an A100 at 128 wide heads; carried over to others";

    /// @throws BadInput when a number is below 1
    public FusedAttention {
        if (heads < 1 || queries < 1 || keys < 1 || compared < 1 || width < 1) {
            throw new BadInput(
                    "attention of [%d] heads, [%d] queries and [%d] keys, [%d] and [%d] wide: all must be at least 1",
                    heads, queries, keys, compared, width);
        }
    }

    /// Operations forward: two for each product of two numbers.
    public double operations() {
        return 2.0 * heads * queries * keys * (compared + width) * (causal ? 0.5 : 1);
    }

    /// The time forward, in seconds.
    public Cost forward(Device device) {
        return cost("attention forward", device, operations(), FORWARD);
    }

    /// The time backward, in seconds; it computes the scores again.
    public Cost backward(Device device) {
        return cost("attention backward", device, BACK * operations(), BACKWARD);
    }

    private Cost cost(String name, Device device, double operations, double share) {
        return Cost.sum(
                name,
                Cost.of(
                        "launch",
                        device.knownKernels().products().launch(),
                        "s",
                        "",
                        device.knownKernels().products().source(),
                        Basis.CALIBRATED),
                Cost.of(
                        "computing",
                        operations / (device.peak(precision) * share),
                        "s",
                        String.format(Locale.ROOT, "%.4g operations / (%.2f of the peak)", operations, share),
                        SOURCE,
                        Basis.ASSUMED));
    }
}
