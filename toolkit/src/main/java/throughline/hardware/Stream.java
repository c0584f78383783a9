package throughline.hardware;

import throughline.hardware.Cost.Basis;
import throughline.hardware.Kernels.Streams;
import throughline.spec.BadInput;

/// A kernel that reads and writes memory and computes next to nothing: a norm, an activation, a sum.
///
/// @param name  of the kernel
/// @param bytes that pass between memory and units
/// @param rows  that units work on one by one; 0 when they take elements as they come. With fewer rows than units, the
///              others are idle.
public record Stream(String name, double bytes, long rows) {
    /// Each half of the units has a part of the cache of its own, which may hold what the other holds too (NVIDIA
    /// A100 Tensor Core GPU Architecture, 2020, "L2 cache").
    private static final double PARTITIONS = 2;

    /// @throws BadInput when the bytes are not positive and finite, or the rows below 0
    public Stream {
        if (!(bytes > 0 && bytes < Double.POSITIVE_INFINITY) || rows < 0) {
            throw new BadInput(
                    "stream %s: bytes [%s] must be positive and finite, and rows [%d] 0 or more", name, bytes, rows);
        }
    }

    /// A norm over rows: they are read to find their size, read again, and written.
    public static Stream norm(long rows, long width, Precision precision) {
        return new Stream("norm", 3 * rows * width * precision.bytes(), rows);
    }

    /// An activation that multiplies one half of each row with a function of the other.
    ///
    /// @param width of the result
    public static Stream gated(long rows, long width, Precision precision) {
        return new Stream("gated activation", 3 * rows * width * precision.bytes(), rows);
    }

    /// A rotation of queries and keys by their positions.
    ///
    /// @param width of queries and keys of a row together
    public static Stream rotary(long rows, long width, Precision precision) {
        return new Stream("rotary", 2 * rows * width * precision.bytes(), rows);
    }

    /// A sum of two arrays.
    public static Stream add(long elements, Precision precision) {
        return new Stream("add", 3 * elements * precision.bytes(), 0);
    }

    /// Seconds it takes a device.
    public double seconds(Device device) {
        return device.knownKernels().streams().launch() + moving(device);
    }

    private double moving(Device device) {
        Streams kernels = device.knownKernels().streams();
        if (rows == 0) {
            double near = Math.min(bytes, device.cache().orElse(0) / PARTITIONS);
            return (near / kernels.cached() + (bytes - near) / kernels.flat()) / device.bandwidth();
        }
        return Math.max(1, (double) device.knownUnits() / rows) * bytes / (kernels.rows() * device.bandwidth());
    }

    Cost on(Device device) {
        Streams kernels = device.knownKernels().streams();
        return Cost.sum(
                name,
                Cost.of("launch", kernels.launch(), "s", "", kernels.source(), Basis.CALIBRATED),
                Cost.of(
                        "moving",
                        moving(device),
                        "s",
                        rows == 0
                                ? "bytes / bandwidth, of the cache for what it holds and of the memory"
                                : "max(1, units / rows) x bytes / bandwidth",
                        kernels.source(),
                        Basis.CALIBRATED));
    }
}
