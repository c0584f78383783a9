package throughline.learning.rl;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;
import throughline.learning.Adam;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// An agent that learns by [Ppo], update after update.
///
/// The same machine, agent, environments, settings and seed give the same weights to the bit on a CPU; see
/// [throughline.learning.Torch] for the number of threads. Several trainings may run in threads of their own.
///
/// @param <O> what is seen before each action
public final class Training<O> implements AutoCloseable {
    private final long seed;
    private final Streams streams;
    private final ActorCritic<O> network;
    private final VectorEnvironment<O> environments;
    private final Adam adam;
    private final List<Update> curve = new ArrayList<>();
    private Ppo ppo;
    private int updates;
    /// What the policy is clipped around; null where that is the policy that took the actions.
    private Anchor<O> anchor;

    Training(Ppo ppo, Agent<O> agent, Supplier<? extends Environment<O>> make, long seed) {
        this.ppo = ppo;
        this.seed = seed;
        streams = new Streams(seed);
        environments = new VectorEnvironment<>(make, ppo.environments(), streams);
        network = ActorCritic.like(agent, environments.observations().getFirst(), streams.named("weights"));
        adam = new Adam(network.parameters(), ppo.rate(), ppo.norm(), network.manager());
    }

    /// The settings in force.
    public Ppo settings() {
        return ppo;
    }

    /// Other settings for the updates to come, such as a lower rate.
    ///
    /// @throws BadInput when they are for another number of environments
    public void settings(Ppo other) {
        if (other.environments() != ppo.environments()) {
            throw new BadInput(
                    "environments [%d] cannot be changed in a training, which has %d",
                    other.environments(), ppo.environments());
        }
        ppo = other;
        adam.settings(ppo.rate(), ppo.norm());
    }

    /// Makes updates, or those until a cancel.
    ///
    /// @param more     updates to make, at least 0
    /// @param progress in updates
    /// @throws ArithmeticException when weights or gradients are no longer finite
    public void run(int more, Cancel cancel, Progress progress) {
        if (more < 0) {
            throw new BadInput("updates [%d] must be at least 0", more);
        }
        for (int made = 0; made < more && !cancel.requested(); made++) {
            update();
            progress.report(made + 1L, more);
        }
    }

    private void update() {
        Streams own = streams.below("update-" + updates);
        Rollout<O> rollout = Rollout.collect(network, environments, ppo, own.named("actions"));
        double[] advantages = ppo.normalise() ? normalised(rollout.advantages()) : rollout.advantages();
        double[] anchors = anchors(rollout);
        Sums sums = new Sums();
        for (int epoch = 0; epoch < ppo.epochs(); epoch++) {
            int[] order = order(rollout.size(), own.named("order-" + epoch));
            boolean last = epoch == ppo.epochs() - 1;
            for (int from = 0; from < order.length; from += ppo.minibatch()) {
                int[] chosen = Arrays.copyOfRange(order, from, Math.min(from + ppo.minibatch(), order.length));
                step(rollout, advantages, anchors, chosen, last ? sums : null);
            }
        }
        if (anchor != null) {
            anchor.follow(network, ppo.anchor());
        }
        updates++;
        curve.add(sums.over(rollout, updates, (long) updates * ppo.samples()));
    }

    private void step(Rollout<O> rollout, double[] advantages, double[] anchors, int[] chosen, Sums sums) {
        ClippedLoss.Batch<O> batch = ClippedLoss.Batch.of(rollout, advantages, anchors, chosen);
        try (NDManager scratch = network.manager().newSubManager()) {
            ClippedLoss loss = ClippedLoss.backward(scratch, network, batch, ppo);
            if (sums != null) {
                sums.add(loss, rollout, anchors, chosen, ppo.clip());
            }
            if (!adam.step(scratch)) {
                throw new ArithmeticException("update %d: the gradients are not finite; lower the rate [%s]"
                        .formatted(updates + 1, ppo.rate()));
            }
        }
    }

    /// What the minibatches of an epoch add up to.
    private static final class Sums {
        private double kl;
        private double clipped;
        private double entropy;
        private double error;
        private double objective;

