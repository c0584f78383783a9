package throughline.decoding;

import java.util.Locale;
import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;
import throughline.hardware.Device;
import throughline.hardware.Precision;
import throughline.spec.BadInput;

/// A device that computes at a share of its peak, or moves bytes at a share of its bandwidth, whichever takes longer.
///
/// @param device    with its datasheet's rates
/// @param precision of weights, activations and cache
/// @param computing share of the peak that is reached, above 0 and at most 1
/// @param moving    share of the bandwidth that is reached, above 0 and at most 1
public record Roofline(Device device, Precision precision, double computing, double moving) {
    private static final String SHARES = "shares of the datasheet's rates, as llm-analysis recommends for an A100: "
            + "0.7 of the peak, 0.9 of the bandwidth";

    /// @throws BadInput when a share is not above 0 and at most 1, or the device has no peak for the precision
    public Roofline {
        share("computing", computing);
        share("moving", moving);
        device.peak(precision);
    }

    /// A device that reaches 0.7 of its bf16 peak and 0.9 of its bandwidth.
    public static Roofline of(Device device) {
        return new Roofline(device, Precision.BF16, 0.7, 0.9);
    }

    /// Operations a second.
    public double operationsPerSecond() {
        return computing * device.peak(precision);
    }

    /// Bytes a second.
    public double bytesPerSecond() {
        return moving * device.bandwidth();
    }

    /// Seconds of a kernel, done `times` times.
    Cost kernel(String name, double times, double operations, double bytes) {
        return Cost.longest(name, computing(times, operations), moving(times, bytes));
    }

    /// Seconds of operations, done `times` times.
    Cost computing(double times, double operations) {
        double seconds = times * operations / operationsPerSecond();
        return term(
                "computing", seconds, "%.4g · %.4g operations / %.4g per s", times, operations, operationsPerSecond());
    }

    /// Seconds of bytes, moved `times` times.
    Cost moving(double times, double bytes) {
        double seconds = times * bytes / bytesPerSecond();
        return term("moving", seconds, "%.4g · %.4g B / %.4g B/s", times, bytes, bytesPerSecond());
    }

    private static Cost term(String name, double seconds, String formula, Object... numbers) {
        return Cost.of(name, seconds, "s", String.format(Locale.ROOT, formula, numbers), SHARES, Basis.ASSUMED);
    }

    private static void share(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new BadInput("%s [%s] must be above 0 and at most 1: a share of the datasheet's rate", name, value);
        }
    }
}
