package throughline.hardware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import throughline.hardware.MeasuredTable.Row;

/// Times of kernels measured on a device.
///
/// @param what     they are of, as it is told beside what is fitted to them, such as `Llama-2-7B's layers`
/// @param products of matrices
/// @param streams  element-wise kernels
public record KernelRows(String what, List<Measured<Matmul>> products, List<Measured<Stream>> streams) {
    private static final List<String> KERNELS = List.of("matmul", "norm", "gated", "rotary", "add");
    private static final List<String> PRECISIONS =
            List.of(Precision.values()).stream().map(Precision::key).toList();

    public KernelRows {
        products = List.copyOf(products);
        streams = List.copyOf(streams);
    }

    /// Reads a CSV file with the columns `kernel`, `precision`, `batch`, `m`, `n`, `k` and `seconds`.
    ///
    /// A `matmul` is `batch` products `[m, k] x [k, n]`; `norm`, `gated`, `rotary` and `add` have `m` rows `n` wide
    /// (of
    /// the result), and `batch` and `k` are not read.
    ///
    /// @param what as [KernelRows]
    /// @throws throughline.spec.BadInput naming file, line, column and what is allowed
    public static KernelRows read(Path csv, String what) {
        List<Measured<Matmul>> products = new ArrayList<>();
        List<Measured<Stream>> streams = new ArrayList<>();
        for (Row row : MeasuredTable.read(csv, List.of("kernel", "precision", "batch", "m", "n", "k", "seconds"))) {
            String kernel = row.oneOf("kernel", KERNELS);
            Precision precision =
                    Precision.valueOf(row.oneOf("precision", PRECISIONS).toUpperCase(Locale.ROOT));
            double seconds = row.positive("seconds");
            long m = row.count("m");
            long n = row.count("n");
            switch (kernel) {
                case "matmul" ->
                    products.add(
                            new Measured<>(new Matmul(precision, row.count("batch"), m, n, row.count("k")), seconds));
                case "norm" -> streams.add(new Measured<>(Stream.norm(m, n, precision), seconds));
                case "gated" -> streams.add(new Measured<>(Stream.gated(m, n, precision), seconds));
                case "rotary" -> streams.add(new Measured<>(Stream.rotary(m, n, precision), seconds));
                default -> streams.add(new Measured<>(Stream.add(m * n, precision), seconds));
            }
        }
        return new KernelRows(what, products, streams);
    }

    /// How far a device's kernels are off the matrix products.
    public Accuracy products(Device device) {
        return Accuracy.of(products, product -> product.seconds(device));
    }

    /// How far a device's kernels are off the element-wise kernels.
    public Accuracy streams(Device device) {
        return Accuracy.of(streams, stream -> stream.seconds(device));
    }

    /// How far a roofline is off the matrix products, which knows only what the datasheet promises.
    public Accuracy roofline(Device device) {
        return Accuracy.of(
                products,
                product -> Math.max(
                        product.operations() / device.peak(product.precision()), product.bytes() / device.bandwidth()));
    }
}
