package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;

/// Windows as arrays, gathered from their runs when they are asked for.
///
/// With B windows: features `[B, L, F]`, the known columns over the horizon `[B, H, K]`, and the changes to forecast
/// `[B, 1, T H]`; see [Sizes].
///
/// @param sizes   of one window
/// @param scaling brings all of them to about one
record Batches(Sizes sizes, Scaling scaling) {
    /// What a network reads: features and, where a column's future is known, the known columns over the horizon.
    NDList inputs(NDManager scratch, List<Window> windows) {
        NDList inputs = new NDList(features(scratch, windows));
        if (sizes.known() > 0) {
            inputs.add(ahead(scratch, windows));
        }
        return inputs;
    }

    private NDArray features(NDManager scratch, List<Window> windows) {
        FloatBuffer values = FloatBuffer.allocate(windows.size() * sizes.lags() * sizes.features());
        for (Window window : windows) {
            for (int step = 0; step < sizes.lags(); step++) {
                for (int f = 0; f < sizes.features(); f++) {
                    values.put((float) scaling.scaled(window, f, step));
                }
            }
        }
        return scratch.create(values.array(), new Shape(windows.size(), sizes.lags(), sizes.features()));
    }

    private NDArray ahead(NDManager scratch, List<Window> windows) {
        FloatBuffer values = FloatBuffer.allocate(windows.size() * sizes.horizon() * sizes.known());
        for (Window window : windows) {
            for (int step = 0; step < sizes.horizon(); step++) {
                for (int k = 0; k < sizes.known(); k++) {
                    values.put((float) scaling.scaledAhead(window, k, step));
                }
            }
        }
        return scratch.create(values.array(), new Shape(windows.size(), sizes.horizon(), sizes.known()));
    }

    /// What came, as changes from the last values.
    NDArray changes(NDManager scratch, List<Window> windows) {
        int each = sizes.targets() * sizes.horizon();
        FloatBuffer values = FloatBuffer.allocate(windows.size() * each);
        for (Window window : windows) {
            for (double[] target : scaling.changes(window)) {
                for (double change : target) {
                    values.put((float) change);
                }
            }
        }
        return scratch.create(values.array(), new Shape(windows.size(), 1, each));
    }

    /// A network's answer to one window, `[Q][T][H]` in the targets' units.
    ///
    /// @param changes the next `Q T H` are this window's
    double[][][] answers(Window window, FloatBuffer changes) {
        double[][][] answers = new double[sizes.answers()][][];
        for (int q = 0; q < answers.length; q++) {
            double[][] own = new double[sizes.targets()][sizes.horizon()];
            for (double[] target : own) {
                for (int h = 0; h < target.length; h++) {
                    target[h] = changes.get();
                }
            }
            answers[q] = scaling.values(window, own);
        }
        return answers;
    }
}
