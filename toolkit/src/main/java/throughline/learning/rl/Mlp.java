package throughline.learning.rl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import throughline.spec.BadInput;

/// An agent that sees numbers: two separate perceptrons with tanh layers, one for the logits and one for the value.
///
/// The last layers start at zero: at first all legal actions are equally likely, and all values are 0.
///
/// @param inputs  numbers in an observation, at least 1
/// @param actions there are, at least 1
/// @param hidden  sizes of the hidden layers, each at least 1; none makes both linear
/// @param legal   which actions an observation allows; empty when it always allows all
public record Mlp(int inputs, int actions, List<Integer> hidden, Optional<Legal> legal) implements Agent<float[]> {
    public Mlp {
        hidden = List.copyOf(hidden);
        if (inputs < 1 || actions < 1 || hidden.stream().anyMatch(units -> units < 1)) {
            throw new BadInput(
                    "inputs [%d], actions [%d] and hidden layers %s must each be at least 1", inputs, actions, hidden);
        }
    }

    /// An agent to which all actions are always legal.
    public Mlp(int inputs, int actions, Integer... hidden) {
        this(inputs, actions, List.of(hidden), Optional.empty());
    }

    /// Says which actions may be taken.
    @FunctionalInterface
    public interface Legal {
        /// Whether what is seen allows an action; there must always be one that it allows.
        boolean test(float[] observation, int action);
    }

    /// This agent, to which only some actions are legal.
    public Mlp allowing(Legal rule) {
        return new Mlp(inputs, actions, hidden, Optional.of(rule));
    }

    /// The observations `[B, inputs]`; where not all is legal, also `[B, actions]` with 0 for what is and [#ILLEGAL]
    /// for what is not.
    @Override
    public NDList encode(NDManager manager, List<float[]> batch) {
        float[] numbers = new float[batch.size() * inputs];
        for (int b = 0; b < batch.size(); b++) {
            if (batch.get(b).length != inputs) {
                throw new BadInput("an observation of [%d] numbers; the agent sees %d", batch.get(b).length, inputs);
            }
            System.arraycopy(batch.get(b), 0, numbers, b * inputs, inputs);
        }
        NDList arrays = new NDList(manager.create(numbers, new Shape(batch.size(), inputs)));
        legal.ifPresent(rule -> arrays.add(mask(manager, batch, rule)));
        return arrays;
    }

    private NDArray mask(NDManager manager, List<float[]> batch, Legal rule) {
        float[] mask = new float[batch.size() * actions];
        for (int b = 0; b < batch.size(); b++) {
            for (int a = 0; a < actions; a++) {
                mask[b * actions + a] = rule.test(batch.get(b), a) ? 0 : ILLEGAL;
            }
        }
        return manager.create(mask, new Shape(batch.size(), actions));
    }

    /// {@inheritDoc} Here: its numbers.
    @Override
    public Object sameness(float[] observation) {
        return FloatBuffer.wrap(observation);
    }

    @Override
    public Block network() {
        return new Heads(hidden, actions);
    }

    private static final class Heads extends AbstractBlock {
        private final Perceptron actor;
        private final Perceptron critic;

        Heads(List<Integer> hidden, int actions) {
            actor = addChildBlock("actor", new Perceptron(hidden, actions));
            critic = addChildBlock("critic", new Perceptron(hidden, 1));
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
            NDList seen = new NDList(inputs.get(0));
            NDArray logits = actor.forward(store, seen, training).singletonOrThrow();
            NDArray values = critic.forward(store, seen, training).singletonOrThrow();
            return new NDList(inputs.size() == 1 ? logits : logits.add(inputs.get(1)), values);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            Shape[] seen = {inputShapes[0]};
            return new Shape[] {actor.getOutputShapes(seen)[0], critic.getOutputShapes(seen)[0]};
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
            actor.initialize(manager, type, inputShapes[0]);
            critic.initialize(manager, type, inputShapes[0]);
        }
    }

    private static final class Perceptron extends AbstractBlock {
        private final Linear[] layers;

        Perceptron(List<Integer> hidden, int outputs) {
            layers = new Linear[hidden.size() + 1];
            for (int i = 0; i < hidden.size(); i++) {
                layers[i] = addChildBlock(
                        "hidden" + i, Linear.builder().setUnits(hidden.get(i)).build());
            }
            Linear head = Linear.builder().setUnits(outputs).build();
            head.setInitializer(Initializer.ZEROS, "weight");
            layers[hidden.size()] = addChildBlock("head", head);
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
            NDList x = inputs;
            for (int i = 0; i < layers.length; i++) {
                x = layers[i].forward(store, x, training);
                if (i < layers.length - 1) {
                    x = new NDList(x.singletonOrThrow().tanh());
                }
            }
            return x;
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            Shape[] shapes = inputShapes;
            for (Linear layer : layers) {
                shapes = layer.getOutputShapes(shapes);
            }
            return shapes;
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
            Shape[] shapes = inputShapes;
            for (Linear layer : layers) {
                layer.initialize(manager, type, shapes);
                shapes = layer.getOutputShapes(shapes);
            }
        }
    }
}
