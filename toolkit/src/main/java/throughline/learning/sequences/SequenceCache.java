package throughline.learning.sequences;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;

/// Keys and values of what was seen, by layer, each `[B, groups, T, head]`: the next token looks at them again, and
/// they are not computed again.
final class SequenceCache implements AutoCloseable {
    private final NDManager manager;
    private final NDArray[] keys;
    private final NDArray[] values;
    private int length;

    SequenceCache(NDManager parent, int layers) {
        manager = parent.newSubManager();
        keys = new NDArray[layers];
        values = new NDArray[layers];
    }

    /// Tokens that were seen.
    int length() {
        return length;
    }

    /// The keys of a layer with those of new tokens behind them.
    NDArray keys(int layer, NDArray more) {
        return append(keys, layer, more);
    }

    /// The values of a layer with those of new tokens behind them.
    NDArray values(int layer, NDArray more) {
        return append(values, layer, more);
    }

    private NDArray append(NDArray[] kept, int layer, NDArray more) {
        NDArray all = kept[layer] == null ? more : kept[layer].concat(more, 2);
        keep(kept, layer, all);
        return all;
    }

    private void keep(NDArray[] kept, int layer, NDArray all) {
        if (kept[layer] != null) {
            kept[layer].close();
        }
        all.attach(manager);
        kept[layer] = all;
    }

    /// Says that all layers have seen so many more tokens.
    void grow(int more) {
        length += more;
    }

    /// Keeps some rows, in another order or several times.
    ///
    /// @param rows of those that are here
    void choose(long[] rows) {
        try (NDArray index = manager.create(rows)) {
            for (int layer = 0; layer < keys.length; layer++) {
                keep(keys, layer, chosen(keys[layer], index));
                keep(values, layer, chosen(values[layer], index));
            }
        }
    }

    /// Rows are flat for a moment, and looked up as tokens are in an embedding.
    private static NDArray chosen(NDArray all, NDArray rows) {
        Shape shape = all.getShape();
        long each = shape.slice(1).size();
        Shape wanted = new Shape(rows.size(), shape.get(1), shape.get(2), shape.get(3));
        try (NDArray flat = all.reshape(shape.get(0), each)) {
            return rows.getNDArrayInternal()
                    .embedding(rows, flat, SparseFormat.DENSE)
                    .singletonOrThrow()
                    .reshape(wanted);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
