package throughline.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import throughline.spec.BadInput;

/// How far some forecasts of one target are from what came, a forecast value f from an actual value a.
///
/// A forecast without quantiles is taken for one that is sure of its point.
///
/// @param mae       mean of `|f - a|`, in the target's unit
/// @param rmse      root of the mean of `(f - a)²`, in the target's unit
/// @param smape     mean of `200 |f - a| / (|f| + |a|)`, in percent, 0 to 200; a step where both are zero counts as 0
///                  (Makridakis 1993)
/// @param mase      MAE over the mean absolute one-step change of training: 1 is as far off as the last value is one
///                  step ahead (Hyndman & Koehler 2006). Where training never changes, 0 for forecasts without error
///                  and infinite for all others
/// @param rmsse     RMSE over the root mean squared one-step change of training (M5), with the same exceptions
/// @param pinballs  for each level of the task, the mean of `max(p (a - q), (p - 1) (a - q))` of its quantile q
///                  (Koenker & Bassett 1978), in the target's unit; empty without levels
/// @param pinball   mean over these levels; without levels half the MAE, the pinball loss of the median
/// @param crps      continuous ranked probability score, in the target's unit: the integral over all levels of twice
///                  the pinball loss (Laio & Tamea 2007), exact for the quantile function that is linear between the
///                  levels and constant beyond the outermost. For a point forecast it is the MAE
/// @param intervals the central ones that the levels give, the narrowest first
public record Errors(
        double mae,
        double rmse,
        double smape,
        double mase,
        double rmsse,
        List<Double> pinballs,
        double pinball,
        double crps,
        List<Interval> intervals) {
    public Errors {
        pinballs = List.copyOf(pinballs);
        intervals = List.copyOf(intervals);
    }

    /// How a central interval did.
    ///
    /// @param nominal  the share that should fall inside, such as 0.9
    /// @param coverage the share that did; an end belongs to the interval
    /// @param width    mean distance of the ends, in the target's unit
    public record Interval(double nominal, double coverage, double width) {}

    /// The central interval of a nominal share.
    ///
    /// @throws BadInput if the levels do not give it
    public Interval interval(double nominal) {
        return intervals.stream()
                .filter(interval -> Math.abs(interval.nominal - nominal) < 1e-9)
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "no interval of [%s]; the levels of the task give %s",
                        nominal, intervals.stream().map(Interval::nominal).toList()));
    }

    /// Each number's mean over several.
    ///
    /// @param all at least one, of the same levels
    static Errors mean(List<Errors> all) {
        List<Double> pinballs = new ArrayList<>();
        for (int p = 0; p < all.getFirst().pinballs.size(); p++) {
            int level = p;
            pinballs.add(mean(all, errors -> errors.pinballs.get(level)));
        }
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < all.getFirst().intervals.size(); i++) {
            int at = i;
            intervals.add(new Interval(
                    all.getFirst().intervals.get(i).nominal,
                    mean(all, errors -> errors.intervals.get(at).coverage),
                    mean(all, errors -> errors.intervals.get(at).width)));
        }
        return new Errors(
                mean(all, Errors::mae),
                mean(all, Errors::rmse),
                mean(all, Errors::smape),
                mean(all, Errors::mase),
                mean(all, Errors::rmsse),
                pinballs,
                mean(all, Errors::pinball),
                mean(all, Errors::crps),
                intervals);
    }

    private static double mean(List<Errors> all, ToDoubleFunction<Errors> number) {
        return all.stream().mapToDouble(number).sum() / all.size();
    }
}
