package throughline.hardware;

import java.util.Locale;
import throughline.hardware.Cost.Basis;
import throughline.hardware.Kernels.Products;
import throughline.spec.BadInput;

/// A matrix product, or several of one size: `[m, k] x [k, n]`.
///
/// A device does it in tiles, each by one unit, and each perhaps along a part of `k` only; tiles go in waves of one for
/// each unit, so that the last wave may leave units idle. Of the tilings that libraries choose from, the fastest
/// counts.
///
/// @param precision of operands and result
/// @param batch     how many products
/// @param m         rows of the first
/// @param n         columns of the second
/// @param k         what is summed over
public record Matmul(Precision precision, long batch, long m, long n, long k) {
    private static final int[][] TILES = {
        {256, 128}, {128, 256}, {128, 128}, {64, 256}, {256, 64}, {64, 128}, {128, 64}, {64, 64}
    };
    private static final int[] SPLITS = {1, 2, 4, 8};
    private static final double LARGEST = 128 * 256;
    /// Sums of a split product are kept in single precision.
    private static final double SUM_BYTES = 4;

    private static final int LEAST_K = 256;
    /// To add up what the parts of a split product have.
    private static final double ADDING = 1e-6;

    /// One product.
    public Matmul(Precision precision, long m, long n, long k) {
        this(precision, 1, m, n, k);
    }

    /// @throws BadInput when a size is below 1
    public Matmul {
        if (batch < 1 || m < 1 || n < 1 || k < 1) {
            throw new BadInput("matrix product of %d x [%d, %d] x [%d, %d]: all must be at least 1", batch, m, k, k, n);
        }
    }

    /// How a product is cut up.
    ///
    /// @param rows    of a tile
    /// @param columns of a tile
    /// @param split   parts along `k`
    public record Tiling(int rows, int columns, int split) {}

    /// Operations: two for each product of two numbers.
    public double operations() {
        return 2.0 * batch * m * n * k;
    }

    /// Bytes read and written when nothing is read twice.
    public double bytes() {
        return batch * ((double) m * k + (double) k * n + (double) m * n) * precision.bytes();
    }

    /// The tiling that takes a device least time.
    public Tiling tiling(Device device) {
        Tiling best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int[] tile : TILES) {
            for (int split : SPLITS) {
                if (split == 1 || k / split >= LEAST_K) {
                    double seconds = seconds(device, tile[0], tile[1], split);
                    if (seconds < least) {
                        least = seconds;
                        best = new Tiling(tile[0], tile[1], split);
                    }
                }
            }
        }
        return best;
    }

    /// Seconds it takes a device.
    public double seconds(Device device) {
        double least = Double.POSITIVE_INFINITY;
        for (int[] tile : TILES) {
            for (int split : SPLITS) {
                if (split == 1 || k / split >= LEAST_K) {
                    least = Math.min(least, seconds(device, tile[0], tile[1], split));
                }
            }
        }
        return least;
    }

    private double seconds(Device device, int rows, int columns, int split) {
        return device.knownKernels().products().launch()
                + Math.max(computing(device, rows, columns, split), moving(device, split))
                + (split > 1 ? ADDING : 0);
    }

    private double waves(Device device, int rows, int columns, int split) {
        double tiles = batch * Math.ceil((double) m / rows) * Math.ceil((double) n / columns) * split;
        return Math.ceil(tiles / device.knownUnits());
    }

    private double computing(Device device, int rows, int columns, int split) {
        Products kernels = device.knownKernels().products();
        double share = kernels.peak() * Math.pow(rows * columns / LARGEST, kernels.shrinking());
        double tile =
                2.0 * rows * columns * ((double) k / split) / (device.peak(precision) / device.knownUnits() * share);
        return waves(device, rows, columns, split) * tile;
    }

    private double moving(Device device, int split) {
        double sums = split > 1 ? batch * SUM_BYTES * m * n * split : 0;
        return (bytes() + sums) / (device.knownKernels().products().bandwidth() * device.bandwidth());
    }

    Cost on(Device device) {
        Tiling tiling = tiling(device);
        Products kernels = device.knownKernels().products();
        Cost launch = term("launch", kernels.launch(), "", kernels);
        Cost computing = term(
                "computing",
                computing(device, tiling.rows, tiling.columns, tiling.split),
                String.format(
                        Locale.ROOT,
                        "%.0f waves of tiles of %d x %d x %d",
                        waves(device, tiling.rows, tiling.columns, tiling.split),
                        tiling.rows,
                        tiling.columns,
                        k / tiling.split),
                kernels);
        Cost moving = term(
                "moving",
                moving(device, tiling.split),
                "bytes / (%.2f of the bandwidth)".formatted(kernels.bandwidth()),
                kernels);
        Cost work = Cost.longest("work", computing, moving);
        String name = String.format(Locale.ROOT, "%s[%d, %d] x [%d, %d]", batch == 1 ? "" : batch + " x ", m, k, k, n);
        return tiling.split == 1
                ? Cost.sum(name, launch, work)
                : Cost.sum(name, launch, work, term("adding parts", ADDING, "", kernels));
    }

    private static Cost term(String name, double seconds, String formula, Products kernels) {
        return Cost.of(name, seconds, "s", formula, kernels.source(), Basis.CALIBRATED);
    }
}
