package throughline.papers.fab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Estimate;
import throughline.fab.jobshop.FixedRule;
import throughline.fab.jobshop.Rule;
import throughline.papers.fab.DispatchTraining.Reward;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// Rules and policies on the same scenarios: what each makes of every one of them, and what it gains on the best fixed
/// rule. All meet the same shut-downs, so that a difference is known better than either side of it.
///
/// ```java
/// var trials = DispatchTrials.of(Scenario.unseen(0.1, 200))
///         .with("mine", floor -> floor.available(0));
/// show(trials.table("jobs", scenario -> scenario.instance().jobs().size()));
/// ```
///
/// @param scenarios at least one
/// @param makespans by name of who played, in the order of the scenarios; the fixed rules are always there
public record DispatchTrials(List<Scenario> scenarios, SequencedMap<String, double[]> makespans) {
    private static final double LEVEL = 0.95;
    private static final double PERCENT = 100;

    /// @throws BadInput when there is no scenario, a fixed rule is missing, or makespans are not one a scenario
    public DispatchTrials {
        scenarios = List.copyOf(scenarios);
        if (scenarios.isEmpty()) {
            throw new BadInput("trials need at least one scenario");
        }
        for (FixedRule rule : FixedRule.values()) {
            if (!makespans.containsKey(rule.name())) {
                throw new BadInput("trials lack the fixed rule [%s]; of(scenarios) plays all", rule);
            }
        }
        int count = scenarios.size();
        makespans.forEach((name, own) -> {
            if (own.length != count) {
                throw new BadInput(
                        "trials of [%s]: [%d] makespans for %d scenarios; there must be one each, which there are"
                                + " not after a cancel",
                        name, own.length, count);
            }
        });
    }

    /// What the fixed rules make of some scenarios.
    ///
    /// @param scenarios at least one
    public static DispatchTrials of(List<Scenario> scenarios) {
        SequencedMap<String, double[]> makespans = new LinkedHashMap<>();
        for (FixedRule rule : FixedRule.values()) {
            makespans.put(rule.name(), Comparison.played(rule, scenarios, Reward.MAKESPAN));
        }
        return new DispatchTrials(scenarios, makespans);
    }

    /// These and what a rule makes of the same scenarios, until interrupted.
    ///
    /// @param name by which it is called
    /// @param rule a policy plays all scenarios at once
    /// @throws BadInput after an interrupt, when not all scenarios were played
    public DispatchTrials with(String name, Rule rule) {
        return with(
                name,
                rule instanceof DispatchPolicy policy
                        ? policy.makespans(scenarios, Cancel.onInterrupt())
                        : Comparison.played(rule, scenarios, Reward.MAKESPAN));
    }

    /// These and what somebody made of the same scenarios, such as [DispatchPolicy#bestOf].
    ///
    /// @param name by which they are called
    /// @param own  one a scenario, in their order
    public DispatchTrials with(String name, double[] own) {
        SequencedMap<String, double[]> all = new LinkedHashMap<>(makespans);
        all.put(name, own);
        return new DispatchTrials(scenarios, all);
    }

    /// By how much one is shorter than another: the mean of the share saved in each scenario.
    ///
    /// @param name  of who is shorter
    /// @param other of whom it is held against
    /// @throws BadInput when one of them has not played
    public Estimate saved(String name, String other) {
        double[] own = played(name);
        double[] others = played(other);
        return Estimate.of(IntStream.range(0, own.length)
                .mapToDouble(i -> 1 - own[i] / others[i])
                .toArray());
    }

    private double[] played(String name) {
        if (!makespans.containsKey(name)) {
            throw new BadInput("[%s] has not played; there are %s", name, makespans.keySet());
        }
        return makespans.get(name);
    }

    /// All scenarios together: see [#table(String, Function)].
    public Table table() {
        return table("instances", _ -> "all").removeColumns("instances");
    }

