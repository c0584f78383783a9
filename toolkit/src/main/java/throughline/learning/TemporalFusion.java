package throughline.learning;

import ai.djl.nn.Block;
import throughline.spec.BadInput;

/// A reduced temporal fusion transformer: it chooses among columns, reads the past and then the known future step by
/// step, looks back by attention, and answers for each step ahead by itself (Lim et al. 2021).
///
/// With width D, N = L + H steps, and the sizes of [Sizes]:
///
/// | layer | shape |
/// |---|---|
/// | context of the run, chosen among the knobs | `[B, 1, D]` |
/// | past, chosen among the inputs by [Selection] | `[B, L, D]` |
/// | future, chosen among the known columns; a learnt vector a step where none is known | `[B, H, D]` |
/// | LSTM of the past, goes on over the future; a [Gate] around it | `[B, N, D]` |
/// | [GatedResidual] with the context | `[B, N, D]` |
/// | attention of the future to all steps up to its own, heads averaged; a gate around it | `[B, H, D]` |
/// | gated residual network, and a gate around all since the LSTM | `[B, H, D]` |
/// | linear, zero at first | `[B, H, Q T]` |
///
/// What is reduced: an embedding has no network of its own before it is weighed; one context serves selection and
/// enrichment, and the LSTM's first states are linear maps of it; there is no dropout. The answers are changes from the
/// last value; quantiles come from the pinball loss, as in the paper.
///
/// It has the weights of a [Selection] of the inputs, one of the known columns (`H D` where there are none) and one of
/// the knobs, of two gated residual networks, a [LookBack] and three gates, `16 D (D + 1)` in the LSTM, whose past and
/// future have weights of their own, and `Q T (D + 1)` in the last layer; with knobs `2 D (D + 1)` more for the first
/// states, and a context in all selections but the knobs' own and in the first gated residual network.
public final class TemporalFusion extends Network<TemporalFusion> {
    /// Width 16, 2 heads.
    public TemporalFusion() {
        super("temporal-fusion", "temporal fusion");
        rate(1e-2).schedule(0.05, 0);
        settings().whole("width", 16, 1, 4_096).whole("heads", 2, 1, 4_096);
    }

    /// @param size  of every vector, 1 to 4096, a multiple of the heads; default 16
    /// @param heads of attention, at least 1; default 2
    public TemporalFusion width(int size, int heads) {
        settings().set("width", size);
        settings().set("heads", heads);
        return this;
    }

    @Override
    protected Block layers(Sizes sizes) {
        int width = settings().whole("width");
        int heads = settings().whole("heads");
        if (width % heads != 0) {
            throw new BadInput("%s: width [%d] must be a multiple of the %d heads", kind(), width, heads);
        }
        return new Fusion(sizes, width, heads);
    }
}
