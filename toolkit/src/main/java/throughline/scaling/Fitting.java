package throughline.scaling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import throughline.scaling.Descent.Found;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Finds a law's coefficients: of many starts the best go downhill, the best of these as far as it goes, and a
/// simplex of Nelder and Mead says that nothing lower is near. No randomness, so the same rows give the same
/// coefficients.
record Fitting(Law law, Cancel cancel, Progress progress) {
    private static final int TRIED = 24;
    private static final int SHORT = 40;
    private static final int FINALISTS = 3;
    private static final int LONG = 2_000;
    private static final double CHANGE = 1e-12;
    private static final double SIMPLEX = 0.01;
    private static final int POLISHES = 10;
    private static final int EVALUATIONS = 4_000;

    Fit of(Observations rows) {
        double[][] x = variables(rows);
        double[] y = rows.positive(law.target());
        enough(rows, x);
        apart();
        Objective objective = new Objective(law, x, y);
        Descent descent = new Descent(objective, cancel);
        List<double[]> starts = law.starts(x, y).stream()
                .map(objective::point)
                .sorted(Comparator.comparingDouble(objective::value))
                .limit(TRIED)
                .toList();
        if (starts.isEmpty() || !Double.isFinite(objective.value(starts.getFirst()))) {
            throw new BadInput(
                    "%s: from none of its [%d] starts does %s predict a number above 0 for all of %d rows",
                    rows.source(), starts.size(), law.formula(), rows.size());
        }
        int total = starts.size() + FINALISTS;
        List<Found> tried = IntStream.range(0, starts.size())
                .mapToObj(i -> {
                    progress.report(i, total);
                    return descent.from(starts.get(i), SHORT);
                })
                .sorted(Comparator.comparingDouble(Found::value))
                .limit(FINALISTS)
                .map(found -> descent.from(found.point(), LONG))
                .sorted(Comparator.comparingDouble(Found::value))
                .toList();
        Found best = polished(objective, descent, tried.getFirst());
        progress.report(total, total);
        return new Fit(law, rows, objective.coefficients(best.point()), best.value());
    }

    /// The optimum of other rows, downhill from some coefficients.
    static double[] from(List<double[]> starts, Law law, double[][] x, double[] y, Cancel cancel) {
        Objective objective = new Objective(law, x, y);
        Descent descent = new Descent(objective, cancel);
        return objective.coefficients(starts.stream()
                .map(start -> descent.from(objective.point(start), LONG))
                .min(Comparator.comparingDouble(Found::value))
                .orElseThrow()
                .point());
    }

    /// The law's own start with the least objective.
    static double[] bestStart(Law law, double[][] x, double[] y) {
        Objective objective = new Objective(law, x, y);
        return law.starts(x, y).stream()
                .min(Comparator.comparingDouble(start -> objective.value(objective.point(start))))
                .orElseThrow();
    }

    private double[][] variables(Observations rows) {
        List<double[]> columns = law.variables().stream().map(rows::positive).toList();
        return rows(columns, rows.size());
    }

    /// Columns, turned into rows.
    static double[][] rows(List<double[]> columns, int size) {
        return IntStream.range(0, size)
                .mapToObj(row ->
                        columns.stream().mapToDouble(column -> column[row]).toArray())
                .toArray(double[][]::new);
    }

    /// One name, one coefficient: the second would be fitted by itself and never be seen.
    private void apart() {
        List<String> names = law.coefficients().stream().map(Coefficient::name).toList();
        for (int i = 0; i < names.size(); i++) {
            if (names.indexOf(names.get(i)) < i) {
                throw new BadInput(
                        "%s has the coefficient [%s] twice; write a law that shares it as a formula, with Law.of",
                        law.formula(), names.get(i));
            }
        }
    }

    private void enough(Observations rows, double[][] x) {
        int coefficients = law.coefficients().size();
        if (x.length < coefficients) {
            throw new BadInput(
                    "%s has [%d] rows; the %d coefficients of %s need as many",
                    rows.source(), x.length, coefficients, law.formula());
        }
        for (int i = 0; i < law.variables().size(); i++) {
            int column = i;
            double[] different =
                    Arrays.stream(x).mapToDouble(row -> row[column]).distinct().toArray();
            if (different.length < 2) {
                throw new BadInput(
                        "%s: %s is [%s] in all rows; %s needs at least two values of it",
                        rows.source(), law.variables().get(i), different[0], law.formula());
            }
        }
        long points = Arrays.stream(x)
                .map(row -> Arrays.stream(row).boxed().toList())
                .distinct()
                .count();
        if (points < coefficients) {
            throw new BadInput(
                    "%s has [%d] different points of %s in %d rows; the %d coefficients of %s need as many",
                    rows.source(), points, law.variables(), x.length, coefficients, law.formula());
        }
    }

    private Found polished(Objective objective, Descent descent, Found found) {
        Found best = found;
        for (int round = 0; round < POLISHES && !cancel.requested(); round++) {
            Found next = simplex(objective, best);
            if (next.value() >= best.value() - CHANGE) {
                return next.value() < best.value() ? next : best;
            }
            best = descent.from(next.point(), LONG);
        }
        return best;
    }

    private static Found simplex(Objective objective, Found from) {
        try {
            PointValuePair found = new SimplexOptimizer(new SimpleValueChecker(1e-15, CHANGE / 100))
                    .optimize(
                            new MaxEval(EVALUATIONS),
                            new ObjectiveFunction(objective::value),
                            GoalType.MINIMIZE,
                            new InitialGuess(from.point()),
                            new NelderMeadSimplex(from.point().length, SIMPLEX));
            return new Found(found.getPoint(), found.getValue());
        } catch (MathIllegalStateException tooLong) {
            return from;
        }
    }
}
