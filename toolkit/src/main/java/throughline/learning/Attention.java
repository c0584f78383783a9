package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/// Scaled dot-product attention (Vaswani et al. 2017, equation 1).
final class Attention {
    private Attention() {}

    /// Splits the last axis among heads: `[B, N, D]` becomes `[B, heads, N, D / heads]`.
    static NDArray split(NDArray x, int heads) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), heads, -1).transpose(0, 2, 1, 3);
    }

    /// How much each query looks at each key, `[B, heads, queries, keys]`; over the keys it adds to 1.
    ///
    /// @param queries `[B, heads, queries, d]`
    /// @param keys    `[B, heads, keys, d]`
    /// @param mask    added before the softmax, of a shape that broadcasts; null for none
    static NDArray weights(NDArray queries, NDArray keys, NDArray mask) {
        double width = Math.sqrt(queries.getShape().get(3));
        NDArray scale = queries.getManager().full(new Shape(), (float) width);
        NDArray scores = queries.div(scale).matMul(keys.transpose(0, 1, 3, 2));
        return (mask == null ? scores : scores.add(mask)).softmax(-1);
    }
}
