package throughline.learning.rl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.List;

/// How what is seen becomes arrays, and the network that looks at them: an actor and a critic in one.
///
/// @param <O> what is seen before each action, such as `float[]` ([Mlp]) or a graph
public interface Agent<O> {
    /// A logit low enough for its action never to be taken, and finite, so that nothing becomes NaN.
    float ILLEGAL = -1e9f;

    /// Arrays of a batch of B observations, B along the first axis of each. Observations of different sizes are padded
    /// to the largest of the batch; what the network needs to know of that, such as which actions are legal, is one
    /// more array.
    ///
    /// @param manager owns the arrays
    /// @param batch   at least one
    NDList encode(NDManager manager, List<O> batch);

    /// What two observations have in common that look the same to the network: within a rollout, which changes no
    /// weights, it is asked of one of them only. The observation itself, unless overridden.
    ///
    /// @return what [Object#equals] tells apart from those of other observations
    default Object sameness(O observation) {
        return observation;
    }

    /// The network, made anew by each call and not yet initialised: from the arrays of [#encode] to logits `[B, A]`
    /// and values `[B]` or `[B, 1]`. Logits of actions that are not legal are [#ILLEGAL]; A may differ from batch
    /// to batch. Weights that are left to DJL's default are drawn by Glorot's rule from the training's own streams;
    /// other initialisers must not draw from the engine's.
    Block network();
}
