package throughline.papers.training;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import throughline.hardware.Cluster;
import throughline.hardware.Cluster.Library;
import throughline.hardware.Device;
import throughline.hardware.Kernels;
import throughline.hardware.Kernels.Products;
import throughline.papers.training.TrainingRunsTable5.Row;

/// Two constants of a software stack, as multiples of those that were fitted to kernels and collectives alone.
///
/// @param products of the share of the peak that matrix products reach
/// @param inside   of the share of the bandwidth that collectives reach inside nodes
record TrainingRunsFit(double products, double inside) {
    private static final String SOURCE = "fitted to training runs";
    private static final int STEPS = 20;
    private static final double SMALL = 1e-4;

    /// A cluster on which these hold.
    Cluster on(Cluster cluster) {
        Device device = cluster.device();
        Kernels kernels = device.knownKernels();
        Products some = kernels.products();
        Products better =
                new Products(some.launch(), products * some.peak(), some.bandwidth(), some.shrinking(), SOURCE);
        Library library = cluster.library();
        return cluster.with(device.with(
                        new Kernels(kernels.name(), better, kernels.streams(), kernels.attention(), SOURCE)))
                .with(new Library(
                        library.name(),
                        library.inside(),
                        library.outside(),
                        inside * library.insideShare(),
                        library.outsideShare(),
                        library.large(),
                        inside * library.largeShare(),
                        library.sendInside(),
                        library.sendOutside(),
                        library.sendInsideShare(),
                        library.sendOutsideShare(),
                        SOURCE));
    }

    double[] shares() {
        return new double[] {products, inside};
    }

    /// The least squares of relative errors of some rows, by the method of Gauss and Newton on logarithms of the
    /// constants: the same steps every time.
    ///
    /// @param measured seconds of a row
    static TrainingRunsFit of(Cluster cluster, List<Row> rows, ToDoubleFunction<Row> measured) {
        double[] logs = {0, 0};
        for (int step = 0; step < STEPS; step++) {
            double[] now = errors(cluster, rows, measured, logs[0], logs[1]);
            double[] first = slopes(now, errors(cluster, rows, measured, logs[0] + SMALL, logs[1]));
            double[] second = slopes(now, errors(cluster, rows, measured, logs[0], logs[1] + SMALL));
            double a = dot(first, first);
            double b = dot(first, second);
            double c = dot(second, second);
            double determinant = a * c - b * b;
            logs[0] -= (c * dot(first, now) - b * dot(second, now)) / determinant;
            logs[1] -= (a * dot(second, now) - b * dot(first, now)) / determinant;
        }
        return new TrainingRunsFit(Math.exp(logs[0]), Math.exp(logs[1]));
    }

    /// By how much each constant is uncertain, as a share of it: the standard errors of the logarithms, from what the
    /// rows leave. A constant that is nearer to 1 than that is not told from what kernels alone give.
    static double[] standardErrors(Cluster cluster, List<Row> rows, ToDoubleFunction<Row> measured) {
        TrainingRunsFit best = of(cluster, rows, measured);
        double products = Math.log(best.products);
        double inside = Math.log(best.inside);
        double[] now = errors(cluster, rows, measured, products, inside);
        double[] first = slopes(now, errors(cluster, rows, measured, products + SMALL, inside));
        double[] second = slopes(now, errors(cluster, rows, measured, products, inside + SMALL));
        double determinant = dot(first, first) * dot(second, second) - Math.pow(dot(first, second), 2);
        double each = dot(now, now) / (rows.size() - 2);
        return new double[] {
            Math.sqrt(each * dot(second, second) / determinant), Math.sqrt(each * dot(first, first) / determinant)
        };
    }

    /// One constant in place of two: the factor on all of a step that leaves the least squares of relative errors.
    static double factor(Cluster cluster, List<Row> rows, ToDoubleFunction<Row> measured) {
        double[] ratios = rows.stream()
                .mapToDouble(row -> row.seconds(cluster) / measured.applyAsDouble(row))
                .toArray();
        return Arrays.stream(ratios).sum() / dot(ratios, ratios);
    }

    private static double[] errors(
            Cluster cluster, List<Row> rows, ToDoubleFunction<Row> measured, double products, double inside) {
        Cluster tried = new TrainingRunsFit(Math.exp(products), Math.exp(inside)).on(cluster);
        return rows.stream()
                .mapToDouble(row -> row.seconds(tried) / measured.applyAsDouble(row) - 1)
                .toArray();
    }

    private static double[] slopes(double[] from, double[] to) {
        double[] slopes = new double[from.length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (to[i] - from[i]) / SMALL;
        }
        return slopes;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
