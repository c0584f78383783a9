package throughline.hardware;

import java.util.Locale;

/// The number formats that devices compute in.
public enum Precision {
    FP64(8),
    FP32(4),
    /// Single precision on matrix units, 10 bits of mantissa; stored in four bytes.
    TF32(4),
    BF16(2),
    FP16(2),
    FP8(1),
    INT8(1),
    FP4(0.5);

    private final double bytes;

    Precision(double bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one number.
    public double bytes() {
        return bytes;
    }

    /// As it is written in profiles.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
