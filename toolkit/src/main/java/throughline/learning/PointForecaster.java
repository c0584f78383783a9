package throughline.learning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A forecaster whose own answer is one value a step. Where the task asks for quantiles, they lie around it as the
/// validation runs' errors did, for each target and step ahead; without validation windows, as the training runs' did.
public abstract class PointForecaster implements Forecaster {
    private Task task;
    private Spread spread;

    /// Learns, as [Forecaster#fit].
    protected abstract void learn(Windows train, Windows validation, Cancel cancel, Progress progress);

    /// The targets' next values, `[target][horizon]`.
    protected abstract double[][] point(Window window);

    /// Many at once; kinds that are faster so replace it.
    protected List<double[][]> points(List<Window> windows) {
        return windows.stream().map(this::point).toList();
    }

    /// Writes what [#learn] has learnt.
    protected abstract void writeLearnt(DataOutput out) throws IOException;

    /// Reads what [#writeLearnt] wrote.
    protected abstract void readLearnt(Task of, DataInput in) throws IOException;

    @Override
    public final void fit(Windows train, Windows validation, Cancel cancel, Progress progress) {
        task = null;
        train.requireAlike(validation);
        settings().keep();
        learn(train, validation, cancel, progress);
        task = train.task();
        spread = Spread.of(this::points, validation.isEmpty() ? train : validation);
    }

    @Override
    public final Task task() {
        if (task == null) {
            throw new IllegalStateException(name() + " forecasts after a fit");
        }
        return task;
    }

    @Override
    public final List<Forecast> forecast(List<Window> windows) {
        for (Window window : windows) {
            if (!task().asksAs(window.task())) {
                throw new BadInput("%s was fitted for [%s], not for %s", kind(), task, window.task());
            }
        }
        return points(windows).stream().map(spread::around).toList();
    }

    @Override
    public final void write(DataOutput out) throws IOException {
        task();
        spread.write(out);
        writeLearnt(out);
    }

    @Override
    public final void read(Task of, DataInput in) throws IOException {
        settings().keep();
        spread = Spread.read(of, in);
        readLearnt(of, in);
        task = of;
    }
}
