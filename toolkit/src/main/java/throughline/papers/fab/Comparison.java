package throughline.papers.fab;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import throughline.data.Estimate;
import throughline.fab.jobshop.FixedRule;
import throughline.fab.jobshop.Rule;
import throughline.papers.fab.DispatchTraining.Reward;

/// The fixed rules on some scenarios, for policies to be held against on the same ones.
///
/// @param scenarios at least one
/// @param measure   by which they are held
/// @param costs     of each rule by that measure, in the order of the scenarios
record Comparison(List<Scenario> scenarios, Reward measure, Map<FixedRule, double[]> costs) {
    static Comparison of(List<Scenario> scenarios, Reward measure) {
        Map<FixedRule, double[]> costs = new EnumMap<>(FixedRule.class);
        for (FixedRule rule : FixedRule.values()) {
            costs.put(rule, played(rule, scenarios, measure));
        }
        return new Comparison(scenarios, measure, costs);
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
