package throughline.scaling;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import throughline.data.Plot;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A law with the coefficients that suit rows best: they make the sum of Huber's loss (delta 0.001) of the
/// differences of logarithms least. A row far off counts by its distance and not by the square of it; one at the
/// end of the range still pulls, so look at what a fit leaves.
///
/// ```java
/// Fit fit = Law.chinchilla().fit(rows);
/// fit.coefficient("alpha");
/// fit.predict(Map.of("N", 70e9, "D", 1.4e12));
/// ```
public final class Fit {
    private final Law law;
    private final Observations rows;
    private final double[] coefficients;
    private final double objective;

    Fit(Law law, Observations rows, double[] coefficients, double objective) {
        this.law = law;
        this.rows = rows;
        this.coefficients = coefficients.clone();
        this.objective = objective;
    }

    /// A law with coefficients that somebody published, to be held against rows.
    ///
    /// @param coefficients one for each of the law's
    /// @throws BadInput when one is missing, unknown or out of its range
    public static Fit given(Law law, Observations rows, Map<String, Double> coefficients) {
        List<String> names = law.coefficients().stream().map(Coefficient::name).toList();
        if (!coefficients.keySet().equals(Set.copyOf(names))) {
            throw new BadInput("coefficients %s of %s must be %s", coefficients.keySet(), law.formula(), names);
        }
        double[] values = law.coefficients().stream()
                .mapToDouble(coefficient -> {
                    double value = coefficients.get(coefficient.name());
                    if (!coefficient.range().admits(value)) {
                        throw new BadInput(
                                "coefficient %s [%s] is not %s", coefficient.name(), value, coefficient.range());
                    }
                    return value;
                })
                .toArray();
        Fit bare = new Fit(law, rows, values, Double.NaN);
        Objective objective = new Objective(law, bare.variables(), bare.observed());
        return new Fit(law, rows, values, objective.value(objective.point(values)));
    }

    /// What was fitted.
    public Law law() {
        return law;
    }

    /// The rows to which it was fitted.
    public Observations rows() {
        return rows;
    }

    /// All coefficients, by name, in the law's order.
    public Map<String, Double> coefficients() {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < coefficients.length; i++) {
            named.put(law.coefficients().get(i).name(), coefficients[i]);
        }
        return Collections.unmodifiableMap(named);
    }

    /// A coefficient.
    ///
    /// @throws BadInput when the law has none of that name
    public double coefficient(String name) {
        Double value = coefficients().get(name);
        if (value == null) {
            throw new BadInput(
                    "coefficient [%s] must be one of %s", name, coefficients().keySet());
        }
        return value;
    }

    double[] values() {
        return coefficients.clone();
    }

    /// What the law predicts.
    ///
    /// @param sizes one for each of the law's variables
    /// @throws BadInput when one is missing or not above 0
    public double predict(Map<String, Double> sizes) {
        return law.predict(coefficients, point(sizes));
    }

    /// What the law predicts for each row of others.
    public double[] predict(Observations others) {
        return Arrays.stream(variables(others))
                .mapToDouble(x -> law.predict(coefficients, x))
                .toArray();
    }

    private double[] point(Map<String, Double> sizes) {
        return law.variables().stream()
                .mapToDouble(name -> {
                    Double value = sizes.get(name);
                    if (value == null || !(value > 0)) {
                        throw new BadInput(
                                "%s [%s] must be above 0; %s is predicted from %s",
                                name, value, law.target(), law.variables());
                    }
                    return value;
                })
                .toArray();
    }

    double[][] variables() {
        return variables(rows);
    }

    private double[][] variables(Observations others) {
        return Fitting.rows(law.variables().stream().map(others::positive).toList(), others.size());
    }

    double[] observed() {
        return rows.positive(law.target());
    }

    /// Observed less predicted, a row each, in the target's unit.
    public double[] residuals() {
        return residuals(rows);
    }

    /// Observed less predicted of other rows.
    public double[] residuals(Observations others) {
        double[] predicted = predict(others);
        double[] observed = others.positive(law.target());
        double[] residuals = new double[observed.length];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = observed[i] - predicted[i];
        }
        return residuals;
    }

    /// The largest residual's size, in the target's unit.
    public double largestError() {
        return Arrays.stream(residuals()).map(Math::abs).max().orElseThrow();
    }

    /// The share of the target's variance that is explained, at most 1; NaN where the target does not vary.
    public double rSquared() {
        double[] observed = observed();
        double mean = Arrays.stream(observed).average().orElseThrow();
        double total = Arrays.stream(observed).map(y -> (y - mean) * (y - mean)).sum();
        return total > 0 ? 1 - Arrays.stream(residuals()).map(r -> r * r).sum() / total : Double.NaN;
    }

    /// The sum that the fit makes least, of logarithms, so without unit.
    public double objective() {
        return objective;
    }

    /// How far the coefficients might be off: see [Bootstrap].
    public Bootstrap bootstrap(int times, long seed) {
        return bootstrap(times, seed, Cancel.onInterrupt(), Progress.NONE);
    }

    /// How far the coefficients might be off: see [Bootstrap].
    ///
    /// @param times  how often rows are drawn anew
    /// @param seed   of the draws
    /// @param cancel once requested, the draws so far are returned
    public Bootstrap bootstrap(int times, long seed, Cancel cancel, Progress progress) {
        return Bootstrap.of(this, times, seed, cancel, progress);
    }

    /// The size that alone makes up for others: the law predicts as much for it and `there` as for `here`.
    ///
    /// ```java
    /// fit.equivalent("N", Map.of("N", 2.8e9, "P", 4.0), Map.of("P", 1.0));   // 4.3e9
    /// ```
    ///
    /// @param variable to be found
    /// @param here     all variables
    /// @param there    all variables but that one
    /// @throws BadInput when no size within a factor of 8e8 of that of `here` will do
    public double equivalent(String variable, Map<String, Double> here, Map<String, Double> there) {
        return Equivalence.of(this, variable, here, there);
    }

    /// How a budget of compute is best spent on parameters and tokens: see [ComputeOptimal].
    ///
    /// @param flop the budget
    public ComputeOptimal computeOptimal(double flop) {
        return ComputeOptimal.of(this, flop);
    }

    /// [#computeOptimal] for several budgets.
    public List<ComputeOptimal> frontier(double... flop) {
        return Arrays.stream(flop).mapToObj(this::computeOptimal).toList();
    }

    /// The rows and the law's curves over one variable, a curve for each size of the others, on logarithmic axes.
    ///
    /// @throws BadInput when it is none of the law's
    public Plot plot(String variable) {
        return new FitFigure(this, variable).curves();
    }

    /// How far each row is from the law, in percent of what it predicts, over one variable: a law that suits leaves
    /// no shape here.
    public Plot residualPlot(String variable) {
        return new FitFigure(this, variable).residuals();
    }

    /// The law and its coefficients, on a line.
    @Override
    public String toString() {
        String named = coefficients().entrySet().stream()
                .map(c -> String.format(Locale.ROOT, "%s %.4g", c.getKey(), c.getValue()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s: %s; %d rows, R2 %.5f, largest error %.4f",
                law.formula(),
                named,
                rows.size(),
                rSquared(),
                largestError());
    }
}
