package throughline.reasoning.fit;

import java.util.List;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Least squares by the simplex of Nelder and Mead: short walks from several starts, then from the best of them, begun
/// anew where it ended, each time smaller. The same rows give the same knobs.
///
/// Whether long traces are those of hard problems or of any is nearly a tie in few rows, with a ridge between: hence a
/// start on either side of it.
final class Search {
    private static final double[] SIDES = {0, 1.4, -1.4};
    private static final double FIRST = 0.5;
    private static final int SHORT = 400;
    private static final double[] SIMPLEXES = {0.3, 0.1};
    private static final int LONG = 700;
    private static final double RELATIVE = 1e-6;
    private static final double ENOUGH = 1e-10;
    private static final double IMPOSSIBLE = 1e3;

    private final Panel start;
    private final List<Knob> knobs;
    private final List<Row> rows;
    private final Cancel cancel;
    private final Progress progress;
    private double[] best;
    private double least = Double.POSITIVE_INFINITY;

    Search(Panel start, List<Knob> knobs, List<Row> rows, Cancel cancel, Progress progress) {
        this.start = start;
        this.knobs = knobs;
        this.rows = rows;
        this.cancel = cancel;
        this.progress = progress;
        best = knobs.stream()
                .mapToDouble(knob -> knob.coordinate(knob.of(start)))
                .toArray();
    }

    Panel best() {
        double[] middle = best;
        int steps = SIDES.length + SIMPLEXES.length;
        for (int i = 0; i < SIDES.length && !cancel.requested(); i++) {
            walk(aside(middle, SIDES[i]), FIRST, SHORT);
            progress.report(i + 1L, steps);
        }
        for (int i = 0; i < SIMPLEXES.length && !cancel.requested(); i++) {
            walk(best, SIMPLEXES[i], LONG);
            progress.report(SIDES.length + i + 1L, steps);
        }
        return at(best);
    }

    private double[] aside(double[] point, double by) {
        double[] aside = point.clone();
        for (int i = 0; i < aside.length; i++) {
            aside[i] += knobs.get(i) == Knob.DIFFICULTY ? by : knobs.get(i) == Knob.BETWEEN ? -by : 0;
        }
        return aside;
    }

    private void walk(double[] from, double size, int evaluations) {
        try {
            PointValuePair found = new SimplexOptimizer(new SimpleValueChecker(RELATIVE, ENOUGH))
                    .optimize(
                            new MaxEval(evaluations),
                            new ObjectiveFunction(this::value),
                            GoalType.MINIMIZE,
                            new InitialGuess(from.clone()),
                            new NelderMeadSimplex(from.length, size));
            value(found.getPoint());
        } catch (MathIllegalStateException tooLong) {
            // what was best on the way is kept
        }
    }

    private double value(double[] point) {
        if (cancel.requested()) {
            return IMPOSSIBLE;
        }
        double value = squares(point);
        if (value < least) {
            least = value;
            best = point.clone();
        }
        return value;
    }

    /// A point out of a knob's range is no better than any other one.
    private double squares(double[] point) {
        try {
            return squares(at(point), rows);
        } catch (BadInput outOfRange) {
            return IMPOSSIBLE;
        }
    }

    private Panel at(double[] point) {
        Panel panel = start;
        for (int i = 0; i < point.length; i++) {
            panel = knobs.get(i).with(panel, knobs.get(i).value(point[i]));
        }
        return panel;
    }

    /// The sum over rows of what is left over, squared.
    static double squares(Panel panel, List<Row> rows) {
        double sum = 0;
        for (Row.Measure measure : Row.Measure.values()) {
            List<Row> some =
                    rows.stream().filter(row -> row.measure() == measure).toList();
            if (!some.isEmpty()) {
                int most = some.stream().mapToInt(Row::paths).max().orElseThrow();
                ExpectedAccuracy expected = counted(panel, measure).expected(most);
                for (Row row : some) {
                    double error = expected.accuracy(row.paths(), row.budget()) - row.accuracy();
                    sum += error * error;
                }
            }
        }
        return sum;
    }

    private static Panel counted(Panel panel, Row.Measure measure) {
        return switch (measure) {
            case ANSWER -> panel;
            case MAJORITY -> panel.with(Panel.MAJORITY);
            case PASS -> panel.with(Panel.ORACLE);
        };
    }
}