        void add(ClippedLoss loss, Rollout<?> rollout, double[] anchors, int[] chosen, double clip) {
            double[] logs = loss.logs();
            for (int b = 0; b < chosen.length; b++) {
                double change = logs[b] - rollout.logs()[chosen[b]];
                kl += Math.expm1(change) - change;
                clipped += Math.abs(Math.expm1(logs[b] - anchors[chosen[b]])) > clip ? 1 : 0;
            }
            entropy += loss.entropy() * chosen.length;
            error += loss.error() * chosen.length;
            objective += loss.objective() * chosen.length;
        }

        Update over(Rollout<?> rollout, int number, long samples) {
            int n = rollout.size();
            double mean = Arrays.stream(rollout.finished()).average().orElse(Double.NaN);
            return new Update(
                    number,
                    samples,
                    rollout.finished().length,
                    mean,
                    kl / n,
                    clipped / n,
                    entropy / n,
                    error / n,
                    -objective / n);
        }
    }

    private static double[] normalised(double[] advantages) {
        double mean = Arrays.stream(advantages).average().orElseThrow();
        double squares = Arrays.stream(advantages)
                .map(advantage -> (advantage - mean) * (advantage - mean))
                .sum();
        double spread = Math.sqrt(squares / advantages.length) + 1e-8;
        return Arrays.stream(advantages)
                .map(advantage -> (advantage - mean) / spread)
                .toArray();
    }

    private static int[] order(int samples, Stream random) {
        int[] order = IntStream.range(0, samples).toArray();
        for (int i = samples - 1; i > 0; i--) {
            int j = random.below(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /// Log probabilities of the actions under the policy that is clipped around.
    private double[] anchors(Rollout<O> rollout) {
        if (ppo.anchor() == 0) {
            dropAnchor();
            return rollout.logs();
        }
        if (anchor == null) {
            anchor = new Anchor<>(network);
        }
        return anchor.logs(rollout);
    }

    private void dropAnchor() {
        if (anchor != null) {
            anchor.close();
            anchor = null;
        }
    }

    /// What each update came to.
    public List<Update> curve() {
        return List.copyOf(curve);
    }

    /// The learning curve, one row an update: `update`, `samples`, `episodes`, `return`, `KL`, `clip fraction`,
    /// `entropy`, `value loss`, `policy loss`; see [Update].
    public Table table() {
        return Update.table(curve);
    }

    /// Probabilities of the actions under the policy as it is now, `[observation][action]`.
    public double[][] probabilities(List<O> observations) {
        return Opinion.probabilities(network.ask(observations));
    }

    /// The policy as it is now; later updates do not change it.
    public Policy<O> policy() {
        return new Policy<>(network.copy());
    }

    /// Writes all that the training needs to go on from here to a file, which is whole or not there: it is written
    /// under a temporary name and renamed. [Ppo#resume] reads it.
    ///
    /// Environments are not written. Each is brought back by taking the actions of its episode again, from the
    /// episode's own stream.
    public void save(Path file) {
        new Checkpoint(
                        seed,
                        updates,
                        curve,
                        network.inputs(),
                        network.weights(),
                        adam.steps(),
                        adam.moments(),
                        anchor == null ? new double[0][] : anchor.average(),
                        environments.places())
                .write(file);
    }

    static <O> Training<O> resume(Ppo ppo, Agent<O> agent, Supplier<? extends Environment<O>> make, Path file) {
        Checkpoint from = Checkpoint.read(file);
        if (from.places().size() != ppo.environments()) {
            throw new BadInput(
                    "%s is of [%d] environments; the settings say %d",
                    file, from.places().size(), ppo.environments());
        }
        Training<O> training = new Training<>(ppo, agent, make, from.seed());
        try {
            training.restore(from);
            return training;
        } catch (BadInput e) {
            training.close();
            throw new BadInput("%s: %s", file, e.getMessage());
        } catch (RuntimeException | Error e) {
            training.close();
            throw e;
        }
    }

    private void restore(Checkpoint from) {
        network.set(from.weights());
        adam.restore(from.steps(), from.moments());
        if (from.anchor().length > 0) {
            anchor = new Anchor<>(network);
            anchor.restore(from.anchor());
        }
        environments.go(from.places());
        curve.addAll(from.curve());
        updates = from.updates();
    }

    @Override
    public void close() {
        dropAnchor();
        network.close();
    }
}
