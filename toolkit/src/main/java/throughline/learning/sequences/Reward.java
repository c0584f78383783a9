package throughline.learning.sequences;

/// What a completion is worth. It must be safe to call from several threads.
@FunctionalInterface
public interface Reward {
    /// @param prompt     that was given
    /// @param completion that was written, its stop token among it if it came
    /// @return any finite number
    double of(int[] prompt, int[] completion);
}
