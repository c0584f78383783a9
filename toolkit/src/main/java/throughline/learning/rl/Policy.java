package throughline.learning.rl;

import ai.djl.ndarray.types.Shape;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import throughline.data.Estimate;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// What an agent has learnt: it acts, and learns no more.
///
/// @param <O> what is seen before each action
public final class Policy<O> implements AutoCloseable {
    private static final int AT_ONCE = 256;

    private final ActorCritic<O> network;

    Policy(ActorCritic<O> network) {
        this.network = network;
    }

    /// An agent that has learnt nothing: its first weights.
    ///
    /// @param make gives an environment, to see what an observation is like
    /// @param seed of the weights; those that a training with this seed begins with
    public static <O> Policy<O> untrained(Agent<O> agent, Supplier<? extends Environment<O>> make, long seed) {
        Streams streams = new Streams(seed);
        O seen = make.get().reset(streams.named("sight"));
        return new Policy<>(ActorCritic.like(agent, seen, streams.named("weights")));
    }

    /// A policy that [#save] or [Training#save] wrote.
    ///
    /// @param agent as it was trained
    /// @throws BadInput when the file cannot be read, or is of another network
    public static <O> Policy<O> read(Agent<O> agent, Path file) {
        return of(agent, file.toString(), Checkpoint.read(file));
    }

    /// A policy that [#save] or [Training#save] wrote, from a resource for instance.
    ///
    /// @param agent as it was trained
    /// @param name  of what is read, for messages
    /// @throws BadInput when it cannot be read, or is of another network
    public static <O> Policy<O> read(Agent<O> agent, String name, InputStream in) {
        return of(agent, name, Checkpoint.read(name, in));
    }

    private static <O> Policy<O> of(Agent<O> agent, String name, Checkpoint from) {
        Shape[] inputs = Arrays.stream(from.inputs()).map(Shape::new).toArray(Shape[]::new);
        ActorCritic<O> network = new ActorCritic<>(agent, inputs, new Streams(0).named("weights"));
        try {
            network.set(from.weights());
        } catch (BadInput e) {
            network.close();
            throw new BadInput("%s: %s", name, e.getMessage());
        }
        return new Policy<>(network);
    }

    /// Writes it to a file, which is whole or not there.
    public void save(Path file) {
        Checkpoint.policy(network.inputs(), network.weights()).write(file);
    }

    /// The likeliest action of each observation; the first of several.
    public int[] greedy(List<O> observations) {
        return network.ask(observations).stream().mapToInt(Opinion::greedy).toArray();
    }

    /// The likeliest action.
    public int greedy(O observation) {
        return greedy(List.of(observation))[0];
    }

    /// An action for each observation, drawn by its probability.
    ///
    /// @param random one number is drawn for each
    public int[] sample(List<O> observations, Stream random) {
        return network.ask(observations).stream()
                .mapToInt(opinion -> opinion.sample(random))
                .toArray();
    }

    /// An action drawn by its probability.
    public int sample(O observation, Stream random) {
        return sample(List.of(observation), random)[0];
    }

    /// Probabilities of the actions, `[observation][action]`.
    public double[][] probabilities(List<O> observations) {
        return Opinion.probabilities(network.ask(observations));
    }

    /// What the rest of the episode is expected to earn, discounted, for each observation.
    public double[] values(List<O> observations) {
        return network.ask(observations).stream().mapToDouble(Opinion::value).toArray();
    }

    /// How actions are chosen.
    public enum Choice {
        /// The likeliest.
        GREEDY,
        /// By their probabilities.
        SAMPLED
    }

    /// The mean return of some episodes of the likeliest actions, not discounted.
    public Estimate evaluate(Supplier<? extends Environment<O>> make, int episodes, long seed) {
        return Estimate.of(returns(make, episodes, seed, Choice.GREEDY, Cancel.onInterrupt(), Progress.NONE));
    }

    /// The returns of some episodes, not discounted. Episode k draws from streams named after it, whatever the policy:
    /// two policies meet the same chances.
    ///
    /// @param make     gives environments of their own
    /// @param episodes how many, at least 1
    /// @param seed     of the environments, and of the actions where these are sampled
    /// @param progress in episodes
    /// @return in the order of the episodes; after a cancel those that were done
    public double[] returns(
            Supplier<? extends Environment<O>> make,
            int episodes,
            long seed,
            Choice choice,
            Cancel cancel,
            Progress progress) {
        if (episodes < 1) {
            throw new BadInput("episodes [%d] must be at least 1", episodes);
        }
        Streams streams = new Streams(seed);
        double[] returns = new double[episodes];
        int done = 0;
        while (done < episodes && !cancel.requested()) {
            int some = Math.min(AT_ONCE, episodes - done);
            List<Run<O>> runs = new ArrayList<>(some);
            for (int i = 0; i < some; i++) {
                runs.add(new Run<>(make.get(), streams.below("episode-" + (done + i))));
            }
            if (!play(runs, choice, cancel)) {
                break;
            }
            for (int i = 0; i < some; i++) {
                returns[done + i] = runs.get(i).earned;
            }
            done += some;
            progress.report(done, episodes);
        }
        return Arrays.copyOf(returns, done);
    }

    /// Plays some episodes to their ends; whether it came so far.
    private boolean play(List<Run<O>> runs, Choice choice, Cancel cancel) {
        List<Run<O>> open = runs;
        while (!open.isEmpty()) {
            if (cancel.requested()) {
                return false;
            }
            List<Opinion> opinions =
                    network.ask(open.stream().map(run -> run.seen).toList());
            for (int i = 0; i < opinions.size(); i++) {
                open.get(i).act(opinions.get(i), choice);
            }
            open = open.stream().filter(run -> !run.over).toList();
        }
        return true;
    }

    /// One episode.
    private static final class Run<O> {
        private final Environment<O> environment;
        private final Stream actions;
        private O seen;
        private double earned;
        private boolean over;

        Run(Environment<O> environment, Streams streams) {
            this.environment = environment;
            actions = streams.named("actions");
            seen = environment.reset(streams.named("environment"));
        }

        void act(Opinion opinion, Choice choice) {
            Step<O> step = environment.step(choice == Choice.GREEDY ? opinion.greedy() : opinion.sample(actions));
            earned += step.reward();
            seen = step.observation();
            over = step.last();
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
