package throughline.reasoning.attention;

import java.util.List;
import throughline.training.ranks.Matrix;

/// Keys and values of consecutive tokens, the keys turned to their places in the block, from 0. Where the block stands
/// in a text is not kept: whoever looks at it turns his query instead.
///
/// @param keys   `[tokens, key heads x size]`
/// @param values `[tokens, key heads x size]`
public record KeyBlock(Matrix keys, Matrix values) {
    /// Without tokens.
    ///
    /// @param width key heads x size
    public static KeyBlock empty(int width) {
        return new KeyBlock(Matrix.zero(0, width), Matrix.zero(0, width));
    }

    /// Turns keys to their places.
    ///
    /// @param k    not turned, `[tokens, key heads x size]`
    /// @param size of a head
    public static KeyBlock of(Matrix k, Matrix v, Rotary rotary, int size) {
        return new KeyBlock(rotary.turn(k, size, row -> row), v);
    }

    /// How many tokens it holds.
    public int tokens() {
        return keys.rows();
    }

    /// This, and another behind it: the one case in which stored keys are turned.
    ///
    /// @param size of a head
    public KeyBlock append(KeyBlock other, Rotary rotary, int size) {
        Matrix moved = rotary.turn(other.keys, size, _ -> tokens());
        return new KeyBlock(Matrix.stack(List.of(keys, moved)), Matrix.stack(List.of(values, other.values)));
    }
}
