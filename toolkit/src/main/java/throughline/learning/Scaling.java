package throughline.learning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import throughline.spec.BadInput;

/// What brings columns of any unit to about one: statistics of the training runs, and of nothing else.
///
/// A feature is an input column at one step (0 to `inputs - 1`) or, after these, a knob.
///
/// @param inputs how many features are columns; the others are knobs
/// @param knobs  names of the knobs, in their order
/// @param mean   `[feature]`: over all steps of all training runs; of a knob, over the runs
/// @param sd     `[feature]`: standard deviation likewise, 1 where the feature is constant
/// @param change `[target]`: root mean square of the change from now to each step of the horizon, 1 if it never changes
public record Scaling(int inputs, List<String> knobs, double[] mean, double[] sd, double[] change) {
    /// The statistics of the training windows' runs.
    ///
    /// @param train at least one window
    /// @throws BadInput if values are so large that their squares are no numbers
    public static Scaling of(Windows train) {
        Window first = train.getFirst();
        int inputs = first.inputs();
        double[] mean = new double[inputs + first.knobs()];
        double[] sd = new double[mean.length];
        List<double[][]> stretches = train.stretches().toList();
        for (int f = 0; f < mean.length; f++) {
            int feature = f;
            DoubleStream values = f < inputs
                    ? stretches.stream().flatMapToDouble(columns -> DoubleStream.of(columns[feature]))
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
        double[] change = changeOf(train);
        requireFinite(train.task(), sd, change);
        return new Scaling(inputs, first.view().names(), mean, sd, change);
    }

    private static void requireFinite(Task task, double[] sd, double[] change) {
        for (int input = 0; input < task.inputs().size(); input++) {
            if (!Double.isFinite(sd[input]) || input < change.length && !Double.isFinite(change[input])) {
                throw new BadInput(
                        "column %s has a standard deviation of [%s]; give it in a larger unit",
                        task.inputs().get(input), sd[input]);
            }
        }
    }

    private static double[] changeOf(Windows train) {
        double[] change = new double[train.task().targets().size()];
        for (Window window : train) {
            double[][] actual = window.actual();
            for (int t = 0; t < change.length; t++) {
                double last = window.last(t);
                for (double value : actual[t]) {
                    change[t] += (value - last) * (value - last);
                }
            }
        }
        for (int t = 0; t < change.length; t++) {
            change[t] = positiveOrOne(
                    Math.sqrt(change[t] / train.size() / train.task().horizon()));
        }
        return change;
    }

    private static double positiveOrOne(double x) {
        return x > 0 ? x : 1;
    }

    /// How many features there are.
    public int features() {
        return mean.length;
    }

    /// Requires that a window's run has the knobs that the training runs had.
    ///
    /// @throws BadInput if it has others, as where a text column of another table has other values
    public void requireKnobs(Window window) {
        window.view().requireKnobs(knobs);
    }

    /// A feature of a window in units of its own spread: mean 0 and standard deviation 1 over the training runs.
    ///
    /// @param feature column or knob
    /// @param step    from 0 (the oldest) to `lags - 1`; a knob is the same at all
    public double scaled(Window window, int feature, int step) {
        double raw = feature < inputs ? window.past(feature, step) : window.knob(feature - inputs);
        return (raw - mean[feature]) / sd[feature];
    }

    /// A known value of the future in the unit of its column's past.
    ///
    /// @param known column, from 0, in the order of [Task#known()]
    /// @param step  from 0 (the next step) to `horizon - 1`
    public double scaledAhead(Window window, int known, int step) {
        int input = window.input(known);
        return (window.ahead(known, step) - mean[input]) / sd[input];
    }

    /// The answers of a window as changes from the last values, about 1 in size, `[target][horizon]`.
    public double[][] changes(Window window) {
        double[][] changes = window.actual();
        for (int t = 0; t < changes.length; t++) {
            double last = window.last(t);
            for (int h = 0; h < changes[t].length; h++) {
                changes[t][h] = (changes[t][h] - last) / change[t];
            }
        }
        return changes;
    }

    /// The inverse of [#changes(Window)]: values from changes, `[target][horizon]` both.
    public double[][] values(Window window, double[][] changes) {
        double[][] values = new double[changes.length][];
        for (int t = 0; t < changes.length; t++) {
            double last = window.last(t);
            values[t] = new double[changes[t].length];
            for (int h = 0; h < changes[t].length; h++) {
                values[t][h] = last + changes[t][h] * change[t];
            }
        }
        return values;
    }

    /// Writes all of it.
    public void write(DataOutput out) throws IOException {
        out.writeInt(inputs);
        out.writeInt(knobs.size());
        for (String knob : knobs) {
            out.writeUTF(knob);
        }
        for (double[] numbers : List.of(mean, sd, change)) {
            out.writeInt(numbers.length);
            for (double number : numbers) {
                out.writeDouble(number);
            }
        }
    }

    /// What [#write] wrote.
    public static Scaling read(DataInput in) throws IOException {
        int inputs = in.readInt();
        List<String> knobs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            knobs.add(in.readUTF());
        }
        double[][] numbers = new double[3][];
        for (int n = 0; n < numbers.length; n++) {
            numbers[n] = new double[in.readInt()];
            for (int i = 0; i < numbers[n].length; i++) {
                numbers[n][i] = in.readDouble();
            }
        }
        return new Scaling(inputs, List.copyOf(knobs), numbers[0], numbers[1], numbers[2]);
    }
}
