package throughline.learning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A forecaster under another name.
record Named(String name, Forecaster forecaster) implements Forecaster {
    @Override
    public String kind() {
        return forecaster.kind();
    }

    @Override
    public Settings settings() {
        return forecaster.settings();
    }

    @Override
    public void fit(Windows train, Windows validation, Cancel cancel, Progress progress) {
        forecaster.fit(train, validation, cancel, progress);
    }

    @Override
    public Task task() {
        return forecaster.task();
    }

    @Override
    public Forecast forecast(Window window) {
        return forecaster.forecast(window);
    }

    @Override
    public List<Forecast> forecast(List<Window> windows) {
        return forecaster.forecast(windows);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        forecaster.write(out);
    }

    @Override
    public void read(Task task, DataInput in) throws IOException {
        forecaster.read(task, in);
    }

    @Override
    public void close() {
        forecaster.close();
    }
}
