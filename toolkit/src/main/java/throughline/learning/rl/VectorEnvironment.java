package throughline.learning.rl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Environments that are stepped together. When an episode ends, the next begins at once.
///
/// Environment i draws its episode k from the stream `env-i/episode-k`, so none depends on how many others there are.
///
/// @param <O> what is seen before each action
public final class VectorEnvironment<O> {
    private final List<Lane<O>> lanes = new ArrayList<>();

    /// @param make    gives an environment of its own at each call
    /// @param count   how many, at least 1
    /// @param streams of all of them
    public VectorEnvironment(Supplier<? extends Environment<O>> make, int count, Streams streams) {
        if (count < 1) {
            throw new BadInput("environments [%d] must be at least 1", count);
        }
        for (int i = 0; i < count; i++) {
            lanes.add(new Lane<>(make.get(), streams.below("env-" + i)));
        }
    }

    /// How many there are.
    public int count() {
        return lanes.size();
    }

    /// What each shows now.
    public List<O> observations() {
        List<O> observations = new ArrayList<>(lanes.size());
        lanes.forEach(lane -> observations.add(lane.observation()));
        return observations;
    }

    /// Takes an action in each.
    ///
    /// @param actions one an environment
    /// @return what came of them; where an episode ended, [#observations()] shows the next one already
    public List<Step<O>> step(int[] actions) {
        if (actions.length != lanes.size()) {
            throw new BadInput("[%d] actions for %d environments", actions.length, lanes.size());
        }
        List<Step<O>> steps = new ArrayList<>(actions.length);
        for (int i = 0; i < actions.length; i++) {
            steps.add(lanes.get(i).step(actions[i]));
        }
        return steps;
    }

    /// The returns of the episodes that ended since this was asked last: sums of rewards, not discounted; by
    /// environment, then by time.
    public double[] finished() {
        return lanes.stream()
                .flatMapToDouble(lane -> Arrays.stream(lane.finished()))
                .toArray();
    }

    /// Where each environment stands.
    List<Place> places() {
        return lanes.stream().map(Lane::place).toList();
    }

    /// Brings each environment to where it, or one like it, stood.
    void go(List<Place> places) {
        for (int i = 0; i < places.size(); i++) {
            lanes.get(i).go(places.get(i));
        }
    }

    /// How an environment came to where it stands.
    ///
    /// @param episode its number, from 0
    /// @param actions taken in it so far
    record Place(int episode, int[] actions) {}

    /// One environment, its episode and what it has earned.
    private static final class Lane<O> {
        private final Environment<O> environment;
        private final Streams streams;
        private int episode = -1;
        private int[] actions = new int[16];
        private int steps;
        private double earned;
        private O observation;
        private final List<Double> ended = new ArrayList<>();

        Lane(Environment<O> environment, Streams streams) {
            this.environment = environment;
            this.streams = streams;
            next();
        }

        private void next() {
            begin(episode + 1);
        }

        private void begin(int number) {
            episode = number;
            steps = 0;
            earned = 0;
            observation = environment.reset(streams.named("episode-" + number));
        }

        O observation() {
            return observation;
        }

        Step<O> step(int action) {
            if (steps == actions.length) {
                actions = Arrays.copyOf(actions, 2 * steps);
            }
            actions[steps++] = action;
            Step<O> step = environment.step(action);
            earned += step.reward();
            observation = step.observation();
            if (step.last()) {
                ended.add(earned);
                next();
            }
            return step;
        }

        double[] finished() {
            double[] returns = ended.stream().mapToDouble(earned -> earned).toArray();
            ended.clear();
            return returns;
        }

        Place place() {
            return new Place(episode, Arrays.copyOf(actions, steps));
        }

        void go(Place place) {
            begin(place.episode());
            for (int action : place.actions()) {
                step(action);
            }
        }
    }
}
