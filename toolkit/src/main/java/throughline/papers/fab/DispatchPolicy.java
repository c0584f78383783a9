package throughline.papers.fab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import throughline.fab.jobshop.Shop;
import throughline.learning.rl.Policy;
import throughline.papers.fab.DispatchTraining.Reward;
import throughline.random.Stream;
import throughline.spec.Cancel;

/// Plays scenarios by a policy, many at once.
final class DispatchPolicy {
    private DispatchPolicy() {}

    /// The policy of the toolkit for a reward: what `lab train ISBJSSP --set reward=REWARD` gives.
    static Policy<ShopGraph> trained(Reward reward) {
        String name = "isbjssp-%s.gz".formatted(reward.name().toLowerCase(Locale.ROOT));
        try (InputStream in = DispatchPolicy.class.getResourceAsStream(name)) {
            return Policy.read(DispatchTraining.STANDARD.agent(), name, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What each scenario costs, by the likeliest operations; none after a cancel.
    static double[] greedy(Policy<ShopGraph> policy, List<Scenario> scenarios, Reward measure, Cancel cancel) {
        return play(scenarios, policy::greedy, measure, cancel);
    }

    /// The makespan of each scenario, by operations drawn with their probabilities; none after a cancel.
    ///
    /// @param temperature by which logits are divided: 1 for the policy itself, more to try more, positive
    static double[] sampled(
            Policy<ShopGraph> policy, List<Scenario> scenarios, double temperature, Stream random, Cancel cancel) {
        return play(
                scenarios,
                graphs -> Arrays.stream(policy.probabilities(graphs))
                        .mapToInt(probabilities -> draw(probabilities, temperature, random))
                        .toArray(),
                Reward.MAKESPAN,
                cancel);
    }

    /// The makespan of each scenario, every rival equally likely, as to a policy before its training; none after a
    /// cancel.
    static double[] uniform(List<Scenario> scenarios, Stream random, Cancel cancel) {
        return play(
                scenarios,
                graphs -> graphs.stream()
                        .mapToInt(graph -> random.below(graph.options().length))
                        .toArray(),
                Reward.MAKESPAN,
                cancel);
    }

    private static int draw(double[] probabilities, double temperature, Stream random) {
        double[] weights = Arrays.stream(probabilities)
                .map(probability -> StrictMath.pow(probability, 1 / temperature))
                .toArray();
        double left = random.uniform() * Arrays.stream(weights).sum();
        int drawn = 0;
        for (int a = 0; a < weights.length && left >= 0; a++) {
            if (weights[a] > 0) {
                drawn = a;
                left -= weights[a];
            }
        }
        return drawn;
    }

    private interface Choice {
        int[] of(List<ShopGraph> graphs);
    }

    /// A shop that waits for a decision.
    private record Open(Shop shop, int[] rivals) {
        ShopGraph graph() {
            return ShopGraph.of(shop.floor(), rivals);
        }
    }

    private static double[] play(List<Scenario> scenarios, Choice choice, Reward measure, Cancel cancel) {
        List<Shop> shops = scenarios.stream().map(Scenario::shop).toList();
        List<Open> open = undecided(shops);
        while (!open.isEmpty() && !cancel.requested()) {
            int[] actions = choice.of(open.stream().map(Open::graph).toList());
            List<Shop> next = new ArrayList<>();
            for (int i = 0; i < actions.length; i++) {
                Open at = open.get(i);
                at.shop.choose(at.rivals[actions[i]]);
                next.add(at.shop);
            }
            open = undecided(next);
        }
        return open.isEmpty()
                ? shops.stream().mapToDouble(shop -> measure.cost(shop.floor())).toArray()
                : new double[0];
    }

    private static List<Open> undecided(List<Shop> shops) {
        return shops.stream()
                .map(shop -> new Open(shop, Scenario.rivals(shop)))
                .filter(at -> at.rivals.length > 0)
                .toList();
    }
}
