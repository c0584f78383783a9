package throughline.papers.fab;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import throughline.data.Estimate;
import throughline.fab.jobshop.FixedRule;
import throughline.fab.jobshop.JobShop;
import throughline.fab.jobshop.Rule;
import throughline.papers.fab.DispatchTraining.Reward;
import throughline.random.Streams;

/// The fixed rules on some scenarios, for policies to be held against on the same ones.
///
/// @param scenarios at least one
/// @param measure   by which they are held
/// @param costs     of each rule by that measure, in the order of the scenarios
record Comparison(List<Scenario> scenarios, Reward measure, Map<FixedRule, double[]> costs) {
    private static final Streams HELD_OUT = new Streams(230_202_506).below("held-out");

    static Comparison of(List<Scenario> scenarios, Reward measure) {
        Map<FixedRule, double[]> costs = new EnumMap<>(FixedRule.class);
        for (FixedRule rule : FixedRule.values()) {
            costs.put(rule, played(rule, scenarios, measure));
        }
        return new Comparison(scenarios, measure, costs);
    }

    /// Random instances that no training has seen.
    static List<Scenario> heldOut(double probability, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Scenario.random(probability, HELD_OUT.named("%s-%d".formatted(probability, i))))
                .toList();
    }

    /// Random instances of 15 jobs on 10 machines without shut-downs: larger than any that was trained on.
    static List<Scenario> large(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Scenario(JobShop.random(15, 10, HELD_OUT.named("large-" + i)), 0, 1))
                .toList();
    }

    /// One instance under several shut-downs; under none, once.
    static List<Scenario> repeated(JobShop instance, double probability, int count) {
        return IntStream.range(0, probability == 0 ? 1 : count)
                .mapToObj(seed -> new Scenario(instance, probability, seed))
                .toList();
    }

    /// What scenarios cost by a rule.
    static double[] played(Rule rule, List<Scenario> scenarios, Reward measure) {
        return scenarios.stream()
                .mapToDouble(scenario -> measure.cost(scenario.played(rule)))
                .toArray();
    }

    /// The rule with the lowest mean over all scenarios.
    FixedRule best() {
        return Arrays.stream(FixedRule.values())
                .min(Comparator.comparingDouble(this::mean))
                .orElseThrow();
    }

    /// The mean cost of a rule.
    double mean(FixedRule rule) {
        return mean(costs.get(rule));
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /// By how much a policy costs less than a rule, over the rule's mean. Scenarios are paired:
    /// both met the same shut-downs. The standard error is 0 for a single scenario, which leaves nothing to chance.
    Estimate gain(double[] policy, FixedRule rule) {
        Estimate less = Estimate.paired(costs.get(rule), policy);
        double error = less.samples() == 1 ? 0 : less.standardError();
        return new Estimate(less.mean() / mean(rule), error / mean(rule), less.samples());
    }
}
