package throughline.papers.fab;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;

/// The paper's graph network: three rounds in which every operation hears from its predecessor, its successor, the
/// operations of its machine and the mean of the graph, `h' = MLP([h, predecessor, successor, machine, mean])`; then
/// logits of the operations that can be started from their states and the mean, and a value from the mean.
///
/// Matrices that would stand before the sums are left to the first layer of the MLP, which they would only multiply;
/// the sum over a machine includes the operation itself, for the same reason. The last layers start at zero: a network
/// that has learnt nothing chooses every operation equally often.
final class GraphNetwork extends AbstractBlock {
    private static final int ROUNDS = 3;
    private static final int ARRAYS = 6;

    private final int hidden;
    private final Linear input;
    private final Linear[] heard = new Linear[ROUNDS];
    private final Linear[] mean = new Linear[ROUNDS];
    private final Linear[] thought = new Linear[ROUNDS];
    private final Linear option;
    private final Linear context;
    private final Linear logit;
    private final Linear critic;
    private final Linear value;

    GraphNetwork(int hidden) {
        this.hidden = hidden;
        input = layer("input", hidden);
        for (int round = 0; round < ROUNDS; round++) {
            heard[round] = layer("heard" + round, hidden);
            mean[round] = layer("mean" + round, hidden);
            thought[round] = layer("thought" + round, hidden);
        }
        option = layer("option", hidden);
        context = layer("context", hidden);
        logit = last("logit");
        critic = layer("critic", hidden);
        value = last("value");
    }

    private Linear layer(String name, int units) {
        return addChildBlock(name, Linear.builder().setUnits(units).build());
    }

    private Linear last(String name) {
        Linear layer = layer(name, 1);
        layer.setInitializer(Initializer.ZEROS, "weight");
        return layer;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
        NDList logits = new NDList();
        NDList values = new NDList();
        for (int at = 0; at + ARRAYS < inputs.size(); at += ARRAYS) {
            NDList both = part(store, inputs.subNDList(at), training);
            logits.add(both.get(0));
            values.add(both.get(1));
        }
        NDArray place = inputs.get(inputs.size() - 1);
        return new NDList(
                NDArrays.concat(logits, 0).get(place),
                NDArrays.concat(values, 0).get(place));
    }

    /// Logits `[b, A]` and values `[b]` of one part.
    private NDList part(ParameterStore store, NDList arrays, boolean training) {
        NDArray predecessor = arrays.get(1);
        NDArray successor = predecessor.transpose(0, 2, 1);
        NDArray members = arrays.get(2);
        NDArray machine = members.transpose(0, 2, 1);
        NDArray shares = arrays.get(4);
        NDArray h = relu(store, input, arrays.get(0), training);
        for (int round = 0; round < ROUNDS; round++) {
            NDArray around = NDArrays.concat(
                    new NDList(h, predecessor.matMul(h), successor.matMul(h), machine.matMul(members.matMul(h))), 2);
            NDArray all = apply(store, mean[round], shares.matMul(h), training);
            h = apply(store, heard[round], around, training)
                    .add(all)
                    .getNDArrayInternal()
                    .relu();
            h = relu(store, thought[round], h, training);
        }
        NDArray graph = shares.matMul(h);
        NDArray chosen = apply(store, option, arrays.get(3).matMul(h), training)
                .add(apply(store, context, graph, training))
                .getNDArrayInternal()
                .relu();
        NDArray logits = apply(store, logit, chosen, training).squeeze(2).add(arrays.get(5));
        NDArray judged = relu(store, critic, graph, training);
        return new NDList(
                logits,
                apply(store, value, judged, training).reshape(graph.getShape().get(0)));
    }

    private static NDArray apply(ParameterStore store, Linear layer, NDArray x, boolean training) {
        return layer.forward(store, new NDList(x), training).singletonOrThrow();
    }

    private static NDArray relu(ParameterStore store, Linear layer, NDArray x, boolean training) {
        return apply(store, layer, x, training).getNDArrayInternal().relu();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        Shape options = shapes[3];
        return new Shape[] {new Shape(options.get(0), options.get(1)), new Shape(options.get(0))};
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
        Shape state = new Shape(1, hidden);
        input.initialize(manager, type, new Shape(1, shapes[0].get(2)));
        for (int round = 0; round < ROUNDS; round++) {
            heard[round].initialize(manager, type, new Shape(1, 4L * hidden));
            mean[round].initialize(manager, type, state);
            thought[round].initialize(manager, type, state);
        }
        for (Linear layer : new Linear[] {option, context, logit, critic, value}) {
            layer.initialize(manager, type, state);
        }
    }
}
