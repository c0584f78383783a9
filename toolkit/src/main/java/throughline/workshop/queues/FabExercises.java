package throughline.workshop.queues;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import throughline.data.Estimate;
import throughline.data.Trace;
import throughline.data.Warmup;
import throughline.fab.Dispatch;
import throughline.fab.Fab;
import throughline.fab.FabRun;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.workshop.Exercise;
import throughline.workshop.Judge;
import throughline.workshop.circular.Judgement;

/// Many machines: a line, Mini-Fab, a whole fab; and what claims about them are worth.
final class FabExercises {
    private static final double EXACT = 0.01;
    private static final double LEVEL = 0.95;
    /// Of the short runs of the small fab.
    private static final double WARM_UP = 10;

    private static final double DAYS = 30;
    private static final String ORDER = "Lot_b";
    /// Times the cycle time under the fab's own rule; first come, first served takes eighteen times as long.
    private static final double ENOUGH = 2.5;

    private FabExercises() {}

    static List<Exercise> all() {
        Later<List<Map<String, Trace>>> miniFab = new Later<>(Cases::runs);
        Later<FabRun> run = new Later<>(() -> run(Cases.readSmallFab()));
        return List.of(
                new Exercise("critical-wip", "how many lots a line needs", 6, 1, criticalWip()),
                new Exercise("guess-wip", "a guess: half the lots, how much is lost", 4, 1, Judge.guess()),
                new Exercise("wip", "how many lots it really needs", 8, 2, wip()),
                new Exercise("warm-up", "when a run begins to count", 10, 2, warmUp(miniFab)),
                new Exercise("seeds", "how many runs", 8, 2, seeds(miniFab)),
                new Exercise("paired", "two machines, the same lots", 12, 2, paired()),
                new Exercise("bottleneck", "where the bottleneck is", 6, 1, bottleneck(run)),
                new Exercise("flow-factor", "hours in the fab over hours of work", 6, 1, flowFactor(run)),
                new Exercise("rule", "a dispatching rule in one line", 15, 3, Judge.of(Dispatch.class, rule(run))),
                new Exercise("unseen", "what a thousand seeds would tell", 5, 1, unseen()),
                new Exercise(
                        "circular",
                        "claims that cannot fail",
                        15,
                        3,
                        Judge.of(Judgement.class, FabExercises::circular)));
    }

    static Judge criticalWip() {
        Line line = Cases.LINE;
        return Judge.number(line::criticalWip, EXACT, "lots")
                .mistake(
                        () -> line.hours().size(),
                        "One lot a machine would keep all of them busy; a line goes no faster than its slowest.")
                .mistake(line::rawHours, "Those are the hours; asked are lots: hours times lots an hour.");
    }

    static Judge wip() {
        Line line = Cases.LINE;
        return Judge.number(() -> least(line), EXACT, "lots")
                .mistake(
                        line::criticalWip,
                        "So many would do if every lot took the same. With varying times the bottleneck runs dry now and"
                                + " then: at the critical WIP it stands still for a third of its time.")
                .mistake(() -> least(line) - 1, "Not quite: with one more it passes 90 %.")
                .mistake(() -> least(line) + 1, "One less is enough.");
    }

    private static double least(Line line) {
        return IntStream.iterate(1, lots -> lots + 1)
                .filter(lots -> line.rate(lots) >= Cases.ASKED_RATE * line.bottleneckRate())
                .findFirst()
                .orElseThrow();
    }

    static Judge warmUp(Later<List<Map<String, Trace>>> runs) {
        Later<double[]> wip = new Later<>(() -> Cases.wip(runs.get()));
        return Judge.number(() -> Warmup.mser5(wip.get()).mean(), 0.005, "lots")
                .mistake(
                        () -> IntStream.range(0, wip.get().length)
                                .mapToDouble(i -> wip.get()[i])
                                .average()
                                .orElseThrow(),
                        "That counts the first days, in which the fab filled up. Who starts from empty measures an empty"
                                + " fab.")
                .mistake(
                        () -> Warmup.mser5(wip.get()).kept(),
                        "That is how many values are left out; asked is the mean of those that count.");
    }

    static Judge seeds(Later<List<Map<String, Trace>>> miniFab) {
        Later<Estimate> pilot = new Later<>(() -> Estimate.of(Cases.cycleHours(miniFab.get())));
        return answer -> {
            if (!(answer instanceof Number number) || number.doubleValue() < 1) {
                return Optional.of("It must be a number of runs, and is [%s].".formatted(answer));
            }
            double runs = number.doubleValue();
            double asked = pilot.get().halfWidth(LEVEL) / 2;
            int most = 4 * Cases.RUNS;
            if (runs == Cases.RUNS || runs == 1) {
                return Optional.of(
                        "That is what there is: one run has no interval at all, and these have one twice as wide as asked.");
            }
            if (runs == 2 * Cases.RUNS) {
                return Optional.of("Twice the runs do not halve an interval: its width goes with one over the root.");
            }
            if (runs > most) {
                return Optional.of("That is enough, and more than it takes: with one over the root, half the width"
                        + " takes so many times the runs.");
            }
            double width = new Estimate(0, deviation(pilot.get()) / Math.sqrt(runs), (int) runs).halfWidth(LEVEL);
            return width <= asked
                    ? Optional.empty()
                    : Optional.of("With [%d] runs the half-width would be about %.2f h, and not %.2f h."
                            .formatted((int) runs, width, asked));
        };
    }

