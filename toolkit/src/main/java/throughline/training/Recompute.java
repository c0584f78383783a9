package throughline.training;

/// Which activations are computed again on the way back, instead of kept.
public enum Recompute {
    NONE,
    /// The core of attention: scores, softmax, dropout and their product with the values.
    SELECTIVE,
    /// All but the inputs of layers.
    FULL
}