    /// For each group of scenarios and each player a row: the name of the group in a column of its own, `scenarios`,
    /// `rule`, its mean `makespan`, the `best rule` of that group, which is the fixed one with the lowest mean, and
    /// `gain on best rule [%]`, by how much the mean makespan is lower, with its 95 % interval over scenarios in
    /// pairs, `low [%]` to `high [%]`. At last the share of scenarios in which it was `shorter [%]` or
    /// `longer [%]` than that rule. A fixed rule is best with hindsight, so that gains are rather too low.
    ///
    /// @param by    what the groups are of, a column's name
    /// @param group of a scenario: a number, by which groups are sorted, or something else, as text
    public Table table(String by, Function<Scenario, ?> group) {
        Map<Object, List<Integer>> groups = groups(group);
        boolean numbers = groups.keySet().stream().allMatch(Double.class::isInstance);
        Rows rows = new Rows();
        groups.forEach((_, members) -> rows.append(only(members)));
        Table table = rows.table();
        if (numbers) {
            DoubleColumn column = DoubleColumn.create(by);
            groups.keySet().forEach(key -> makespans.keySet().forEach(_ -> column.append((Double) key)));
            return table.insertColumn(0, column);
        }
        StringColumn column = StringColumn.create(by);
        groups.keySet().forEach(key -> makespans.keySet().forEach(_ -> column.append(key.toString())));
        return table.insertColumn(0, column);
    }

    /// Numbers in ascending order, texts as they come.
    private Map<Object, List<Integer>> groups(Function<Scenario, ?> group) {
        List<?> keys = scenarios.stream()
                .map(group)
                .map(key -> key instanceof Number number ? (Object) number.doubleValue() : String.valueOf(key))
                .toList();
        boolean numbers = keys.stream().allMatch(Double.class::isInstance);
        Map<Object, List<Integer>> groups = numbers ? new TreeMap<>() : new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            groups.computeIfAbsent(keys.get(i), _ -> new ArrayList<>()).add(i);
        }
        return groups;
    }

    private DispatchTrials only(List<Integer> members) {
        SequencedMap<String, double[]> some = new LinkedHashMap<>();
        makespans.forEach((name, own) ->
                some.put(name, members.stream().mapToDouble(i -> own[i]).toArray()));
        return new DispatchTrials(members.stream().map(scenarios::get).toList(), some);
    }

    private Comparison fixed() {
        Map<FixedRule, double[]> costs = new EnumMap<>(FixedRule.class);
        Arrays.stream(FixedRule.values()).forEach(rule -> costs.put(rule, makespans.get(rule.name())));
        return new Comparison(scenarios, Reward.MAKESPAN, costs);
    }

    private static final class Rows {
        private final IntColumn scenarios = IntColumn.create("scenarios");
        private final StringColumn rules = StringColumn.create("rule");
        private final DoubleColumn makespans = DoubleColumn.create("makespan");
        private final StringColumn best = StringColumn.create("best rule");
        private final DoubleColumn gains = DoubleColumn.create("gain on best rule [%]");
        private final DoubleColumn lows = DoubleColumn.create("low [%]");
        private final DoubleColumn highs = DoubleColumn.create("high [%]");
        private final DoubleColumn shorter = DoubleColumn.create("shorter [%]");
        private final DoubleColumn longer = DoubleColumn.create("longer [%]");

        void append(DispatchTrials group) {
            Comparison fixed = group.fixed();
            FixedRule rival = fixed.best();
            group.makespans.forEach((name, own) -> {
                Estimate gain = fixed.gain(own, rival);
                double half = gain.samples() > 1 ? gain.halfWidth(LEVEL) : 0;
                scenarios.append(own.length);
                rules.append(name);
                makespans.append(Comparison.mean(own));
                best.append(rival.name());
                gains.append(PERCENT * gain.mean());
                lows.append(PERCENT * (gain.mean() - half));
                highs.append(PERCENT * (gain.mean() + half));
                double[] rivals = fixed.costs().get(rival);
                shorter.append(share(own, i -> own[i] < rivals[i]));
                longer.append(share(own, i -> own[i] > rivals[i]));
            });
        }

        private static double share(double[] own, IntPredicate such) {
            return PERCENT * IntStream.range(0, own.length).filter(such).count() / own.length;
        }

        Table table() {
            return Table.create("trials", scenarios, rules, makespans, best, gains, lows, highs, shorter, longer);
        }
    }
}
