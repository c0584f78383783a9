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
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;

/// A block made of others, each with the size of its input told where it is made. A kind says what it answers to what.
abstract class Layers extends AbstractBlock {
    private final Shape answer;
    private final List<Part> parts = new ArrayList<>();

    private record Part(Block block, Shape input) {}

    /// One way through a network.
    ///
    /// @param store    of the weights
    /// @param training whether gradients will be asked for
    record Pass(ParameterStore store, boolean training) {
        /// The answer of one part.
        NDArray through(Block part, NDArray... inputs) {
            return all(part, inputs).get(0);
        }

        /// All answers of one part.
        NDList all(Block part, NDArray... inputs) {
            return part.forward(store, new NDList(inputs), training);
        }

        /// The values of a weight that is no part's, where an array is.
        NDArray weight(Parameter weight, NDArray where) {
            return store.getValue(weight, where.getDevice(), training);
        }
    }

    /// @param answer sizes of what comes out, after the windows of the batch
    Layers(long... answer) {
        this.answer = new Shape(answer);
    }

    /// What comes out, after the windows of the batch as [Layers(long...)] says.
    ///
    /// @param inputs as the block is given them
    abstract NDArray forward(Pass pass, NDList inputs);

    /// A part of this block.
    ///
    /// @param input sizes of its input, after the windows of the batch
    final <B extends Block> B part(String name, B block, long... input) {
        parts.add(new Part(block, new Shape(1).addAll(new Shape(input))));
        return addChildBlock(name, block);
    }

    /// A linear map with a bias of the last axis.
    final Linear linear(String name, long inputs, long outputs) {
        return part(name, Linear.builder().setUnits(outputs).build(), inputs);
    }

    /// A normalisation of the last axis (Ba, Kiros & Hinton 2016), with its gain and bias.
    final LayerNorm norm(String name, long size) {
        return part(name, LayerNorm.builder().build(), size);
    }

    /// A weight of this block's own.
    final Parameter weight(String name, Parameter.Type type, long... shape) {
        return addParameter(Parameter.builder()
                .setName(name)
                .setType(type)
                .optShape(new Shape(shape))
                .build());
    }

    @Override
    protected final NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
        return new NDList(forward(new Pass(store, training), inputs));
    }

    @Override
    protected final void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        parts.forEach(part -> part.block().initialize(manager, type, part.input()));
    }

    @Override
    public final Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0)).addAll(answer)};
    }
}
