package throughline.training;

import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// Feed-forward layers of which each token takes a few: a mixture of experts.
///
/// @param experts     of a layer, beside the shared ones
/// @param chosen      of them by each token
/// @param shared      experts that every token takes
/// @param expertInner width inside an expert
/// @param denseLayers layers at the bottom that have a plain feed-forward layer instead
public record Experts(
        @Param(value = "experts of a layer", min = 1) int experts,
        @Param(value = "experts of a token", min = 1) int chosen,

        @Param(value = "experts that every token takes", min = 0)
        int shared,

        @Param(value = "width inside an expert", min = 1) int expertInner,

        @Param(value = "layers without experts", min = 0) int denseLayers) {
    public Experts {
        Spec.check(Experts.class, experts, chosen, shared, expertInner, denseLayers);
        if (chosen > experts) {
            throw new BadInput("chosen [%d] must be at most the experts [%d]", chosen, experts);
        }
    }
}
