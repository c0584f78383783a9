package throughline.benchmarks;

import java.util.function.Consumer;
import java.util.function.Supplier;
import throughline.cli.Bench;
import throughline.learning.rl.Agent;
import throughline.learning.rl.CartPole;
import throughline.learning.rl.Corridor;
import throughline.learning.rl.Environment;
import throughline.learning.rl.Policy;
import throughline.learning.rl.Ppo;
import throughline.learning.rl.Training;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Samples a second of training by PPO, and how long cart-pole takes to a mean return of 400 of 500, greedy, over 50
/// episodes.
public final class PpoBench implements Bench {
    private static final Ppo BALANCING = Ppo.STANDARD
            .with("horizon", "64")
            .with("rate", "1e-3")
            .with("minibatch", "128")
            .with("epochs", "6");
    private static final int MOST = 200;

    @Override
    public String name() {
        return "ppo";
    }

    @Override
    public void run(Consumer<Figure> figures) {
        Corridor corridor = Corridor.SIXTEEN;
        for (int environments : new int[] {16, 256}) {
            rate("corridor, N = " + environments, environments, corridor.agent(32), corridor::environment, figures);
        }
        rate("cart-pole, N = 16", 16, CartPole.AGENT, () -> new CartPole(500), figures);
        balanced(figures);
    }

    private <O> void rate(
            String what, int environments, Agent<O> agent, Supplier<Environment<O>> make, Consumer<Figure> figures) {
        Ppo ppo = Ppo.STANDARD.with("environments", environments);
        int updates = 8_192 / ppo.samples();
        double seconds =
                Bench.best(2, 5, () -> ppo, each -> each.train(agent, make, 1, updates, Cancel.NEVER, Progress.NONE)
                        .close());
        String how = "best of 5 after 2 warm-ups, T = 16, mini-batches of 256, 4 epochs, one thread";
        figures.accept(new Figure(name(), what, updates * ppo.samples() / seconds, "samples/s", how));
    }

    private void balanced(Consumer<Figure> figures) {
        long start = System.nanoTime();
        try (Training<float[]> training = BALANCING.start(CartPole.AGENT, () -> new CartPole(500), 1)) {
            double mean = 0;
            int updates = 0;
            while (mean < 400 && updates < MOST) {
                training.run(5, Cancel.NEVER, Progress.NONE);
                updates += 5;
                try (Policy<float[]> policy = training.policy()) {
                    mean = policy.evaluate(() -> new CartPole(500), 50, 2).mean();
                }
            }
            String how = "mean return %.0f of 50 episodes after %d updates of 1,024 samples, seed 1, cold"
                    .formatted(mean, updates);
            figures.accept(new Figure(name(), "cart-pole to 400", (System.nanoTime() - start) * 1e-9, "s", how));
        }
    }
}
