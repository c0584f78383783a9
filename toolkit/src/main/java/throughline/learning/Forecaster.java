package throughline.learning;

import java.util.List;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Learns from some runs, and forecasts others.
///
/// A forecaster is fitted and asked by one thread at a time. What it holds outside the heap is freed by [#close()] or
/// with it by the garbage collector.
public interface Forecaster extends AutoCloseable {
    /// As in a table of results, such as `ridge AR`.
    String name();

    /// This forecaster under another name, so that two of a kind can stand in one table.
    default Forecaster named(String name) {
        return new Named(name, this);
    }

    /// Learns, forgetting what was learnt before. A cancelled fit keeps the best it has found so far, and the
    /// forecaster is ready for use.
    ///
    /// @param train      what is fitted to
    /// @param validation other runs, which decide when to stop and how strongly to regularise
    /// @param cancel     polled often
    /// @param progress   told often
    /// @throws BadInput if either holds no window and this forecaster needs one
    void fit(Windows train, Windows validation, Cancel cancel, Progress progress);

    /// Learns until done or interrupted.
    default void fit(Windows train, Windows validation) {
        fit(train, validation, Cancel.onInterrupt(), Progress.NONE);
    }

    /// The target's next values, `[horizon]`, the nearest first.
    ///
    /// @param window of the task this was fitted for
    double[] forecast(Window window);

    /// Many forecasts at once, `[window][horizon]`, which is faster for most learners.
    default double[][] forecast(List<Window> windows) {
        return windows.stream().map(this::forecast).toArray(double[][]::new);
    }

    /// Frees what is held outside the heap. A closed forecaster can be fitted again.
    @Override
    default void close() {}
}
