package throughline.papers.fab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import throughline.data.Estimate;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.fab.jobshop.FixedRule;
import throughline.fab.jobshop.JobShop;
import throughline.fab.jobshop.Mode;
import throughline.fab.jobshop.Optimum;
import throughline.fab.jobshop.Rule;
import throughline.fab.jobshop.Shop;
import throughline.fab.jobshop.Shutdowns;
import throughline.papers.Evidence;
import throughline.papers.Measured;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.fab.DispatchTraining.Reward;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Dispatching rules for the interrupting swap-allowed blocking job shop, learnt by a graph network and PPO (arXiv
/// 2302.02506). Of the paper its abstract is known: policies trained on random instances match or beat fixed rules on
/// published ones, over a range of shut-down probabilities. No value of its tables is known.
///
/// The policies that are tested here were trained by [DispatchTraining] and come with the toolkit, one for each
/// [Reward]. They are held against the rule with the lowest mean on the same scenarios, with the same shut-downs; what
/// 64 tries find is held against 64 tries of a policy that has learnt nothing, since that alone beats every rule.
public final class BlockingJobShop implements Paper {
    private static final String ABSTRACT =
            "abstract: match or beat fixed rules; read as beat the best of them on average";
    private static final String SIMULATION = "an independent simulation with the same ties; not a value of the paper";
    private static final String PAID_FOR_WAITING =
            "Paid for short waiting, which is in effect the sum of the jobs' completions, it lets short jobs go first, and"
                    + " the last one is late. Paid for the makespan, the same network learns that.";
    private static final String WAITING = "gain in waiting on the best rule, unseen instances";
    private static final List<JobShop> BENCHMARKS = List.of(JobShop.FT06, JobShop.LA01);
    private static final int INSTANCES = 800;
    private static final int FEW = 200;
    private static final int SHUTDOWNS = 100;

    @Override
    public String id() {
        return "ISBJSSP";
    }

    @Override
    public List<Reported> reported() {
        Provenance told = Provenance.SECONDHAND;
        List<Reported> rows = new ArrayList<>();
        for (JobShop instance : BENCHMARKS) {
            rows.add(Reported.rises(gainOn(instance.name()), "", ABSTRACT, Provenance.PRINTED));
        }
        for (double q : DispatchTraining.PROBABILITIES) {
            rows.add(Reported.rises(gainOn("unseen instances", q), "", ABSTRACT + ", there of published ones", told));
        }
        rows.add(Reported.rises(WAITING, "", "implied by the reward, which is recalled", Provenance.RECALLED));
        rows.add(Reported.rises(BestOfTries.LEARNT, "", "implied: that it has learnt", told));
        rows.add(Reported.rises(BestOfTries.LEARNT_LARGE, "", "implied: that it has learnt", told));
        rows.add(Reported.of(BestOfTries.UNTRAINED, 0.13, "", SIMULATION, told));
        rows.add(Reported.of("la01 classical, SPT", 751, "", SIMULATION, told));
        rows.add(Reported.of("la01 classical, MWR", 735, "", SIMULATION, told));
        rows.add(Reported.of("la01 blocking, best rule", 1130, "", SIMULATION, told));
        rows.add(Reported.of("ft06 blocking, best rule", 75, "", SIMULATION, told));
        rows.add(Reported.of("ft06 classical, optimum", 55, "", "published with the instance's solutions", told));
        for (JobShop instance : BENCHMARKS) {
            for (double q : DispatchTraining.PROBABILITIES) {
                rows.add(Reported.notKnown(gainOn(instance.name(), q), "", "tables of makespans"));
            }
        }
        return rows;
    }

    private static String gainOn(String instances) {
        return "gain on the best rule, " + instances;
    }

    private static String gainOn(String instances, double probability) {
        return "%s, q = %s".formatted(gainOn(instances), probability);
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        rules(evidence, cancel);
        List<Comparison> unseen = Arrays.stream(DispatchTraining.PROBABILITIES)
                .mapToObj(q -> Comparison.of(Scenario.unseen(q, INSTANCES), Reward.MAKESPAN))
                .toList();
        int done = 0;
        for (Reward reward : Reward.values()) {
            try (DispatchPolicy policy = DispatchPolicy.trained(reward)) {
                policy(evidence, policy, reward, unseen, cancel);
                progress.report(++done, 4);
            }
        }
        waiting(evidence, cancel);
        if (!cancel.requested()) {
            BestOfTries.claims(evidence, cancel);
        }
        progress.report(4, 4);
    }

    private static void rules(Evidence evidence, Cancel cancel) {
        makespan(evidence, "la01 classical, SPT", JobShop.LA01, Mode.CLASSICAL, FixedRule.SPT);
        makespan(evidence, "la01 classical, MWR", JobShop.LA01, Mode.CLASSICAL, FixedRule.MWR);
        makespan(evidence, "la01 blocking, best rule", JobShop.LA01, Mode.SWAP, FixedRule.values());
        makespan(evidence, "ft06 blocking, best rule", JobShop.FT06, Mode.SWAP, FixedRule.values());
        exact(
                evidence,
                "ft06 classical, optimum",
                JobShop.FT06,
                Optimum.of(JobShop.FT06, Mode.CLASSICAL, 60, 1, cancel)
                        .makespan()
                        .orElse(-1L));
    }

    private static void makespan(Evidence evidence, String row, JobShop instance, Mode mode, FixedRule... rules) {
        Shop shop = new Shop(instance, mode, Shutdowns.NEVER);
        exact(
                evidence,
                row,
                instance,
                Arrays.stream(rules)
                        .mapToLong(rule -> shop.makespan(rule, new Streams(1)).orElseThrow())
                        .min()
                        .orElseThrow());
    }

    private static void exact(Evidence evidence, String row, JobShop instance, double value) {
        evidence.claim(Recomputed.of(row, value)
                .within(Tolerance.absolute(0, "nothing is left to chance"))
                .against(Null.of(instance.lowerBound(), "the largest load of a machine, or the longest job")));
    }

    /// Single runs of a policy, each operation the likeliest.
    private static void policy(
            Evidence evidence, DispatchPolicy policy, Reward reward, List<Comparison> unseen, Cancel cancel) {
        for (Comparison rules : unseen) {
            Measured<Estimate> gain = gain(evidence, policy, List.of(rules), cancel);
            if (cancel.requested()) {
                return;
            }
            String row = gainOn("unseen instances", rules.scenarios().getFirst().probability());
            beats(evidence, row, reward, gain, INSTANCES + " instances, paired");
        }
        for (JobShop instance : BENCHMARKS) {
            List<Comparison> all = Arrays.stream(DispatchTraining.PROBABILITIES)
                    .mapToObj(q -> Comparison.of(Scenario.repeated(instance, q, SHUTDOWNS), Reward.MAKESPAN))
                    .toList();
            Measured<Estimate> gain = gain(evidence, policy, all, cancel);
            if (cancel.requested()) {
                return;
            }
            beats(evidence, gainOn(instance.name()), reward, gain, "4 probabilities, shut-downs of 100 seeds, paired");
            if (reward == Reward.MAKESPAN) {
                all.forEach(rules -> unknown(evidence, policy, instance, rules));
            }
        }
    }

    /// What the policy was trained on that the paper is said to have trained on: it learns that, not the makespan.
    private static void waiting(Evidence evidence, Cancel cancel) {
        List<Comparison> rules = Arrays.stream(DispatchTraining.PROBABILITIES)
                .mapToObj(q -> Comparison.of(Scenario.unseen(q, FEW), Reward.WAITING))
                .toList();
        try (DispatchPolicy policy = DispatchPolicy.trained(Reward.WAITING)) {
            Measured<Estimate> gain = gain(evidence, policy, rules, cancel);
            if (!cancel.requested()) {
                beats(evidence, WAITING, Reward.WAITING, gain, "4 probabilities, 200 instances each, paired");
            }
        }
    }

    private static void beats(Evidence evidence, String row, Reward reward, Measured<Estimate> gain, String why) {
        evidence.claim(Recomputed.of(row, gain.value().mean())
                .as("%s, trained on %s".formatted(row, reward.name().toLowerCase(Locale.ROOT)))
                .within(Tolerance.direction(gain.value().standardError(), why))
                .from(gain)
                .tried(reward == Reward.MAKESPAN ? "" : PAID_FOR_WAITING));
    }

    private static void unknown(Evidence evidence, DispatchPolicy policy, JobShop instance, Comparison rules) {
        Measured<Estimate> gain = gain(evidence, policy, List.of(rules), Cancel.NEVER);
        String row = gainOn(instance.name(), rules.scenarios().getFirst().probability());
        evidence.claim(Recomputed.of(row, gain.value().mean()).from(gain));
    }

    /// The gain on the rule with the lowest mean over all groups of scenarios, groups counting alike; null after a
    /// cancel.
    private static Measured<Estimate> gain(
            Evidence evidence, DispatchPolicy policy, List<Comparison> groups, Cancel cancel) {
        return evidence.measure("policy trained by PPO, played", () -> {
            FixedRule best = best(groups);
            double mean = 0;
            double variance = 0;
            for (Comparison rules : groups) {
                double[] played = policy.greedy(rules.scenarios(), rules.measure(), cancel);
                if (played.length == 0) {
                    return null;
                }
                Estimate gain = rules.gain(played, best);
                mean += gain.mean() / groups.size();
                variance += gain.standardError() * gain.standardError() / groups.size() / groups.size();
            }
            return new Estimate(mean, Math.sqrt(variance), groups.size());
        });
    }

    private static FixedRule best(List<Comparison> comparisons) {
        ToDoubleFunction<FixedRule> mean =
                rule -> comparisons.stream().mapToDouble(c -> c.mean(rule)).sum();
        return Arrays.stream(FixedRule.values())
                .min((a, b) -> Double.compare(mean.applyAsDouble(a), mean.applyAsDouble(b)))
                .orElseThrow();
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        double[] probabilities = {0, 0.025, 0.05, 0.1, 0.15, 0.2};
        Map<String, double[]> lines = new LinkedHashMap<>();
        for (int i = 0; i < probabilities.length && !cancel.requested(); i++) {
            Map<String, Double> ratios = ratios(probabilities[i], cancel);
            int at = i;
            ratios.forEach(
                    (name, ratio) -> lines.computeIfAbsent(name, _ -> new double[probabilities.length])[at] = ratio);
            progress.report(i + 1L, probabilities.length);
        }
        Plot plot = Plot.of(
                "Trained on the makespan, a policy beats the best fixed rule",
                Axis.of("probability of a shut-down", ""),
                Axis.of("makespan over that of the best rule", ""));
        for (Map.Entry<String, double[]> line : lines.entrySet()) {
            plot = plot.line(line.getKey(), probabilities, line.getValue());
        }
        return Optional.of(plot);
    }

    /// Mean makespans on unseen instances over that of the best rule, by name of what was played.
    private static Map<String, Double> ratios(double probability, Cancel cancel) {
        Comparison rules = Comparison.of(Scenario.unseen(probability, INSTANCES), Reward.MAKESPAN);
        double best = rules.mean(rules.best());
        Map<String, Double> ratios = new LinkedHashMap<>();
        for (Reward reward : Reward.values()) {
            try (DispatchPolicy policy = DispatchPolicy.trained(reward)) {
                double[] played = policy.greedy(rules.scenarios(), rules.measure(), cancel);
                String name = "policy trained on " + reward.name().toLowerCase(Locale.ROOT);
                ratios.put(name, played.length == 0 ? Double.NaN : Comparison.mean(played) / best);
            }
        }
        for (FixedRule rule : FixedRule.values()) {
            ratios.put(rule.name(), rules.mean(rule) / best);
        }
        Rule random = Rule.random(new Streams(1).named("random rule"));
        ratios.put("random", Comparison.mean(Comparison.played(random, rules.scenarios(), Reward.MAKESPAN)) / best);
        return ratios;
    }
}
