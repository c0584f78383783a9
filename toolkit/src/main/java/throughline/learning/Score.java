package throughline.learning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import throughline.spec.BadInput;

/// How far forecasts of one target are from what came, summed up in ways that are kept apart.
///
/// Means of steps, such as the MAE, come out the same over [#concatenated()] and [#meanOfWindows()], since all windows
/// are equally long. Roots of means do not: a window with a large error counts for more in the RMSE and RMSSE of the
/// concatenation than in their mean over windows, which is never larger.
///
/// @param target        the column's name
/// @param windows       how many were forecast
/// @param concatenated  errors over all steps of all windows taken together; what tables show unless they say otherwise
/// @param meanOfWindows each window's errors, then their mean over the windows
/// @param byHorizon     over all windows, for each step ahead alone, the nearest first
/// @param byRun         over all windows of each run, by its name, in the order of the windows
public record Score(
        String target,
        int windows,
        Errors concatenated,
        Errors meanOfWindows,
        List<Errors> byHorizon,
        SequencedMap<String, Errors> byRun) {
    public Score {
        byHorizon = List.copyOf(byHorizon);
        byRun = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byRun));
    }

    /// The score of one target of some forecasts.
    ///
    /// @param forecasts one a window
    /// @param windows   whose answers are known
    /// @param target    from 0
    /// @param train     gives the scale of MASE and RMSSE
    /// @throws BadInput if there is no window, or the two are unequally many
    public static Score of(List<Forecast> forecasts, List<Window> windows, int target, Windows train) {
        return of(forecasts, windows, target, NaiveScale.of(train, target));
    }

    /// The score of one target of some forecasts.
    ///
    /// @param forecasts one a window
    /// @param windows   whose answers are known
    /// @param target    from 0
    /// @param scale     of MASE and RMSSE
    /// @throws BadInput if there is no window, or the two are unequally many
    public static Score of(List<Forecast> forecasts, List<Window> windows, int target, NaiveScale scale) {
        if (forecasts.isEmpty() || forecasts.size() != windows.size()) {
            throw new BadInput(
                    "[%d] forecasts for %d windows; as many, and at least one", forecasts.size(), windows.size());
        }
        List<Double> levels = forecasts.getFirst().levels();
        Task task = windows.getFirst().task();
        Tally all = new Tally(levels);
        List<Errors> each = new ArrayList<>();
        List<Tally> byHorizon = new ArrayList<>();
        for (int h = 0; h < task.horizon(); h++) {
            byHorizon.add(new Tally(levels));
        }
        SequencedMap<String, Tally> byRun = new LinkedHashMap<>();
        for (int w = 0; w < forecasts.size(); w++) {
            Forecast forecast = forecasts.get(w);
            Window window = windows.get(w);
            double[] actual = window.actual()[target];
            Tally own = new Tally(levels);
            own.add(forecast, target, actual);
            each.add(own.errors(scale));
            all.add(forecast, target, actual);
            byRun.computeIfAbsent(window.series().run(), run -> new Tally(levels))
                    .add(forecast, target, actual);
            for (int h = 0; h < actual.length; h++) {
                byHorizon.get(h).add(forecast, target, h, actual[h]);
            }
        }
        SequencedMap<String, Errors> runs = new LinkedHashMap<>();
        byRun.forEach((run, tally) -> runs.put(run, tally.errors(scale)));
        return new Score(
                task.targets().get(target),
                forecasts.size(),
                all.errors(scale),
                Errors.mean(each),
                byHorizon.stream().map(tally -> tally.errors(scale)).toList(),
                runs);
    }

    /// Mean absolute error over all steps of all windows, in the target's unit.
    public double mae() {
        return concatenated.mae();
    }

    /// Root of the mean squared error over all steps of all windows, in the target's unit.
    public double rmse() {
        return concatenated.rmse();
    }

    /// Mean absolute scaled error over all steps of all windows.
    public double mase() {
        return concatenated.mase();
    }

    /// The MAE of each step ahead, the nearest first; its mean is [#mae()].
    public double[] maeByHorizon() {
        return byHorizon.stream().mapToDouble(Errors::mae).toArray();
    }

    /// The RMSE of each step ahead; the root of the mean of its squares is [#rmse()].
    public double[] rmseByHorizon() {
        return byHorizon.stream().mapToDouble(Errors::rmse).toArray();
    }
}
