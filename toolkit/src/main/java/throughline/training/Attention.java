package throughline.training;

import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// The heads of attention: all with keys of their own, several to one, or with keys and values made of a short vector
/// that is kept in their place (DeepSeek-V2 2024, section 2.1).
///
/// @param heads     of the queries
/// @param keyHeads  of keys and values; as many as heads, or fewer where heads share them
/// @param headWidth of each head; a latent head has `rotary` beside it
/// @param queryRank width of the vector that queries are made of; 0 when they are made of the residual stream
/// @param keyRank   width of the vector that keys and values are made of; 0 when they are made of the residual stream
/// @param rotary    width of the part of latent queries and keys that says where a token stands
public record Attention(
        @Param(value = "heads of the queries", min = 1) int heads,
        @Param(value = "heads of keys and values", min = 1) int keyHeads,
        @Param(value = "width of a head", min = 1) int headWidth,

        @Param(value = "width of what queries are made of", min = 0)
        int queryRank,

        @Param(value = "width of what keys and values are made of", min = 0)
        int keyRank,

        @Param(value = "width of the position", min = 0) int rotary) {
    public Attention {
        Spec.check(Attention.class, heads, keyHeads, headWidth, queryRank, keyRank, rotary);
        if (heads % keyHeads != 0) {
            throw new BadInput("keyHeads [%d] must divide the heads [%d]", keyHeads, heads);
        }
        if (keyRank == 0 && (queryRank > 0 || rotary > 0)) {
            throw new BadInput(
                    "queryRank [%d] and rotary [%d] must be 0 where keyRank is 0: only latent attention has them",
                    queryRank, rotary);
        }
        if (keyRank > 0 && keyHeads != heads) {
            throw new BadInput(
                    "keyHeads [%d] must be as many as the heads [%d] where keyRank is over 0: latent attention shares"
                            + " none",
                    keyHeads, heads);
        }
    }

    /// Heads that share keys and values, or do not.
    public static Attention grouped(int heads, int keyHeads, int headWidth) {
        return new Attention(heads, keyHeads, headWidth, 0, 0, 0);
    }

    /// Whether keys and values are made of a short vector.
    public boolean latent() {
        return keyRank > 0;
    }

    /// Width of all heads.
    public int width() {
        return heads * headWidth;
    }

    /// Width of keys, and of values.
    public int keyWidth() {
        return keyHeads * headWidth;
    }

    /// Width that a query and a key are compared in, in each head.
    public int compared() {
        return headWidth + rotary;
    }

    /// Weights of the matrices, between a residual stream of a width and itself.
    public double weights(int stream) {
        return weights(stream, 1);
    }

    /// Weights that each of some devices has that split the heads. No device has less than a head of keys; what latent
    /// heads are made of, each has whole.
    ///
    /// @param stream width
    /// @param ways   devices
    public double weights(int stream, int ways) {
        double out = (double) width() * stream / ways;
        if (!latent()) {
            return out + stream * 2.0 * keyWidth(ways) + out;
        }
        double queries = (double) heads * compared() * (queryRank > 0 ? queryRank : stream) / ways;
        return (double) stream * (queryRank + keyRank + rotary) + queries + 2.0 * keyRank * width() / ways + out;
    }

    /// Width of the keys, and of the values, that each of some devices has: a head at least.
    public double keyWidth(int ways) {
        return Math.max(headWidth, (double) keyWidth() / ways);
    }
}
