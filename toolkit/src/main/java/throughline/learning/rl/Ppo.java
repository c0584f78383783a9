package throughline.learning.rl;

import java.nio.file.Path;
import java.util.function.Supplier;
import throughline.spec.Cancel;
import throughline.spec.Param;
import throughline.spec.Progress;
import throughline.spec.Spec;

/// Proximal policy optimisation (Schulman et al. 2017) with the clipped objective, and its settings.
///
/// An update lets N environments take T steps each with the policy as it is, estimates advantages by [Gae], and follows
/// the gradient of the clipped objective for some epochs of mini-batches with Adam. With an anchor, the objective is
/// the decoupled one (Hilton et al. 2021): the policy is clipped around an exponential average of itself, while ratios
/// stay those to the policy that took the actions.
///
/// ```java
/// var corridor = Corridor.SIXTEEN;
/// try (var training = Ppo.STANDARD.with("rate", "0.01").train(corridor.agent(32), corridor::environment, 1, 50)) {
///     show(training.table());
///     System.out.println(training.policy().evaluate(corridor::environment, 100, 2));
/// }
/// ```
///
/// @param environments N, stepped together
/// @param horizon      T, steps of each between updates
/// @param gamma        what a reward one step later is worth
/// @param lambda       of [Gae]
/// @param clip         how far a ratio may leave 1 and still be followed
/// @param epochs       passes over an update's samples
/// @param minibatch    samples a gradient is taken of; the last of an epoch may be smaller
/// @param rate         of Adam
/// @param entropy      weight of the policy's entropy, which is raised
/// @param value        weight of the mean squared error of the values, which is lowered
/// @param norm         largest norm of all gradients together
/// @param normalise    whether an update's advantages are shifted and scaled to mean 0 and variance 1
/// @param anchor       centre of mass, in updates, of the average that the policy is clipped around; 0 is the policy
///                     that took the actions, and the plain objective
public record Ppo(
        @Param(value = "environments stepped together", min = 1)
        int environments,

        @Param(value = "steps of each environment between updates", min = 1)
        int horizon,

        @Param(value = "what a reward one step later is worth", min = 0, max = 1)
        double gamma,

        @Param(value = "how far advantages look", min = 0, max = 1)
        double lambda,

        @Param(value = "how far a ratio may leave 1", min = 0)
        double clip,

        @Param(value = "passes over an update's samples", min = 1)
        int epochs,

        @Param(value = "samples a gradient is taken of", min = 1)
        int minibatch,

        @Param(value = "learning rate of Adam", min = 0) double rate,
        @Param(value = "weight of the entropy", min = 0) double entropy,

        @Param(value = "weight of the values' error", min = 0)
        double value,

        @Param(value = "largest norm of all gradients together", min = 1e-9)
        double norm,

        @Param("whether advantages are normalised") boolean normalise,

        @Param(value = "updates in the average that the policy is clipped around", min = 0)
        double anchor) {
    /// 16 environments, 16 steps, and what is usual for the rest.
    public static final Ppo STANDARD = new Ppo(16, 16, 0.99, 0.95, 0.2, 4, 256, 3e-4, 0, 0.5, 0.5, true, 0);

    public Ppo {
        Spec.check(
                Ppo.class,
                environments,
                horizon,
                gamma,
                lambda,
                clip,
                epochs,
                minibatch,
                rate,
                entropy,
                value,
                norm,
                normalise,
                anchor);
    }

    /// A copy with one setting changed, as in `with("rate", "1e-3")`.
    ///
    /// @throws throughline.spec.BadInput when there is no such setting, or its value is not allowed
    public Ppo with(String setting, String text) {
        return Spec.with(this, setting, text);
    }

    /// A copy with one setting changed.
    ///
    /// @throws throughline.spec.BadInput when there is no such setting, or its value is not allowed
    public Ppo with(String setting, double number) {
        return with(setting, Double.toString(number));
    }

    /// Samples of one update, N T.
    public int samples() {
        return Math.multiplyExact(environments, horizon);
    }

    /// A training that has not made an update yet.
    ///
    /// @param agent what is trained
    /// @param make  gives N environments of their own
    /// @param seed  of the first weights, the environments, the actions and the order of samples
    public <O> Training<O> start(Agent<O> agent, Supplier<? extends Environment<O>> make, long seed) {
        return new Training<>(this, agent, make, seed);
    }

    /// Trains until it is interrupted, or done.
    ///
    /// @param updates to make, at least 0
    public <O> Training<O> train(Agent<O> agent, Supplier<? extends Environment<O>> make, long seed, int updates) {
        return train(agent, make, seed, updates, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Trains: [#start] and [Training#run].
    public <O> Training<O> train(
            Agent<O> agent,
            Supplier<? extends Environment<O>> make,
            long seed,
            int updates,
            Cancel cancel,
            Progress progress) {
        Training<O> training = start(agent, make, seed);
        try {
            training.run(updates, cancel, progress);
            return training;
        } catch (RuntimeException | Error e) {
            training.close();
            throw e;
        }
    }

    /// A training as [Training#save] left it, with these settings.
    ///
    /// What follows is, to the bit, what would have followed without the interruption, if agent, environments and
    /// settings are the same.
    ///
    /// @param agent as it was trained
    /// @param make  gives the same environments
    /// @param file  that [Training#save] wrote
    /// @throws throughline.spec.BadInput when the file cannot be read, or was written for another number of
    /// environments or another network
    public <O> Training<O> resume(Agent<O> agent, Supplier<? extends Environment<O>> make, Path file) {
        return Training.resume(this, agent, make, file);
    }
}
