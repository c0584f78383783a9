package throughline.training.ranks;

/// A way to attend over a sequence whose tokens lie on several ranks. Each way but [ProjectedAttention] gives what
/// [Attention#dense] gives; they differ in what they send.
@FunctionalInterface
public interface ContextParallel {
    /// Attends with the queries of this rank's tokens to all tokens of the sequence. All ranks of the group call it
    /// together, and [Attended#back()] as well.
    ///
    /// @param own queries, keys and values of this rank's tokens
    Attended attend(Rank rank, Qkv own);
}
