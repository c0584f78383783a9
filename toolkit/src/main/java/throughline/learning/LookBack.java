package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/// Attention of each step ahead to all steps up to its own. Heads share their values and are averaged, so that one
/// matrix says which steps count (Lim et al. 2021, equations 13 to 16).
///
/// | layer | shape |
/// |---|---|
/// | steps, the last H of them ahead | `[B, N, D]` |
/// | queries of the steps ahead, keys | `[B, heads, H, D / heads]`, `[B, heads, N, D / heads]` |
/// | attention, mean over the heads | `[B, H, N]` |
/// | values | `[B, N, D / heads]` |
/// | linear | `[B, H, D]` |
///
/// It has `2 D (D + 1) + (D / heads) (D + 1) + D (D / heads + 1)` weights.
final class LookBack extends Layers {
    /// Added to what may not be seen: its share is 0.
    private static final float NEVER = -1e9f;

    private final int lags;
    private final int horizon;
    private final int heads;
    private final Block queries;
    private final Block keys;
    private final Block values;
    private final Block told;

    LookBack(int lags, int horizon, int width, int heads) {
        super(horizon, width);
        this.lags = lags;
        this.horizon = horizon;
        this.heads = heads;
        queries = linear("queries", width, width);
        keys = linear("keys", width, width);
        values = linear("values", width, width / heads);
        told = linear("told", width / heads, width);
    }

    @Override
    NDArray forward(Pass pass, NDList inputs) {
        NDArray all = inputs.head();
        NDArray asked = Attention.split(pass.through(queries, ahead(all)), heads);
        NDArray offered = Attention.split(pass.through(keys, all), heads);
        NDArray weights = Attention.weights(asked, offered, mask(all)).mean(new int[] {1});
        return pass.through(told, weights.matMul(pass.through(values, all)));
    }

    /// The steps ahead alone, `[B, H, D]`.
    NDArray ahead(NDArray all) {
        return all.get(new NDIndex().addAllDim().addSliceDim(lags, lags + horizon));
    }

    private NDArray mask(NDArray like) {
        int steps = lags + horizon;
        float[] mask = new float[horizon * steps];
        for (int h = 0; h < horizon; h++) {
            for (int later = lags + h + 1; later < steps; later++) {
                mask[h * steps + later] = NEVER;
            }
        }
        return like.getManager().create(mask, new Shape(horizon, steps));
    }
}