    private static double deviation(Estimate pilot) {
        return pilot.standardError() * Math.sqrt(pilot.samples());
    }

    static Judge paired() {
        Later<double[]> old = new Later<>(() -> Cases.hours(Cases.OLD));
        Later<double[]> faster = new Later<>(() -> Cases.hours(Cases.FASTER));
        DoubleSupplier oldHalf = () -> Estimate.of(old.get()).halfWidth(LEVEL);
        DoubleSupplier fasterHalf = () -> Estimate.of(faster.get()).halfWidth(LEVEL);
        return Judge.number(() -> Estimate.paired(faster.get(), old.get()).halfWidth(LEVEL), EXACT, "h")
                .mistake(
                        () -> Math.hypot(oldHalf.getAsDouble(), fasterHalf.getAsDouble()),
                        "So wide it would be had the two machines met different lots. They met the same ones: take the"
                                + " difference seed by seed, then its interval.")
                .mistake(
                        () -> oldHalf.getAsDouble() + fasterHalf.getAsDouble(),
                        "Two intervals that overlap say little: half-widths do not add up, not even were the runs"
                                + " independent.")
                .mistake(
                        () -> Estimate.paired(faster.get(), old.get()).mean(),
                        "That is the difference; asked is how far it can be trusted, the half-width of its interval.")
                .mistake(
                        () -> Estimate.paired(faster.get(), old.get()).standardError(),
                        "That is the standard error; the interval of 95 % is some two of them to either side.");
    }

    private static FabRun run(Fab fab) {
        return FabRun.of(fab, 1, WARM_UP, DAYS, Cancel.onInterrupt(), Progress.NONE);
    }

    static Judge bottleneck(Later<FabRun> run) {
        return answer -> {
            String found = String.valueOf(answer).strip();
            String busiest = most(run.get(), "utilisation");
            if (found.equalsIgnoreCase(busiest)) {
                return Optional.empty();
            }
            return Optional.of(
                    found.equalsIgnoreCase(most(run.get(), "wait [h]"))
                            ? "There lots wait longest, while its tools are free for a third of the time: they wait for a"
                                    + " set-up, not for capacity. The bottleneck is the station that limits the fab's rate."
                            : found.equalsIgnoreCase(most(run.get(), "lots a day"))
                                    ? "There most lots pass, and still its tools have time to spare."
                                    : "It must be a station of the table, the one whose tools have the least time to spare.");
        };
    }

    private static String most(FabRun run, String column) {
        return run.stations().sortDescendingOn(column).stringColumn("station").get(0);
    }

    static Judge flowFactor(Later<FabRun> run) {
        ToDoubleFunction<String> hours = column -> run.get().of(ORDER, column);
        return Judge.number(
                        () -> hours.applyAsDouble("cycle time [d]") / hours.applyAsDouble("raw process [d]"), EXACT, "")
                .mistake(
                        () -> hours.applyAsDouble("queueing delay [d]") / hours.applyAsDouble("raw process [d]"),
                        "That is waiting over work; the flow factor counts the work as well, and is 1 for a lot that"
                                + " never waits.");
    }

    /// A rule is good enough when it does not drown the fab. In one short run two good rules differ by a third: which
    /// of them is better this cannot tell, and need not.
    private static Function<Dispatch, Optional<String>> rule(Later<FabRun> run) {
        return rule -> {
            double right = days(run.get());
            double found = days(run(Cases.readSmallFab().with(rule)));
            if (found <= ENOUGH * right) {
                return Optional.empty();
            }
            return Optional.of("Lots take %.2f d under it, and %.2f d under the rule that the fab came with. %s"
                    .formatted(
                            found,
                            right,
                            "They pile up before the implanters, which are busy with what is no work: what does changing"
                                    + " from lot to lot cost there? The tool can tell."));
        };
    }

    /// Days that a lot of any order takes, in the mean.
    private static double days(FabRun run) {
        double lots = run.orders().intColumn("finished").sum();
        return IntStream.range(0, run.orders().rowCount())
                        .mapToDouble(i -> run.orders().intColumn("finished").get(i)
                                * run.orders().doubleColumn("cycle time [d]").get(i))
                        .sum()
                / lots;
    }

    static Judge unseen() {
        return Judge.choice(
                "this fab",
                Map.of(
                        "all fabs",
                        "A thousand seeds make the interval narrow, and it is an interval of this fab: its routes, its"
                                + " load, its set-ups. Another fab was never asked.",
                        "fabs like it",
                        "How alike is alike enough? No seed has varied the routes, the load or the set-ups. To know, run"
                                + " the rule on fabs that it was not chosen on."));
    }

    private static Optional<String> circular(Judgement found) {
        return found.solved() ? Optional.empty() : Optional.of(found.text());
    }
}
