package throughline.scaling;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A law fitted on some rows, and what it predicts for others, beside predictions that need no law: see [Naive].
///
/// ```java
/// var hold = Law.parScale().holdOut(rows, row -> row.get("P") == 8);
/// hold.largestError();                       // 0.0045
/// hold.skill(Naive.LAST_DOUBLING, "P");      // negative: the law does worse than repeating the last doubling
/// ```
///
/// @param fit  on the rest
/// @param held rows that the fit has not seen
public record HoldOut(Fit fit, Observations held) {
    static HoldOut of(Law law, Observations rows, Predicate<Observations.Row> held, Cancel cancel, Progress progress) {
        Observations kept = rows.where(held.negate());
        Observations out = rows.where(held);
        if (out.size() == 0) {
            throw new BadInput(
                    "%s: [0] of %d rows are held out; the condition must hold for some", rows.source(), rows.size());
        }
        return new HoldOut(law.fit(kept, cancel, progress), out);
    }

    /// Observed less predicted of each held row.
    public double[] errors() {
        return fit.residuals(held);
    }

    /// The largest error's size.
    public double largestError() {
        return Arrays.stream(errors()).map(Math::abs).max().orElseThrow();
    }

    /// The mean of the errors' sizes.
    public double meanError() {
        return Arrays.stream(errors()).map(Math::abs).average().orElseThrow();
    }

    /// What a naive prediction says of each held row; NaN where it says nothing.
    ///
    /// @param along the variable that goes beyond what was fitted, such as `P`; rows that differ in it alone, or
    ///              nearly so, are a group
    public double[] naive(Naive naive, String along) {
        return naive.predict(fit.law(), fit.rows(), held, along);
    }

    /// Observed less what a naive prediction says of each held row; NaN where it says nothing.
    ///
    /// @param along as in [#naive]
    public double[] errors(Naive naive, String along) {
        double[] observed = held.positive(fit.law().target());
        double[] predicted = naive(naive, along);
        return IntStream.range(0, observed.length)
                .mapToDouble(i -> observed[i] - predicted[i])
                .toArray();
    }

    /// How much nearer the law comes than a naive prediction: 1 less the ratio of their mean errors, on those rows
    /// of which the naive one says something. Negative where the law is worse; empty where it says nothing of any
    /// row.
    public OptionalDouble skill(Naive naive, String along) {
        double[] others = errors(naive, along);
        double[] own = errors();
        List<Integer> said = IntStream.range(0, own.length)
                .filter(i -> !Double.isNaN(others[i]))
                .boxed()
                .toList();
        double ours = said.stream().mapToDouble(i -> Math.abs(own[i])).sum();
        double theirs = said.stream().mapToDouble(i -> Math.abs(others[i])).sum();
        return said.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(1 - ours / theirs);
    }

    /// The law beside all naive predictions: `prediction`, of how many `rows` it says something, `mean error` and
    /// `largest error` on these, and the law's `skill` over it.
    ///
    /// @param along as in [#naive]
    public Table table(String along) {
        Table table = Table.create(
                "held out",
                StringColumn.create("prediction"),
                IntColumn.create("rows"),
                DoubleColumn.create("mean error"),
                DoubleColumn.create("largest error"),
                DoubleColumn.create("skill"));
        append(table, fit.law().formula(), errors(), OptionalDouble.empty());
        for (Naive naive : Naive.values()) {
            append(table, naive.toString(), errors(naive, along), skill(naive, along));
        }
        return table;
    }

    private static void append(Table table, String name, double[] errors, OptionalDouble skill) {
        DoubleSummaryStatistics sizes = Arrays.stream(errors)
                .filter(error -> !Double.isNaN(error))
                .map(Math::abs)
                .summaryStatistics();
        table.stringColumn(0).append(name);
        table.intColumn(1).append((int) sizes.getCount());
        table.doubleColumn(2).append(sizes.getCount() == 0 ? Double.NaN : sizes.getAverage());
        table.doubleColumn(3).append(sizes.getCount() == 0 ? Double.NaN : sizes.getMax());
        table.doubleColumn(4).append(skill.orElse(Double.NaN));
    }
}
