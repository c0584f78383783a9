package throughline.hardware;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// How far a model is off measured times: the relative errors, without their signs.
///
/// @param rows   how many
/// @param median of the errors
/// @param most   the error that one row in ten exceeds
public record Accuracy(int rows, double median, double most) {
    /// The errors of a model.
    ///
    /// @param rows  at least one
    /// @param model seconds that it predicts
    public static <W> Accuracy of(List<Measured<W>> rows, ToDoubleFunction<W> model) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("the error of a model takes at least one row");
        }
        double[] errors = rows.stream()
                .mapToDouble(row -> Math.abs(model.applyAsDouble(row.work()) / row.seconds() - 1))
                .sorted()
                .toArray();
        return new Accuracy(rows.size(), errors[errors.length / 2], errors[errors.length * 9 / 10]);
    }

    /// The mean absolute logarithm of prediction over measurement: twice too slow is as bad as twice too fast, and the
    /// bulk of the rows is followed, where squares follow the few that are far off.
    static <W> double loss(List<Measured<W>> rows, ToDoubleFunction<W> model) {
        double sum = 0;
        for (Measured<W> row : rows) {
            sum += Math.abs(StrictMath.log(model.applyAsDouble(row.work()) / row.seconds()));
        }
        return sum / rows.size();
    }

    /// As [#loss], where rows that are far off hardly count, whichever way they go: Cauchy's loss. For times of two
    /// regimes it has the constants of the larger.
    ///
    /// @param scale of a logarithm from which on a row counts less
    static <W> double cauchy(List<Measured<W>> rows, ToDoubleFunction<W> model, double scale) {
        double sum = 0;
        for (Measured<W> row : rows) {
            double off = StrictMath.log(model.applyAsDouble(row.work()) / row.seconds()) / scale;
            sum += StrictMath.log1p(off * off);
        }
        return sum / rows.size();
    }

    /// As in `median error 6.1 %, one in ten above 17.2 %`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "median error %.1f %%, one in ten above %.1f %%", 100 * median, 100 * most);
    }
}
