package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.initializer.Initializer;

/// The layers of [TemporalFusion], which has their shapes.
final class Fusion extends Layers {
    private final Sizes sizes;
    private final int width;
    private final boolean told;
    private final Selection past;
    /// The future is chosen among known columns, or learnt where there are none: the other is null.
    private final Selection future;
    private final Parameter steps;
    /// Null without knobs, as are the first states that follow from them.
    private final Selection context;
    private final Block state;
    private final Block cell;
    private final Block encoder;
    private final Block decoder;
    private final Gate read;
    private final GatedResidual enriched;
    private final LookBack attention;
    private final Gate looked;
    private final GatedResidual thought;
    private final Gate whole;
    private final Block head;

    Fusion(Sizes sizes, int width, int heads) {
        super(sizes.outputs());
        this.sizes = sizes;
        this.width = width;
        told = sizes.knobs() > 0;
        context = told ? part("context", new Selection(sizes.knobs(), width, false), 1, sizes.knobs()) : null;
        state = told ? linear("state", width, width) : null;
        cell = told ? linear("cell", width, width) : null;
        past = part("past", new Selection(sizes.inputs(), width, told), sizes.lags(), sizes.inputs());
        boolean known = sizes.known() > 0;
        future = known
                ? part("future", new Selection(sizes.known(), width, told), sizes.horizon(), sizes.known())
                : null;
        steps = known ? null : weight("steps", Parameter.Type.WEIGHT, sizes.horizon(), width);
        encoder = part("encoder", lstm(width), sizes.lags(), width);
        decoder = part("decoder", lstm(width), sizes.horizon(), width);
        read = part("read", new Gate(width), width);
        enriched = part("enriched", new GatedResidual(width, width, width, told), width);
        attention = part("attention", new LookBack(sizes.lags(), sizes.horizon(), width, heads), width);
        looked = part("looked", new Gate(width), width);
        thought = part("thought", new GatedResidual(width, width, width, false), width);
        whole = part("whole", new Gate(width), width);
        Linear last = linear("head", width, (long) sizes.answers() * sizes.targets());
        last.setInitializer(Initializer.ZEROS, Parameter.Type.WEIGHT);
        head = last;
    }

    private static LSTM lstm(int width) {
        return LSTM.builder()
                .setNumLayers(1)
                .setStateSize(width)
                .optBatchFirst(true)
                .optReturnState(true)
                .build();
    }

    @Override
    NDArray forward(Pass pass, NDList inputs) {
        NDArray features = inputs.get(0);
        long batch = features.getShape().get(0);
        NDArray run = told ? pass.through(context, Slices.knobs(features, sizes).expandDims(1)) : null;
        NDArray seen = chosen(pass, past, Slices.inputs(features, sizes), run);
        NDArray coming = future == null ? learnt(pass, features, batch) : chosen(pass, future, inputs.get(1), run);
        NDArray local = recurrent(pass, seen, coming, run);
        NDArray rich = told ? pass.through(enriched, local, run) : pass.through(enriched, local);
        NDArray back = pass.through(looked, pass.through(attention, rich), attention.ahead(rich));
        NDArray answer = pass.through(whole, pass.through(thought, back), attention.ahead(local));
        return pass.through(head, answer).transpose(0, 2, 1).reshape(batch, sizes.outputs());
    }

    private NDArray chosen(Pass pass, Selection among, NDArray variables, NDArray run) {
        return told ? pass.through(among, variables, run) : pass.through(among, variables);
    }

    private NDArray learnt(Pass pass, NDArray like, long batch) {
        NDArray none = like.getManager().zeros(new Shape(batch, sizes.horizon(), width));
        return none.add(pass.weight(steps, like));
    }

    /// Past and future as one LSTM reads them, `[B, L + H, D]`, gated.
    private NDArray recurrent(Pass pass, NDArray seen, NDArray coming, NDArray run) {
        NDList first = told
                ? pass.all(encoder, seen, first(pass, state, run), first(pass, cell, run))
                : pass.all(encoder, seen);
        NDList then = pass.all(decoder, coming, first.get(1), first.get(2));
        NDArray local = first.get(0).concat(then.get(0), 1);
        return pass.through(read, local, seen.concat(coming, 1));
    }

    /// `[B, 1, D]` to the `[1, B, D]` that an LSTM starts from.
    private static NDArray first(Pass pass, Block map, NDArray run) {
        return pass.through(map, run).transpose(1, 0, 2);
    }
}
