package throughline.training.ranks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import throughline.training.ranks.Pass.Slopes;

/// A transformer block: attention and MLP, each behind a layer normalisation and beside a residual stream, without
/// dropout and without offsets in the products.
///
/// ```java
/// Pass dense = new Block(Region.WHOLE, attention::dense).forward(tokens, weights);
/// List<Pass> split = cluster.run(rank ->
///         new Block(Region.tensor(rank), share::dense).forward(tokens, weights.share(rank.index(), rank.size())));
/// ```
///
/// @param region    where split weights begin and end
/// @param attention with the heads that this rank has
public record Block(Region region, Function<Qkv, Attended> attention) {
    /// Forward; the gradients of weights come back in the order of [BlockWeights#all()].
    public Pass forward(Matrix tokens, BlockWeights weights) {
        Pass first = beside(
                tokens,
                weights.norm1(),
                rows -> Layers.attention(rows, weights.q(), weights.k(), weights.v(), weights.out(), attention));
        Pass second = beside(first.out(), weights.norm2(), rows -> Layers.mlp(rows, weights.up(), weights.down()));
        return new Pass(second.out(), gradient -> {
            Slopes upper = second.back().apply(gradient);
            Slopes lower = first.back().apply(upper.input());
            return new Slopes(lower.input(), joined(lower.weights(), upper.weights()));
        });
    }

    /// Adds to the residual stream what layers make of it.
    private Pass beside(Matrix stream, Matrix norm, Function<Matrix, Pass> layers) {
        Pass normal = Layers.norm(stream, norm);
        Pass inside = layers.apply(region.enter(normal.out()));
        return new Pass(stream.plus(region.leave(inside.out())), gradient -> {
            Slopes inner = inside.back().apply(region.leaveBack(gradient));
            Slopes outer = normal.back().apply(region.enterBack(inner.input()));
            Matrix shared = region.shared(outer.weights().getFirst());
            return new Slopes(gradient.plus(outer.input()), joined(List.of(shared), inner.weights()));
        });
    }

    private static List<Matrix> joined(List<Matrix> first, List<Matrix> second) {
        List<Matrix> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
