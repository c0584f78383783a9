package throughline.learning.detect;

import java.util.ArrayList;
import java.util.List;
import throughline.learning.Series;
import throughline.spec.BadInput;

/// What a detector looks at: some columns over a window that ends now. Of each column it takes the value now, the mean
/// of the newest quarter of the window, the mean and the spread of all of it, and the change since its oldest step. At
/// the start of a run the window is as long as the run so far.
///
/// @param columns at least one
/// @param lags    steps of the window, at least 1
public record Features(List<String> columns, int lags) {
    private static final List<String> EACH = List.of("now", "quarter", "mean", "spread", "change");

    /// @throws BadInput when there is no column, or no step
    public Features {
        columns = List.copyOf(columns);
        if (columns.isEmpty() || lags < 1) {
            throw new BadInput("features need columns %s and at least one lag [%d]", columns, lags);
        }
    }

    /// How many numbers a window becomes.
    public int count() {
        return EACH.size() * columns.size();
    }

    /// Their names, such as `power now`.
    public List<String> names() {
        return columns.stream()
                .flatMap(column -> EACH.stream().map(what -> column + " " + what))
                .toList();
    }

    /// These without some columns.
    public Features without(List<String> left) {
        List<String> kept = new ArrayList<>(columns);
        kept.removeAll(left);
        return new Features(kept, lags);
    }

    /// The windows of a run, `[step][feature]`; that of a step holds nothing of later ones.
    ///
    /// @throws BadInput when the run lacks a column
    public double[][] of(Series run) {
        double[][] all = new double[run.length()][count()];
        for (int c = 0; c < columns.size(); c++) {
            double[] values = run.values(columns.get(c));
            for (int now = 0; now < values.length; now++) {
                put(values, now, all[now], EACH.size() * c);
            }
        }
        return all;
    }

    private void put(double[] values, int now, double[] into, int at) {
        int oldest = Math.max(0, now - lags + 1);
        int quarter = Math.max(oldest, now - Math.max(1, lags / 4) + 1);
        double mean = mean(values, oldest, now);
        double squares = 0;
        for (int i = oldest; i <= now; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        into[at] = values[now];
        into[at + 1] = mean(values, quarter, now);
        into[at + 2] = mean;
        into[at + 3] = Math.sqrt(squares / (now - oldest + 1));
        into[at + 4] = values[now] - values[oldest];
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i <= to; i++) {
            sum += values[i];
        }
        return sum / (to - from + 1);
    }
}
