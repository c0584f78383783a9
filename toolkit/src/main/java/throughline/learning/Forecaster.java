package throughline.learning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Learns from some runs, and forecasts others.
///
/// ```java
/// var lstm = new Lstm().hidden(32);
/// lstm.fit(task.windows(split.train()), task.windows(split.validation()));
/// lstm.forecast(task.at(run, 120)).point()[0];    // the first target's next values
/// lstm.save(Path.of("wip.forecaster"));
/// Forecaster same = Forecaster.load(Path.of("wip.forecaster"));
/// ```
///
/// A forecaster is fitted and asked by one thread at a time. What it holds outside the heap is freed by [#close()] or
/// with it by the garbage collector.
public interface Forecaster extends AutoCloseable {
    /// What [Learner#named(String)] knows it by, in lower case with hyphens, such as `ridge-ar`.
    String kind();

    /// As in a table of results, such as `ridge AR`.
    String name();

    /// What can be set before it learns; one that draws random numbers has a setting `seed`.
    Settings settings();

    /// This forecaster under another name, so that two of a kind can stand in one table.
    default Forecaster named(String name) {
        return new Named(name, this);
    }

    /// Learns, forgetting what was learnt before. A cancelled fit keeps the best it has found so far, and the
    /// forecaster is ready for use.
    ///
    /// @param train      what is fitted to
    /// @param validation other runs, which decide when to stop, how strongly to regularise, and how wide intervals
    ///                   are
    /// @param cancel     polled often
    /// @param progress   told often
    /// @throws BadInput if either holds no window and this forecaster needs one
    void fit(Windows train, Windows validation, Cancel cancel, Progress progress);

    /// Learns until done or interrupted.
    default void fit(Windows train, Windows validation) {
        fit(train, validation, Cancel.onInterrupt(), Progress.NONE);
    }

    /// What it was fitted for.
    ///
    /// @throws IllegalStateException before a fit
    Task task();

    /// The targets' next values, with the quantiles that the task asks for.
    ///
    /// @param window of the task this was fitted for, of any stride
    /// @throws IllegalStateException before a fit
    /// @throws BadInput              if the window is of another task
    default Forecast forecast(Window window) {
        return forecast(List.of(window)).getFirst();
    }

    /// Many forecasts at once, in order, which is faster for most learners.
    List<Forecast> forecast(List<Window> windows);

    /// Writes what was learnt, without the settings and the task.
    ///
    /// @throws IllegalStateException before a fit
    void write(DataOutput out) throws IOException;

    /// Takes what [#write] wrote in place of a fit; settings are as they were then.
    ///
    /// @param task that was fitted for
    void read(Task task, DataInput in) throws IOException;

    /// Saves this as one file, whole or not at all.
    ///
    /// @throws IllegalStateException before a fit
    default void save(Path file) {
        ForecasterFile.save(this, file);
    }

    /// A forecaster as it was saved: asked the same, it answers the same to the bit on the same machine.
    ///
    /// @throws BadInput if the file is missing, damaged, or of a kind that no module on the class path provides
    static Forecaster load(Path file) {
        return ForecasterFile.load(file);
    }

    /// Frees what is held outside the heap. A closed forecaster can be fitted again.
    @Override
    default void close() {}
}
