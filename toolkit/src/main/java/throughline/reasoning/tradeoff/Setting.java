package throughline.reasoning.tradeoff;

import throughline.hardware.Cluster;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.TokenClock;
import throughline.reasoning.TraceModel;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;
import throughline.training.Plan;
import throughline.training.Transformer;

/// A model on a benchmark and on devices: every knob of the picture.
///
/// The size of the model and how often it is right are knobs of their own; what one does to the other is not modelled.
///
/// @param mean      share of problems that one trace solves
/// @param spread    how alike problems are; see [ProblemPopulation]
/// @param confusion how much wrong answers differ; see [AnswerModel#open]
/// @param length    median tokens of a trace
/// @param turns     expected turns from a wrong way, dying out over 10,000 tokens; see [TraceModel.Recovery]
/// @param tunnel    how much of a trace's outcome is decided by the one of eight ways that it takes first; at 0 traces
///                  are independent; see [TraceModel.Strategies]
/// @param budget    tokens after which a trace is cut
/// @param model     name of a [Transformer]
/// @param cluster   name of a [Cluster] with the devices
/// @param tensor    devices that split each layer
/// @param batch     sequences of a step if a problem had one trace, those of other problems among them
public record Setting(
        @Param(value = "share of problems that one trace solves", min = 0.001, max = 0.999)
        double mean,

        @Param(value = "how alike problems are", min = 0.02, max = 1e4)
        double spread,

        @Param(value = "how much wrong answers differ", min = 0.01, max = 1e4)
        double confusion,

        @Param(value = "median of a trace", unit = "tokens", min = 1, max = 1e7)
        double length,

        @Param(value = "expected turns from a wrong way", min = 0, max = 100)
        double turns,

        @Param(value = "share of an outcome decided by the first steps", min = 0, max = 0.95)
        double tunnel,

        @Param(value = "where a trace is cut", unit = "tokens", min = 128, max = 1e7)
        double budget,

        @Param("model") String model,
        @Param("devices") String cluster,

        @Param(value = "devices that split a layer", min = 1, max = 1024)
        int tensor,

        @Param(value = "sequences of a step", min = 1, max = 1e6)
        int batch) {
    private static final double FADES = 10_000;
    private static final int WAYS = 8;
    private static final double EVENNESS = 0.5;

    public Setting {
        Spec.check(
                Setting.class, mean, spread, confusion, length, turns, tunnel, budget, model, cluster, tensor, batch);
    }

    /// A distilled model of 7 billion weights on a contest's problems, on one H100 that 15 other sequences share.
    public static Setting usual() {
        return new Setting(0.555, 1.2, 8, 8_000, 0.3, 0, 32_768, "qwen2.5-7b", "dgx-h100", 1, 16);
    }

    /// A copy with one knob set from text, as in `with("tensor", "4")`.
    ///
    /// @throws BadInput when there is no such knob, or the value is not allowed
    public Setting with(String knob, String text) {
        return Spec.with(this, knob, text);
    }

    /// The model on its benchmark.
    public Reasoner reasoner() {
        TraceModel traces = TraceModel.usual();
        TraceModel.Lengths lengths = traces.lengths();
        return Reasoner.of(new ProblemPopulation(mean, spread), AnswerModel.open(confusion))
                .with(traces.with(new TraceModel.Recovery(turns, FADES))
                        .with(
                                tunnel == 0
                                        ? TraceModel.Strategies.ONE
                                        : new TraceModel.Strategies(WAYS, EVENNESS, tunnel))
                        .with(new TraceModel.Lengths(
                                length, lengths.difficulty(), lengths.between(), lengths.within(), lengths.wrong())));
    }

    /// The model on its devices.
    ///
    /// @throws BadInput when it does not fit there, or the devices cannot split it so
    public TokenClock clock() {
        return TokenClock.of(Transformer.named(model), Plan.of(tensor, 1, 1, batch), Cluster.named(cluster));
    }
}
