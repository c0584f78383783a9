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

    /// The mean of what separates prediction and measurement, as logarithms: twice too slow is as bad as twice too
    /// fast.
    static <W> double loss(List<Measured<W>> rows, ToDoubleFunction<W> model) {
        double sum = 0;
        for (Measured<W> row : rows) {
            sum += Math.abs(StrictMath.log(model.applyAsDouble(row.work()) / row.seconds()));
        }
        return sum / rows.size();
    }

    /// As in `median error 6.1 %, one in ten above 17.2 %`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "median error %.1f %%, one in ten above %.1f %%", 100 * median, 100 * most);
    }
}
