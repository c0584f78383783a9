package throughline.learning;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.recurrent.GRU;

/// A recurrent network with fewer gates than [Lstm], and so fewer weights (Cho et al. 2014, equations 5 to 8).
///
/// With S states and the sizes of [Sizes]:
///
/// | layer | shape |
/// |---|---|
/// | features | `[B, L, F]` |
/// | GRU, the states of all steps | `[B, L, S]` |
/// | the state now | `[B, S]` |
/// | linear head, with the known future beside | `[B, Q T H]` |
///
/// It has `3 S (F + S + 2) + Q T H (S + H K + 1)` weights.
public final class Gru extends Network<Gru> {
    /// A GRU of 32 states.
    public Gru() {
        super("gru", "GRU");
        rate(1e-2).schedule(0.05, 0);
        settings().whole("hidden", 32, 1, 4_096);
    }

    /// @param states size of the state, 1 to 4096; default 32
    public Gru hidden(int states) {
        settings().set("hidden", states);
        return this;
    }

    @Override
    protected Block layers(Sizes sizes) {
        Block body = new SequentialBlock()
                .add(GRU.builder()
                        .setNumLayers(1)
                        .setStateSize(settings().whole("hidden"))
                        .optBatchFirst(true)
                        .build())
                .addSingleton(states -> states.get(":, -1"));
        return new Headed(body, sizes);
    }
}
