package throughline.papers.fab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;
import throughline.fab.jobshop.Floor;
import throughline.fab.jobshop.Rule;
import throughline.fab.jobshop.Shop;
import throughline.learning.rl.Policy;
import throughline.papers.fab.DispatchTraining.Reward;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// A dispatching policy: a rule that has learnt. It can be used wherever a [Rule] can; many scenarios are played
/// faster at once.
///
/// ```java
/// try (DispatchPolicy policy = DispatchPolicy.trained(Reward.MAKESPAN)) {
///     show(Scenario.unseen(0.1, 1).getFirst().schedule(policy).gantt("A policy that has learnt"));
/// }
/// ```
public final class DispatchPolicy implements Rule, AutoCloseable {
    private final Policy<ShopGraph> policy;
    private final Optional<Table> curve;

    DispatchPolicy(Policy<ShopGraph> policy, Optional<Table> curve) {
        this.policy = policy;
        this.curve = curve;
    }

    /// The policy of the toolkit for a reward, of 200 updates, with its learning curve: what `lab train ISBJSSP --set
    /// reward=makespan`, or `reward=waiting`, leaves in its folder.
    public static DispatchPolicy trained(Reward reward) {
        String name = "isbjssp-" + reward.name().toLowerCase(Locale.ROOT);
        try (InputStream weights = DispatchPolicy.class.getResourceAsStream(name + ".gz");
                InputStream curve = DispatchPolicy.class.getResourceAsStream(name + ".csv")) {
            return new DispatchPolicy(
                    Policy.read(DispatchTraining.STANDARD.agent(), name, weights),
                    Optional.ofNullable(curve).map(csv -> curve(CsvReadOptions.builder(csv))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A policy and its learning curve, as [DispatchTraining#run] left them.
    static DispatchPolicy read(GraphAgent agent, Path weights, Path curve) {
        return new DispatchPolicy(
                Policy.read(agent, weights), Optional.of(curve(CsvReadOptions.builder(curve.toFile()))));
    }

    private static Table curve(CsvReadOptions.Builder from) {
        return Table.read().csv(from.locale(Locale.ROOT).tableName("learning curve"));
    }

    /// How it learnt, one row an update: see [throughline.learning.rl.Training#table()]. A return is the share of the
    /// makespan, or of the waiting, that an episode saved over most work remaining on the same scenario, operations
    /// drawn by their probabilities.
    ///
    /// @throws IllegalStateException when it has learnt nothing, or nobody has kept how it learnt
    public Table curve() {
        return curve.orElseThrow(() -> new IllegalStateException("nobody has kept how this policy learnt"));
    }

    /// The likeliest of the operations that are rivals for a machine; what has no rival starts unasked.
    @Override
    public int choose(Floor floor) {
        int[] rivals = Scenario.contested(floor);
        return rivals.length == 0 ? floor.available(0) : rivals[policy.greedy(ShopGraph.of(floor, rivals))];
    }

    /// The makespan of each scenario, by the likeliest operations; none after a cancel.
    public double[] makespans(List<Scenario> scenarios, Cancel cancel) {
        return greedy(scenarios, Reward.MAKESPAN, cancel);
    }

    /// The shortest makespan of each scenario in some tries, operations drawn by their probabilities; none after a
    /// cancel. With shut-downs, the best is picked by its luck: nobody could have known which to carry out.
    ///
    /// @param tries       for each scenario, at least 1
    /// @param temperature by which logits are divided: 1 for the policy itself, more to try more, positive
    /// @param seed        of the choices
    /// @throws BadInput when tries or temperature are out of range
    public double[] bestOf(int tries, List<Scenario> scenarios, double temperature, long seed, Cancel cancel) {
        if (!(temperature > 0)) {
            throw new BadInput("temperature [%s] must be positive", temperature);
        }
        return best(tries, scenarios, all -> sampled(all, temperature, choices(seed), cancel));
    }

    /// The shortest makespan of each scenario in some tries of a policy that has learnt nothing, to which all rivals
    /// are alike; none after a cancel.
    ///
    /// @param tries for each scenario, at least 1
    /// @param seed  of the choices
    /// @throws BadInput when tries are out of range
    public static double[] untrainedBestOf(int tries, List<Scenario> scenarios, long seed, Cancel cancel) {
        return best(tries, scenarios, all -> uniform(all, choices(seed), cancel));
    }

    private static Stream choices(long seed) {
        return new Streams(seed).named("tries");
    }

    private static double[] best(int tries, List<Scenario> scenarios, Function<List<Scenario>, double[]> play) {
        if (tries < 1) {
            throw new BadInput("tries [%d] must be 1 or more", tries);
        }
        double[] all = play.apply(scenarios.stream()
                .flatMap(scenario -> Collections.nCopies(tries, scenario).stream())
                .toList());
        if (all.length == 0) {
            return all;
        }
        return IntStream.range(0, scenarios.size())
                .mapToDouble(i ->
                        Arrays.stream(all, i * tries, (i + 1) * tries).min().orElseThrow())
                .toArray();
    }

    /// What it is asked, and answers by probabilities.
    Policy<ShopGraph> network() {
        return policy;
    }

    @Override
    public void close() {
        policy.close();
    }

    /// What each scenario costs, by the likeliest operations; none after a cancel.
    double[] greedy(List<Scenario> scenarios, Reward measure, Cancel cancel) {
        return play(scenarios, policy::greedy, measure, cancel);
    }

    /// The makespan of each scenario, by operations drawn with their probabilities; none after a cancel.
    double[] sampled(List<Scenario> scenarios, double temperature, Stream random, Cancel cancel) {
        return play(
                scenarios,
                graphs -> Arrays.stream(policy.probabilities(graphs))
                        .mapToInt(probabilities -> draw(probabilities, temperature, random))
                        .toArray(),
                Reward.MAKESPAN,
                cancel);
    }

    /// The makespan of each scenario, every rival equally likely; none after a cancel.
    private static double[] uniform(List<Scenario> scenarios, Stream random, Cancel cancel) {
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
