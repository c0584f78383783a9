package throughline.training.ranks;

/// Queries, keys and values of the same tokens, or their gradients; one row a token, heads side by side.
///
/// @param q `[tokens, heads x size]`
/// @param k `[tokens, key heads x size]`
/// @param v `[tokens, key heads x size]`
public record Qkv(Matrix q, Matrix k, Matrix v) {
    /// The part of a rank.
    public Qkv part(Shards shards, int rank) {
        return new Qkv(shards.part(q, rank), shards.part(k, rank), shards.part(v, rank));
    }

    /// The largest difference in any place.
    public double distance(Qkv other) {
        return Math.max(q.distance(other.q), Math.max(k.distance(other.k), v.distance(other.v)));
    }
}
