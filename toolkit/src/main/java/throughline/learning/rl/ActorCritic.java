package throughline.learning.rl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.XavierInitializer;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.learning.Torch;
import throughline.learning.Weights;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// The network of an agent with its weights.
final class ActorCritic<O> implements AutoCloseable {
    private static final int ASKED_AT_ONCE = 1024;
    /// DJL keeps every manager that is not closed; this closes those of networks that nobody holds any more.
    private static final Cleaner CLEANER = Cleaner.create();

    private final Agent<O> agent;
    private final NDManager manager;
    private final Cleaner.Cleanable memory;
    private final Shape[] inputs;
    private final Block block;
    private final ParameterStore store;

    /// A network with its first weights.
    ///
    /// @param inputs shapes of what the agent encodes, of any batch
    /// @param random of the first weights
    ActorCritic(Agent<O> agent, Shape[] inputs, Stream random) {
        this.agent = agent;
        this.inputs = inputs.clone();
        Torch.prepareThread();
        NDManager own = Torch.engine().newBaseManager(Torch.device());
        manager = own;
        memory = CLEANER.register(this, own::close);
        store = new ParameterStore(manager, false);
        block = agent.network();
        block.setInitializer(
                (to, shape, type) -> Weights.glorot(to, shape, random),
                parameter -> parameter.getInitializer() instanceof XavierInitializer);
        block.initialize(manager, DataType.FLOAT32, inputs);
    }

    /// A network whose inputs are like those of an observation.
    static <O> ActorCritic<O> like(Agent<O> agent, O observation, Stream random) {
        try (NDManager scratch = Torch.engine().newBaseManager(Torch.device())) {
            return new ActorCritic<>(
                    agent, agent.encode(scratch, List.of(observation)).getShapes(), random);
        }
    }

    /// Another network with the same weights.
    ActorCritic<O> copy() {
        ActorCritic<O> copy = new ActorCritic<>(agent, inputs, new Streams(0).named("replaced"));
        copy.set(weights());
        return copy;
    }

    Agent<O> agent() {
        return agent;
    }

    NDManager manager() {
        return manager;
    }

    /// Shapes of the inputs it was made for.
    long[][] inputs() {
        return Arrays.stream(inputs).map(Shape::getShape).toArray(long[][]::new);
    }

    NDList parameters() {
        return new NDList(
                block.getParameters().values().stream().map(Parameter::getArray).toList());
    }

    /// `[parameter][value]`.
    float[][] weights() {
        return parameters().stream().map(NDArray::toFloatArray).toArray(float[][]::new);
    }

    /// @throws BadInput when they are of another network
    void set(float[][] weights) {
        Torch.prepareThread();
        NDList own = parameters();
        if (own.size() != weights.length) {
            throw new BadInput("weights of [%d] arrays do not fit a network that has %d", weights.length, own.size());
        }
        for (int i = 0; i < weights.length; i++) {
            Weights.set(own.get(i), weights[i]);
        }
    }

    /// Logits `[B, A]` and values of B elements.
    NDList forward(NDManager scratch, List<O> batch, boolean training) {
        NDList outputs = block.forward(store, agent.encode(scratch, batch), training);
        if (outputs.size() != 2
                || outputs.get(0).getShape().dimension() != 2
                || outputs.get(0).getShape().get(0) != batch.size()
                || outputs.get(1).size() != batch.size()) {
            throw new BadInput(
                    "the agent's network gives %s for a batch of %d; it must give logits [B, A] and values [B]",
                    List.of(outputs.getShapes()), batch.size());
        }
        return outputs;
    }

    /// What the network says of each observation, in their order.
    List<Opinion> ask(List<O> observations) {
        Torch.prepareThread();
        List<Opinion> all = new ArrayList<>(observations.size());
        for (int from = 0; from < observations.size(); from += ASKED_AT_ONCE) {
            List<O> batch = observations.subList(from, Math.min(from + ASKED_AT_ONCE, observations.size()));
            try (NDManager scratch = manager.newSubManager()) {
                NDList outputs = forward(scratch, batch, false);
                int actions = (int) outputs.get(0).getShape().get(1);
                float[] logits = outputs.get(0).toFloatArray();
                float[] values = outputs.get(1).toFloatArray();
                for (int i = 0; i < values.length; i++) {
                    all.add(Opinion.of(logits, i * actions, actions, values[i]));
                }
            }
        }
        return all;
    }

    /// What the network says of each observation, in their order; it is asked only of what is not known yet.
    ///
    /// @param known what it said of others with the weights it has, by [Agent#sameness]; grows
    List<Opinion> ask(List<O> observations, Map<Object, Opinion> known) {
        List<Object> keys = observations.stream().<Object>map(agent::sameness).toList();
        Map<Object, O> unknown = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!known.containsKey(keys.get(i))) {
                unknown.putIfAbsent(keys.get(i), observations.get(i));
            }
        }
        Iterator<Opinion> told = ask(List.copyOf(unknown.values())).iterator();
        unknown.keySet().forEach(key -> known.put(key, told.next()));
        return keys.stream().map(known::get).toList();
    }

    @Override
    public void close() {
        memory.clean();
    }
}
