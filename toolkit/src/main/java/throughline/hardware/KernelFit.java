package throughline.hardware;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import throughline.hardware.Kernels.Products;
import throughline.hardware.Kernels.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// Constants of kernels out of measured times: three of matrix products and four of element-wise kernels, with which
/// the mean absolute logarithm of prediction over measurement is least.
///
/// The launch of a product is given and not fitted. Measured on one device, it can hardly be told from how a tile's
/// share of the peak falls with its size; a fit of both does as well on that device and worse on another.
///
/// ```java
/// var mine = KernelRows.read(Path.of("kernels.csv"), "my kernels");
/// Kernels kernels = new KernelFit(Device.named("a10")).of("mine", mine, List.of());
/// Files.writeString(Path.of("kernels-mine.yaml"), kernels.yaml());
/// ```
///
/// @param device on which the times were measured
/// @param launch seconds from one matrix product to the next, beside its work
/// @param cancel stops the search, which then returns the best so far
public record KernelFit(Device device, double launch, Cancel cancel) {
    private static final double LAUNCH = 5e-6;
    private static final Streams FEW = new Streams(2e-6, 0.8, 0.8, 1, "before a fit");
    private static final double[] START = {0.8, 0.8, 0.1};

    /// A fit with the launch of an H100: 4.96 us, by a fit to 76 matrix products (`datasets/h100-matmul`).
    public KernelFit(Device device) {
        this(device, LAUNCH, Cancel.onInterrupt());
    }

    public KernelFit {
        if (!(launch > 0)) {
            throw new BadInput("launch [%s s] must be positive", launch);
        }
    }

    /// The constants, with three digits, and in their sources what they were fitted to and the error there and on
    /// other rows.
    ///
    /// @param name   of the stack of software
    /// @param rows   that are fitted
    /// @param unseen that are not
    /// @throws BadInput when there are fewer rows of a kind than constants
    public Kernels of(String name, KernelRows rows, List<KernelRows> unseen) {
        enough("matrix products", rows.products(), 3);
        enough("element-wise kernels", rows.streams(), 4);
        Kernels found = new Kernels(name, products(rows.products()), streams(rows.streams()), "");
        return described(found, rows, unseen);
    }

    private static void enough(String what, List<?> rows, int constants) {
        if (rows.size() < constants) {
            throw new BadInput("%s [%d]: a fit of %d constants takes as many", what, rows.size(), constants);
        }
    }

    private Products products(List<Measured<Matmul>> rows) {
        double[] found = LeastLoss.of(
                START,
                constants -> areShares(constants[0], constants[1])
                        ? loss(rows, products(constants))
                        : Double.POSITIVE_INFINITY,
                cancel);
        return products(rounded(found));
    }

    private Products products(double[] constants) {
        return new Products(launch, constants[0], constants[1], constants[2], "");
    }

    private double loss(List<Measured<Matmul>> rows, Products products) {
        Device fitted = device.with(new Kernels("", products, FEW, ""));
        return Accuracy.loss(rows, product -> product.seconds(fitted));
    }

    private Streams streams(List<Measured<Stream>> rows) {
        Products any = products(START);
        double[] start = {FEW.launch(), FEW.rows(), FEW.flat(), FEW.cached()};
        double[] found = LeastLoss.of(
                start,
                constants -> {
                    if (!areShares(constants[1], constants[2]) || !Bounds.isShare(constants[3])) {
                        return Double.POSITIVE_INFINITY;
                    }
                    Device fitted = device.with(new Kernels("", any, streams(constants), ""));
                    return Accuracy.loss(rows, stream -> stream.seconds(fitted));
                },
                cancel);
        return streams(rounded(found));
    }

    /// Where a search must not go.
    private static boolean areShares(double one, double other) {
        return Bounds.isShare(one) && Bounds.isShare(other);
    }

    private static Streams streams(double[] constants) {
        return new Streams(constants[0], constants[1], constants[2], constants[3], "");
    }

    private static double[] rounded(double[] values) {
        return Arrays.stream(values).map(ProfileText::rounded).toArray();
    }

    private Kernels described(Kernels found, KernelRows rows, List<KernelRows> unseen) {
        Device fitted = device.with(found);
        Products p = found.products();
        Streams s = found.streams();
        String given = launch == LAUNCH ? "launch as on an H100, 4.96 us by a fit to 76 products" : "launch given";
        String products = given
                + "; three constants fitted to %d matrix products of %s on %s, %s%s"
                        .formatted(
                                rows.products().size(),
                                rows.what(),
                                device.name(),
                                rows.products(fitted),
                                unseen.stream()
                                        .map(other -> notFitted(other, other.products(fitted)))
                                        .collect(Collectors.joining()));
        String streams = "four constants fitted to %d element-wise kernels of %s on %s, %s%s"
                .formatted(
                        rows.streams().size(),
                        rows.what(),
                        device.name(),
                        rows.streams(fitted),
                        unseen.stream()
                                .filter(other -> !other.streams().isEmpty())
                                .map(other -> notFitted(other, other.streams(fitted)))
                                .collect(Collectors.joining()));
        return new Kernels(
                found.name(),
                new Products(p.launch(), p.peak(), p.bandwidth(), p.shrinking(), products),
                new Streams(s.launch(), s.rows(), s.flat(), s.cached(), streams),
                "fitted, see matmul and stream");
    }

    private static String notFitted(KernelRows other, Accuracy accuracy) {
        return String.format(Locale.ROOT, "; on %d of %s, not fitted, %s", accuracy.rows(), other.what(), accuracy);
    }
}
