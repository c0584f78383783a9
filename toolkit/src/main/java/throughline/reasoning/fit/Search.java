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

/// Least squares by the simplex of Nelder and Mead, begun anew where it ended, each time smaller: the same rows give
/// the same knobs.
final class Search {
    private static final double[] SIMPLEXES = {0.5, 0.25, 0.1};
    private static final int EVALUATIONS = 600;
    private static final double ENOUGH = 1e-8;
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
        for (int i = 0; i < SIMPLEXES.length && !cancel.requested(); i++) {
            walk(SIMPLEXES[i]);
            progress.report(i + 1L, SIMPLEXES.length);
        }
        return at(best);
    }

    private void walk(double size) {
        try {
            PointValuePair found = new SimplexOptimizer(new SimpleValueChecker(ENOUGH, ENOUGH))
                    .optimize(
                            new MaxEval(EVALUATIONS),
                            new ObjectiveFunction(this::value),
                            GoalType.MINIMIZE,
                            new InitialGuess(best.clone()),
                            new NelderMeadSimplex(best.length, size));
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
