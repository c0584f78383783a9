package throughline.papers.fab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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

    /// The makespan of each scenario, by the likeliest operations; none after a cancel.
    static double[] greedy(Policy<ShopGraph> policy, List<Scenario> scenarios, Cancel cancel) {
        return play(scenarios, policy::greedy, cancel);
    }

    /// The makespan of each scenario, by operations drawn with their probabilities; none after a cancel.
    static double[] sampled(Policy<ShopGraph> policy, List<Scenario> scenarios, Stream random, Cancel cancel) {
        return play(scenarios, graphs -> policy.sample(graphs, random), cancel);
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

    private static double[] play(List<Scenario> scenarios, Choice choice, Cancel cancel) {
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
                ? shops.stream().mapToDouble(shop -> shop.floor().now()).toArray()
                : new double[0];
    }

    private static List<Open> undecided(List<Shop> shops) {
        return shops.stream()
                .map(shop -> new Open(shop, Scenario.rivals(shop)))
                .filter(at -> at.rivals.length > 0)
                .toList();
    }
}
