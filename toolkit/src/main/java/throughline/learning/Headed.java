package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;

/// A body that reads the past, and a linear head that turns its state and what is known of the future into changes.
///
/// | input | shape |
/// |---|---|
/// | features of the past | `[B, L, F]` |
/// | known columns over the horizon, where there are any | `[B, H, K]` |
/// | the body's state | `[B, S]` |
/// | state and future side by side | `[B, S + H K]` |
/// | output | `[B, Q T H]` |
///
/// The head starts at zero.
final class Headed extends AbstractBlock {
    private final Block body;
    private final Block head;

    Headed(Block body, Sizes sizes) {
        this.body = addChildBlock("body", body);
        head = addChildBlock("head", Linear.builder().setUnits(sizes.outputs()).build());
        head.setInitializer(Initializer.ZEROS, Parameter.Type.WEIGHT);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray state = body.forward(store, new NDList(inputs.get(0)), training).singletonOrThrow();
        if (inputs.size() > 1) {
            NDArray ahead = inputs.get(1);
            state = state.concat(ahead.reshape(ahead.getShape().get(0), -1), 1);
        }
        return head.forward(store, new NDList(state), training);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        body.initialize(manager, type, inputs[0]);
        long state = body.getOutputShapes(new Shape[] {inputs[0]})[0].get(1);
        long ahead = inputs.length > 1 ? inputs[1].get(1) * inputs[1].get(2) : 0;
        head.initialize(manager, type, new Shape(1, state + ahead));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), head.getOutputShapes(new Shape[] {new Shape(1, 1)})[0].get(1))};
    }
}
