package throughline.learning;

import java.util.function.ToDoubleFunction;

/// A way to tell how far forecasts are off; lower is better in each.
public enum Metric {
    /// Mean absolute error.
    MAE("MAE", Errors::mae),
    /// Root of the mean squared error.
    RMSE("RMSE", Errors::rmse),
    /// Symmetric mean absolute percentage error.
    SMAPE("sMAPE %", Errors::smape),
    /// Mean absolute scaled error.
    MASE("MASE", Errors::mase),
    /// Root mean squared scaled error.
    RMSSE("RMSSE", Errors::rmsse),
    /// Mean pinball loss.
    PINBALL("pinball", Errors::pinball),
    /// Continuous ranked probability score.
    CRPS("CRPS", Errors::crps);

    private final String label;
    private final ToDoubleFunction<Errors> value;

    Metric(String label, ToDoubleFunction<Errors> value) {
        this.label = label;
        this.value = value;
    }

    /// As at the head of a column; with its unit where that is not the target's own, or none.
    public String label() {
        return label;
    }

    /// The value of these errors.
    public double of(Errors errors) {
        return value.applyAsDouble(errors);
    }
}
