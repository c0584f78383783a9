package throughline.papers.fab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import throughline.fab.jobshop.Floor;
import throughline.learning.rl.Policy;
import throughline.learning.rl.Ppo;
import throughline.learning.rl.Training;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Param;
import throughline.spec.Progress;
import throughline.spec.Spec;

/// How a dispatching policy for the job shop with blocking, swaps and shut-downs is trained: the paper's graph network
/// and PPO, on random instances of 5 to 9 jobs and machines, under shut-down probabilities of 0, 0.05, 0.1 and 0.2.
///
/// ```java
/// boolean done = DispatchTraining.STANDARD.with("updates", "100")
///         .run(Path.of("out/shop"), Cancel.onInterrupt(), Notebook.progress("training"));
/// ```
///
/// What is trained is read back by [#policy].
///
/// @param reward  what is earned
/// @param updates of PPO, of 1024 decisions each
/// @param hidden  numbers that the state of an operation has
/// @param rate    of Adam at first; it falls to a twentieth
/// @param entropy weight of the policy's entropy at first; it falls to 0
/// @param seed    of the first weights, the instances and the choices
public record DispatchTraining(
        @Param("what is earned") Reward reward,

        @Param(value = "updates of 1024 decisions", min = 1) int updates,

        @Param(value = "numbers in the state of an operation", min = 1)
        int hidden,

        @Param(value = "learning rate at first", min = 0) double rate,

        @Param(value = "weight of the entropy at first", min = 0)
        double entropy,

        @Param("seed of all that is random") long seed) {
    /// What the policies of the toolkit were trained with.
    public static final DispatchTraining STANDARD = new DispatchTraining(Reward.WAITING, 200, 32, 1e-3, 0.01, 1);

    /// The shut-down probabilities that are trained under, and tested.
    static final double[] PROBABILITIES = {0, 0.05, 0.1, 0.2};

    private static final String POLICY = "policy.gz";
    private static final String CHECKPOINT = "checkpoint.gz";
    private static final String CURVE = "curve.csv";
    private static final String SETTINGS = "settings.json";
    private static final int ENVIRONMENTS = 64;
    private static final int HORIZON = 16;
    private static final int EPOCHS = 3;
    private static final int MINIBATCH = 256;
    private static final int UPDATES_A_CHECKPOINT = 20;
    private static final double LEAST = 0.05;

    /// What a policy earns.
    public enum Reward {
        /// Less for each job that waits, for as long as it waits: the return is the sum of all waiting. The paper's, as
        /// far as is remembered of what the same group used before (arXiv 2106.01086).
        WAITING,
        /// Less for the time that passes: the return is the makespan, which is compared.
        MAKESPAN;

        /// What has been paid on a floor so far.
        long cost(Floor floor) {
            return this == WAITING ? floor.waiting() : floor.now();
        }
    }

    /// @throws BadInput when a setting is out of its range
    public DispatchTraining {
        Spec.check(DispatchTraining.class, reward, updates, hidden, rate, entropy, seed);
    }

    /// A copy with one setting changed, as in `with("updates", "50")`.
    ///
    /// @throws BadInput when there is no such setting, or its value is not allowed
    public DispatchTraining with(String setting, String text) {
        return Spec.with(this, setting, text);
    }

    /// Trains into a folder, or goes on there: `policy.gz` is the policy, `curve.csv` how it learnt, `checkpoint.gz`
    /// what it needs to go on, `settings.json` these settings. Interrupted and gone on with, it ends at the same
    /// bits.
    ///
    /// @param folder   made if it is missing
    /// @param progress in updates
    /// @return whether all updates are made; the folder holds what is done in any case
    /// @throws BadInput when the folder is of a training with other settings, or cannot be written
    public boolean run(Path folder, Cancel cancel, Progress progress) {
        Path checkpoint = folder.resolve(CHECKPOINT);
        boolean before = claim(folder) && Files.exists(checkpoint);
        GraphAgent agent = agent();
        try (Training<ShopGraph> training = before
                ? at(0).resume(agent, this::environment, checkpoint)
                : at(0).start(agent, this::environment, seed)) {
            while (made(training) < updates && !cancel.requested()) {
                some(training, UPDATES_A_CHECKPOINT, cancel, progress);
                save(training, folder);
            }
            return made(training) == updates;
        }
    }

    /// What a folder of [#run] holds so far.
    ///
    /// @throws BadInput when it holds no policy yet, or that of another training
    public DispatchPolicy policy(Path folder) {
        Path weights = folder.resolve(POLICY);
        if (!Files.exists(weights)) {
            throw new BadInput("folder [%s] holds no policy yet; run a training into it", folder);
        }
        claim(folder);
        return DispatchPolicy.read(agent(), weights, folder.resolve(CURVE));
    }

    /// The policy before any update, which chooses every operation equally often.
    DispatchPolicy untrained() {
        return new DispatchPolicy(Policy.untrained(agent(), this::environment, seed), Optional.empty());
    }

    /// What plays the policy.
    GraphAgent agent() {
        return new GraphAgent(hidden);
    }

    private void some(Training<ShopGraph> training, int most, Cancel cancel, Progress progress) {
        for (int i = 0; i < most && made(training) < updates && !cancel.requested(); i++) {
            training.settings(at(made(training)));
            training.run(1, Cancel.NEVER, Progress.NONE);
            progress.report(made(training), updates);
        }
    }

    private static int made(Training<ShopGraph> training) {
        return training.curve().size();
    }

    private ShopEnvironment environment() {
        return new ShopEnvironment(
                random -> Scenario.random(PROBABILITIES[random.below(PROBABILITIES.length)], random), reward);
    }

    /// The settings of an update, from 0.
    private Ppo at(int update) {
        double left = 1 - (double) update / updates;
        return new Ppo(
                ENVIRONMENTS,
                HORIZON,
                1,
                0.95,
                0.2,
                EPOCHS,
                MINIBATCH,
                rate * Math.max(LEAST, left),
                entropy * left,
                0.5,
                0.5,
                true,
                0);
    }

    /// Whether the folder is of this training already; if it is of none, it is from now on.
    private boolean claim(Path folder) {
        Path settings = folder.resolve(SETTINGS);
        try {
            Files.createDirectories(folder);
            if (Files.exists(settings)) {
                String found = Files.readString(settings);
                if (!found.equals(Spec.json(this))) {
                    throw new BadInput(
                            "folder [%s] is of another training (%s); give another folder, or the same settings",
                            folder, found.strip());
                }
                return true;
            }
            Files.writeString(settings, Spec.json(this));
            return false;
        } catch (IOException e) {
            throw new BadInput("folder [%s] cannot be written (%s)", folder, e.getMessage());
        }
    }

    private static void save(Training<ShopGraph> training, Path folder) {
        training.save(folder.resolve(CHECKPOINT));
        try (Policy<ShopGraph> policy = training.policy()) {
            policy.save(folder.resolve(POLICY));
        }
        try {
            Path draft = folder.resolve(CURVE + ".part");
            training.table().write().csv(draft.toFile());
            Files.move(draft, folder.resolve(CURVE), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the curve in " + folder, e);
        }
    }
}
