package throughline.learning;

import java.util.List;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A forecaster under another name.
record Named(String name, Forecaster forecaster) implements Forecaster {
    @Override
    public void fit(Windows train, Windows validation, Cancel cancel, Progress progress) {
        forecaster.fit(train, validation, cancel, progress);
    }

    @Override
    public double[] forecast(Window window) {
        return forecaster.forecast(window);
    }

    @Override
    public double[][] forecast(List<Window> windows) {
        return forecaster.forecast(windows);
    }

    @Override
    public void close() {
        forecaster.close();
    }
}
