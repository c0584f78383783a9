package throughline.learning.rl;

import java.util.List;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/// What one update came to: a point of the learning curve.
///
/// @param number       of the update, from 1
/// @param samples      steps of all environments so far
/// @param episodes     that ended during it
/// @param meanReturn   of those, before the update, not discounted; NaN when none ended
/// @param kl           divergence of the policy from the one that took the actions, as its samples show it (the mean of
///                     `ratio - 1 - log ratio`), over the last epoch
/// @param clipFraction share of samples whose ratio to the anchor is out of the clip range, over the last epoch
/// @param entropy      mean entropy of the policy in nats, over the last epoch
/// @param valueLoss    mean squared error of the values, over the last epoch
/// @param policyLoss   the clipped objective, negated, over the last epoch
public record Update(
        int number,
        long samples,
        int episodes,
        double meanReturn,
        double kl,
        double clipFraction,
        double entropy,
        double valueLoss,
        double policyLoss) {
    /// One row an update: `update`, `samples`, `episodes`, `return`, `KL`, `clip fraction`, `entropy`, `value loss`,
    /// `policy loss`.
    static Table table(List<Update> updates) {
        return Table.create(
                "learning curve",
                IntColumn.create(
                        "update", updates.stream().mapToInt(Update::number).toArray()),
                LongColumn.create(
                        "samples", updates.stream().mapToLong(Update::samples).toArray()),
                IntColumn.create(
                        "episodes", updates.stream().mapToInt(Update::episodes).toArray()),
                column("return", updates, Update::meanReturn),
                column("KL", updates, Update::kl),
                column("clip fraction", updates, Update::clipFraction),
                column("entropy", updates, Update::entropy),
                column("value loss", updates, Update::valueLoss),
                column("policy loss", updates, Update::policyLoss));
    }

    private static DoubleColumn column(String name, List<Update> updates, ToDoubleFunction<Update> value) {
        return DoubleColumn.create(name, updates.stream().mapToDouble(value).toArray());
    }
}
