package throughline.learning;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.recurrent.LSTM;

/// A recurrent network that reads the window step by step and remembers (Hochreiter & Schmidhuber 1997).
///
/// With S states:
///
/// | layer | shape |
/// |---|---|
/// | features | `[B, L, F]` |
/// | LSTM, the states of all steps | `[B, L, S]` |
/// | the state now | `[B, S]` |
/// | linear head | `[B, outputs]` |
///
/// It has `4 S (F + S + 2) + outputs (S + H K + 1)` weights; see [Sizes].
public final class Lstm extends Network<Lstm> {
    /// An LSTM of 32 states.
    public Lstm() {
        super("lstm", "LSTM");
        settings().whole("hidden", 32, 1, 4_096);
    }

    /// @param states size of the state, 1 to 4096; default 32
    public Lstm hidden(int states) {
        settings().set("hidden", states);
        return this;
    }

    @Override
    protected Block layers(Sizes sizes) {
        Block body = new SequentialBlock()
                .add(LSTM.builder()
                        .setNumLayers(1)
                        .setStateSize(settings().whole("hidden"))
                        .optBatchFirst(true)
                        .build())
                .addSingleton(states -> states.get(":, -1"));
        return new Headed(body, sizes);
    }
}
