package throughline.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.spec.BadInput;

/// Valleys of loss over parameters, each at one budget of compute, and how their bottoms move with it: approach 2
/// of Hoffmann and others (2022, section 3.2), which needs no law of the loss.
///
/// ```java
/// IsoFlop valleys = IsoFlop.of(Observations.csv(path), 0.12);   // C, N, loss
/// valleys.exponent();                                           // N rises as C^0.50
/// ```
///
/// @param valleys by ascending budget
public record IsoFlop(List<Valley> valleys) {
    private static final int COEFFICIENTS = 3;
    private static final int POINTS_A_CURVE = 40;

    /// A parabola of the loss in `ln N`.
    ///
    /// @param flop       the budget C
    /// @param parameters N at its bottom
    /// @param loss       at its bottom
    /// @param curvature  half the second derivative by `ln N`, above 0
    /// @param rows       to which it was fitted
    public record Valley(double flop, double parameters, double loss, double curvature, Observations rows) {
        /// Tokens for each parameter at the bottom, by `C = 6 N D`.
        public double tokensPerParameter() {
            return flop / (Observations.FLOP_A_PARAMETER_AND_TOKEN * parameters * parameters);
        }

        /// The parabola at a number of parameters.
        public double loss(double n) {
            double away = StrictMath.log(n / parameters);
            return loss + curvature * away * away;
        }
    }

    public IsoFlop {
        valleys = List.copyOf(valleys);
    }

    /// A parabola for each budget in the column `C`.
    ///
    /// @param rows  with `C`, `N` and `loss`
    /// @param depth rows whose loss is that much, or more, above the budget's least are left out: a valley is a
    ///              parabola only near its bottom
    /// @throws BadInput when a budget has fewer than three such rows, or they have no bottom
    public static IsoFlop of(Observations rows, double depth) {
        double[] budgets = rows.positive("C");
        TreeMap<Double, List<Integer>> byBudget = new TreeMap<>();
        for (int i = 0; i < budgets.length; i++) {
            byBudget.computeIfAbsent(budgets[i], budget -> new ArrayList<>()).add(i);
        }
        double[] losses = rows.positive("loss");
        List<Valley> valleys = new ArrayList<>();
        byBudget.forEach((budget, all) -> {
            double least = all.stream().mapToDouble(i -> losses[i]).min().orElseThrow();
            int[] near = all.stream()
                    .mapToInt(Integer::intValue)
                    .filter(i -> losses[i] < least + depth)
                    .toArray();
            valleys.add(valley(budget, rows.pick(near)));
        });
        return new IsoFlop(valleys);
    }

    private static Valley valley(double flop, Observations rows) {
        double[] sizes = rows.positive("N");
        long different = Arrays.stream(sizes).distinct().count();
        if (different < COEFFICIENTS) {
            throw new BadInput(
                    "%s: budget %s FLOP has [%d] rows of different N near its least loss; a parabola needs %d",
                    rows.source(), flop, different, COEFFICIENTS);
        }
        double middle = Middle.of(sizes);
        double[] logarithms =
                Arrays.stream(sizes).map(n -> StrictMath.log(n / middle)).toArray();
        double[][] design = Arrays.stream(logarithms)
                .mapToObj(x -> new double[] {1, x, x * x})
                .toArray(double[][]::new);
        double[] c = leastSquares(design, rows.positive("loss"));
        if (!(c[2] > 0)) {
            throw new BadInput("%s: losses at budget %s FLOP [curvature %s] have no bottom", rows.source(), flop, c[2]);
        }
        double bottom = -c[1] / (2 * c[2]);
        return new Valley(flop, middle * StrictMath.exp(bottom), c[0] - c[2] * bottom * bottom, c[2], rows);
    }

    /// The exponent `a` of the line through the bottoms, `N ~ C^a`.
    ///
    /// @throws BadInput when there are fewer than two valleys
    public double exponent() {
        return line()[1];
    }

    /// N at the bottom of another budget, on that line.
    public double parameters(double flop) {
        double[] line = line();
        return StrictMath.exp(line[0] + line[1] * StrictMath.log(flop));
    }

    private double[] line() {
        if (valleys.size() < 2) {
            throw new BadInput("[%d] valleys have no line through their bottoms; it takes two budgets", valleys.size());
        }
        double[][] design = valleys.stream()
                .map(valley -> new double[] {1, StrictMath.log(valley.flop())})
                .toArray(double[][]::new);
        return leastSquares(
                design,
                valleys.stream()
                        .mapToDouble(valley -> StrictMath.log(valley.parameters()))
                        .toArray());
    }

    /// The valleys of the smallest budgets.
    ///
    /// @param count how many, at most as many as there are
    public IsoFlop first(int count) {
        if (count < 0 || count > valleys.size()) {
            throw new BadInput("first [%d] valleys: there are %d", count, valleys.size());
        }
        return new IsoFlop(IntStream.range(0, count).mapToObj(valleys::get).toList());
    }

    /// The valleys: losses over parameters, a parabola a budget, and the bottoms.
    ///
    /// @throws BadInput when there are fewer than two valleys
    public Plot plot() {
        Plot plot = Plot.of(
                String.format(Locale.ROOT, "The best size rises as C^%.2f", exponent()),
                Axis.of("parameters", "").logarithmic(),
                Axis.of("loss", "nats"));
        for (Valley valley : valleys) {
            double[] sizes = Arrays.stream(valley.rows().positive("N")).sorted().toArray();
            double first = sizes[0];
            double ratio = sizes[sizes.length - 1] / first;
            double[] along = IntStream.range(0, POINTS_A_CURVE)
                    .mapToDouble(i -> first * StrictMath.pow(ratio, i / (POINTS_A_CURVE - 1.0)))
                    .toArray();
            plot = plot.line(
                    Headings.text(valley.flop()) + " FLOP",
                    along,
                    Arrays.stream(along).map(valley::loss).toArray());
        }
        return plot.published("measured", rows("N"), rows("loss"))
                .points(
                        "bottoms",
                        valleys.stream().mapToDouble(Valley::parameters).toArray(),
                        valleys.stream().mapToDouble(Valley::loss).toArray());
    }

    private double[] rows(String column) {
        return valleys.stream()
                .flatMapToDouble(valley -> Arrays.stream(valley.rows().positive(column)))
                .toArray();
    }

    private static double[] leastSquares(double[][] design, double[] values) {
        return new QRDecomposition(MatrixUtils.createRealMatrix(design))
                .getSolver()
                .solve(MatrixUtils.createRealVector(values))
                .toArray();
    }
}
