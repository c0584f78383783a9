package throughline.workshop.planning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import throughline.cluster.ClusterRun;
import throughline.cluster.ClusterSpec;
import throughline.cluster.faults.FaultRates;
import throughline.cluster.renewal.CheckpointLoss;
import throughline.cluster.renewal.RenewalSpec;
import throughline.spec.Cancel;
import throughline.workshop.Exercise;
import throughline.workshop.Judge;

/// Machines that break, what is lost with them, and machines that are slow now and then.
final class Failures {
    private static final int PER_NODE = 8;
    private static final int NODES = 128;
    private static final double HOURS = 24;
    private static final double[][] JOBS = {{12, 120}, {3, 10}, {48, 60}, {100, 300}};
    /// Of wall time: what an interval may lose more than the best.
    private static final double ALLOWED = 0.0025;

    private static final double NEAR = 0.1;
    private static final int DEVICES = 1024;
    private static final double SLOW_STEPS = 0.001;
    private static final double SLOWER = 0.5;

    private Failures() {}

    static List<Exercise> exercises() {
        return List.of(
                PlanningCourse.guess("guess-failures", "hours between failures of 2,048 nodes"),
                new Exercise("mtbf", "hours between failures of a cluster", 5, 1, mtbf()),
                new Exercise("interval", "the best time between checkpoints, by simulation", 8, 2, interval()),
                new Exercise("young", "a rule for the time between checkpoints", 8, 2, young()),
                new Exercise("buy", "what a job that loses too much needs", 8, 2, buy()),
                PlanningCourse.guess("guess-stragglers", "what rare slow devices cost"),
                new Exercise("stragglers", "the mean of steps that wait for the slowest", 6, 1, stragglers()));
    }

    /// Hours between failures of a node.
    private static double node() {
        return HOURS / FaultRates.named(Contract.COURSE.faults()).perDay(1, PER_NODE);
    }

    static Judge mtbf() {
        return Judge.number(() -> node() / NODES, 0.01, "h")
                .mistake(Failures::node, "That is a single node. The job stops when any of the 128 does.")
                .mistake(() -> node() * NODES, "More nodes fail more often, not less.")
                .mistake(
                        () -> node() / NODES / PER_NODE,
                        "Failures are counted by node here, not by device: divide by nodes.")
                .mistake(() -> node() / HOURS / NODES, "That is in days.");
    }

    /// A job that fails twice a day, and stands still for two minutes to save.
    static final RenewalSpec JOB = job(JOBS[0][0], JOBS[0][1]);

    private static RenewalSpec job(double mtbf, double save) {
        return new RenewalSpec(mtbf, 60, save, 30, 1, 5, 0, 7);
    }

    static Judge interval() {
        double best = CheckpointLoss.best(JOB);
        double least = CheckpointLoss.at(JOB, best);
        return PlanningCourse.numbers(minutes -> {
            if (!(minutes > 0 && minutes <= 1e6)) {
                return Optional.of("It must be minutes, above 0.");
            }
            double loss = CheckpointLoss.at(JOB, minutes);
            if (loss - least <= ALLOWED) {
                return Optional.empty();
            }
            String all = "In the long run it loses %.1f %% of the time, and an interval that is %s loses %.1f %%. "
                    .formatted(100 * loss, minutes < best ? "longer" : "shorter", 100 * least);
            double saving = JOB.save() / (60 * minutes + JOB.save());
            return Optional.of(all
                    + (minutes < best
                            ? "As often as possible is too often: it stands still to save for %.0f %% of the time."
                                    .formatted(100 * saving)
                            : "Each failure takes all work since the last checkpoint with it, up to %.0f minutes."
                                    .formatted(minutes)));
        });
    }

    static Judge young() {
        return Judge.of(DoubleBinaryOperator.class, rule -> {
            for (double[] job : JOBS) {
                double best = CheckpointLoss.best(job(job[0], job[1]));
                double found = rule.applyAsDouble(job[0], job[1]);
                if (!(Math.abs(found / best - 1) < NEAR)) {
                    return Optional.of("With %.0f h between failures and %.0f s to save, the best are %.1f minutes. %s"
                            .formatted(job[0], job[1], best, why(found, job[0], job[1])));
                }
            }
            return Optional.empty();
        });
    }

    private static String why(double found, double mtbf, double save) {
        double young = CheckpointLoss.young(job(mtbf, save));
        if (Double.isNaN(found)) {
            return "Put a formula in the place of Double.NaN.";
        }
        if (is(found, young / Math.sqrt(2))) {
            return "A factor is missing: half of an interval is lost with a failure, not all of it.";
        }
        if (is(found, 60 * young)) {
            return "Yours is in seconds; it is asked for in minutes.";
        }
        if (is(found, young / 60)) {
            return "Mind the units: hours go in, and seconds, and minutes come out.";
        }
        if (is(found, 60 * mtbf)) {
            return "Once between failures is far too rare: two fifths of all work would be lost.";
        }
        return "Yours gives %.3g.".formatted(found);
    }

    private static boolean is(double found, double wrong) {
        return Math.abs(found / wrong - 1) < 0.01;
    }

    /// What could be bought for the job in trouble.
    static Map<String, ClusterSpec> offers() {
        ClusterSpec job = PlanningCourse.troubled();
        Map<String, ClusterSpec> offers = new LinkedHashMap<>();
        offers.put("storage", job.with("checkpoint", "lazy"));
        offers.put("checkpoints", job.with("checkpointEvery", "10"));
        offers.put("monitor", job.with("recovery", "recovery-monitored"));
        offers.put("spares", job.with("spares", "64"));
        return offers;
    }

    private static double effective(ClusterSpec spec) {
        return ClusterRun.goodput(spec, 1, Cancel.onInterrupt()).effective();
    }

    static Judge buy() {
        return Judge.of(String.class, answer -> {
            Map<String, ClusterSpec> offers = offers();
            String chosen = answer.strip().toLowerCase(Locale.ROOT);
            if (!offers.containsKey(chosen)) {
                return Optional.of("It must be one of %s.".formatted(offers.keySet()));
            }
            double before = effective(PlanningCourse.troubled());
            Map<String, Double> gains = new LinkedHashMap<>();
            offers.forEach((name, job) -> gains.put(name, effective(job) - before));
            double gained = gains.get(chosen);
            double most = Collections.max(gains.values());
            return gained >= most
                    ? Optional.empty()
                    : Optional.of(
                            ("In the same days, with the same failures, that gains %.1f %% of the time for steps that"
                                            + " are kept; another offer gains %.1f %%. Look at what the time is spent"
                                            + " on.")
                                    .formatted(100 * gained, 100 * most));
        });
    }

    static Judge stragglers() {
        double any = 1 - Math.pow(1 - SLOW_STEPS, DEVICES);
        return Judge.number(() -> 100 * SLOWER * any, 0.02, "%")
                .mistake(
                        () -> 100 * SLOWER * SLOW_STEPS,
                        "That is the average device. A step is as slow as its slowest one: averages do not suffice.")
                .mistake(
                        () -> 100 * SLOWER * SLOW_STEPS * DEVICES,
                        "That adds up all devices. Where two are slow in one step, it is slow once.")
                .mistake(() -> 100 * any, "That is the share of steps that are slow; by how much are they?")
                .mistake(() -> 100 * SLOWER, "Not every step has a slow device in it.");
    }
}
