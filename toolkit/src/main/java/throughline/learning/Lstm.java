package throughline.learning;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.recurrent.LSTM;

/// A recurrent network that reads the window step by step and remembers (Hochreiter & Schmidhuber 1997).
///
/// With B windows a batch, L lags, F features, S states and H steps ahead:
///
/// | layer | shape |
/// |---|---|
/// | features | `[B, L, F]` |
/// | LSTM, the states of all steps | `[B, L, S]` |
/// | the state now | `[B, S]` |
/// | linear head of [Network] | `[B, H]` |
///
/// It has `4 S (F + S + 2) + H (S + 1)` weights.
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
    protected Block body(Task task, int features) {
        return new SequentialBlock()
                .add(LSTM.builder()
                        .setNumLayers(1)
                        .setStateSize(settings().whole("hidden"))
                        .optBatchFirst(true)
                        .build())
                .addSingleton(states -> states.get(":, -1"));
    }
}
