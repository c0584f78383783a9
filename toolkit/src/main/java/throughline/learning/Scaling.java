package throughline.learning;

import java.util.stream.DoubleStream;

/// What brings columns of any unit to about one: statistics of the training runs, and of nothing else.
///
/// A feature is an input column at one step (0 to `inputs - 1`) or, after these, a knob.
///
/// @param inputs how many features are columns; the others are knobs
/// @param mean   `[feature]`: over all steps of all training runs; of a knob, over the runs
/// @param sd     `[feature]`: standard deviation likewise, 1 where the feature is constant
/// @param change root mean square of the target's change from now to each step of the horizon, 1 if it never changes
public record Scaling(int inputs, double[] mean, double[] sd, double change) {
    /// The statistics of the training windows' runs.
    ///
    /// @param train at least one window
    public static Scaling of(Windows train) {
        Window first = train.getFirst();
        int inputs = first.inputs();
        double[] mean = new double[inputs + first.knobs()];
        double[] sd = new double[mean.length];
        for (int f = 0; f < mean.length; f++) {
            int feature = f;
            DoubleStream values = f < inputs
                    ? train.views().flatMapToDouble(view -> DoubleStream.of(view.inputs()[feature]))
                    : train.views().mapToDouble(view -> view.knobs()[feature - inputs]);
            double[] all = values.toArray();
            mean[f] = DoubleStream.of(all).sum() / all.length;
            double square = 0;
            for (double x : all) {
                square += (x - mean[feature]) * (x - mean[feature]);
            }
            double[] range = {
                DoubleStream.of(all).min().orElseThrow(),
                DoubleStream.of(all).max().orElseThrow()
            };
            // The spread of equal values need not come out as zero: their mean is rounded.
            sd[f] = range[0] == range[1] ? 1 : Math.sqrt(square / all.length);
        }
        return new Scaling(inputs, mean, sd, changeOf(train));
    }

    private static double changeOf(Windows train) {
        double square = 0;
        for (Window window : train) {
            for (double actual : window.actual()) {
                square += (actual - window.last()) * (actual - window.last());
            }
        }
        return positiveOrOne(Math.sqrt(square / train.size() / train.task().horizon()));
    }

    private static double positiveOrOne(double x) {
        return x > 0 ? x : 1;
    }

    /// How many features there are.
    public int features() {
        return mean.length;
    }

    /// A feature of a window in units of its own spread: mean 0 and standard deviation 1 over the training runs.
    ///
    /// @param feature column or knob
    /// @param step    from 0 (the oldest) to `lags - 1`; a knob is the same at all
    public double scaled(Window window, int feature, int step) {
        double raw = feature < inputs ? window.past(feature, step) : window.knob(feature - inputs);
        return (raw - mean[feature]) / sd[feature];
    }

    /// The answers of a window as changes from its last value, about 1 in size.
    public double[] changes(Window window) {
        double[] changes = window.actual();
        for (int h = 0; h < changes.length; h++) {
            changes[h] = (changes[h] - window.last()) / change;
        }
        return changes;
    }

    /// The inverse of [#changes(Window)]: values from changes.
    public double[] values(Window window, double[] changes) {
        double[] values = new double[changes.length];
        for (int h = 0; h < changes.length; h++) {
            values[h] = window.last() + changes[h] * change;
        }
        return values;
    }
}
