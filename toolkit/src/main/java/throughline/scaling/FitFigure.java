package throughline.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.spec.BadInput;

/// A fit as a figure: measured points, and the law's curves through them.
final class FitFigure {
    private static final int POINTS_A_CURVE = 60;
    private static final int MOST_CURVES = 8;
    private static final int FEW_CURVES = 4;

    private final Fit fit;
    private final String variable;
    private final List<String> others;
    private final double[] sizes;
    private final double[] observed;

    FitFigure(Fit fit, String variable) {
        this.fit = fit;
        this.variable = variable;
        this.others = fit.law().variables().stream()
                .filter(name -> !name.equals(variable))
                .toList();
        this.sizes = fit.rows().positive(variable);
        this.observed = fit.observed();
    }

    /// Rows whose other sizes are alike, and their middles.
    private record Group(Map<String, Double> others, List<Integer> rows) {}

    Plot curves() {
        if (!fit.law().variables().contains(variable)) {
            throw new BadInput(
                    "variable [%s] must be one of %s, which the law knows",
                    variable, fit.law().variables());
        }
        Plot plot = Plot.of(title(), axis(), Axis.of(fit.law().target(), unit()).logarithmic());
        for (Group group : shown(groups())) {
            plot = curve(plot, group);
        }
        return plot.published("measured", sizes, observed);
    }

    /// Where every other size differs, a few curves from the middle of the rows are enough to see the shape.
    private static List<Group> shown(List<Group> groups) {
        if (groups.size() <= MOST_CURVES) {
            return groups;
        }
        return IntStream.range(0, FEW_CURVES)
                .mapToObj(i -> groups.get((2 * i + 1) * groups.size() / (2 * FEW_CURVES)))
                .toList();
    }

    private Plot curve(Plot plot, Group group) {
        double low = Arrays.stream(sizes).min().orElseThrow();
        double high = Arrays.stream(sizes).max().orElseThrow();
        double[] along = IntStream.range(0, POINTS_A_CURVE)
                .mapToDouble(i -> low * StrictMath.pow(high / low, i / (POINTS_A_CURVE - 1.0)))
                .toArray();
        double[] predicted = Arrays.stream(along)
                .map(size -> {
                    Map<String, Double> point = new HashMap<>(group.others());
                    point.put(variable, size);
                    return fit.predict(point);
                })
                .toArray();
        return plot.line(name(group), along, predicted);
    }

    Plot residuals() {
        double[] predicted = fit.predict(fit.rows());
        double[] percent = IntStream.range(0, predicted.length)
                .mapToDouble(i -> 100 * (observed[i] / predicted[i] - 1))
                .toArray();
        return Plot.of("What the law leaves: " + title(), axis(), Axis.of("observed over predicted, less one", "%"))
                .points("rows", sizes, percent);
    }

    /// Rows by their other sizes, ascending.
    private List<Group> groups() {
        List<double[]> columns = others.stream().map(fit.rows()::positive).toList();
        List<Integer> order = IntStream.range(0, sizes.length)
                .boxed()
                .sorted((a, b) -> columns.stream()
                        .mapToInt(column -> Double.compare(column[a], column[b]))
                        .filter(sign -> sign != 0)
                        .findFirst()
                        .orElse(0))
                .toList();
        List<Group> groups = new ArrayList<>();
        for (int row : order) {
            groups.stream()
                    .filter(group -> alike(columns, group.rows().getFirst(), row))
                    .findFirst()
                    .orElseGet(() -> {
                        Map<String, Double> sizesOfOthers = new LinkedHashMap<>();
                        IntStream.range(0, others.size())
                                .forEach(i -> sizesOfOthers.put(others.get(i), columns.get(i)[row]));
                        groups.add(new Group(sizesOfOthers, new ArrayList<>()));
                        return groups.getLast();
                    })
                    .rows()
                    .add(row);
        }
        return groups;
    }

    private static boolean alike(List<double[]> columns, int a, int b) {
        return columns.stream().allMatch(column -> Middle.alike(column[a], column[b]));
    }

    private static String name(Group group) {
        return group.others().isEmpty()
                ? "law"
                : group.others().entrySet().stream()
                        .map(other -> other.getKey() + " = " + Headings.text(other.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private String title() {
        return String.format(
                Locale.ROOT,
                "%s, R2 %.4f, %d rows",
                fit.law().formula(),
                fit.rSquared(),
                fit.rows().size());
    }

    private Axis axis() {
        return Axis.of(variable, "").logarithmic();
    }

    private String unit() {
        return fit.law().target().equals("loss") ? "nats" : "";
    }
}
