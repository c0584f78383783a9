package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/// What training makes small: the mean squared error or, where quantiles are asked for, their mean pinball loss
/// (Koenker & Bassett 1978).
///
/// @param levels of the quantiles; none for the mean squared error
record Loss(List<Double> levels) {
    /// @param forecast `[B, Q, T H]`
    /// @param changes  `[B, 1, T H]`, what came
    NDArray of(NDArray forecast, NDArray changes) {
        NDArray missing = changes.sub(forecast);
        if (levels.isEmpty()) {
            return missing.square().mean();
        }
        float[] rising = new float[levels.size()];
        for (int q = 0; q < rising.length; q++) {
            rising[q] = levels.get(q).floatValue();
        }
        NDArray above = forecast.getManager().create(rising, new Shape(1, rising.length, 1));
        NDArray below = above.sub(forecast.getManager().ones(above.getShape()));
        return above.mul(missing).maximum(below.mul(missing)).mean();
    }
}
