package throughline.papers.fab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import throughline.data.Estimate;
import throughline.fab.Comparison;
import throughline.fab.Dispatch;
import throughline.fab.Fab;
import throughline.fab.FabRun;
import throughline.fab.Smt2020;
import throughline.fab.Smt2020.Reading;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Two years of SMT2020's high-volume fab from its lots in progress, first in, first out and by critical ratio, beside
/// the runs of PySCFabSim on the same files. Not a paper of the catalogue: a validation of the simulator, which needs
/// the public files and some minutes.
///
/// Cycle times of the two rules differ by a percent, so that they tell little; what is held against the peer is the
/// queueing delay above the raw time, the path of the work in progress, which has not settled in two years, and the
/// paired difference of the rules.
public final class Smt2020Runs implements Paper {
    /// Its name in the list of validations.
    public static final String ID = "SMT2020";

    private static final int SEEDS = 8;
    private static final int SWITCH_SEEDS = 2;
    private static final int DAYS = 730;
    private static final String FIFO = "FIFO";
    private static final String CR = "CR";
    private static final String RUNS = "PySCFabSim, 730 days, FIFO seeds 0 and 1, CR seed 0";
    private static final String PAIR = "PySCFabSim, 730 days, CR and FIFO of seed 0";
    private static final String PATHS = RUNS + ", run again with its work in progress noted";

    /// What the peer has: days of cycle time less those of raw processing (24.7 and 14.5), and lots finished; of FIFO
    /// the mean of its seeds, beside what CR has more than FIFO under the seed that both were run with.
    private enum Order {
        LOT_3("Lot_3", 43.65, 43.9, 19654.5, 19291, -330),
        LOT_4("Lot_4", 24.9, 25.3, 19987, 19627, -326),
        HOT_3("HotLot_3", 8.9, 9.0, 521, 521, 1),
        HOT_4("HotLot_4", 4.9, 5.0, 522.5, 522, 0),
        SUPER_3("SuperHotLot_3", 8.6, 8.8, 40, 40, 0);

        final String name;
        final double fifo;
        final double cr;
        final double fifoLots;
        final double crLots;
        final double pairedLots;

        Order(String name, double fifo, double cr, double fifoLots, double crLots, double pairedLots) {
            this.name = name;
            this.fifo = fifo;
            this.cr = cr;
            this.fifoLots = fifoLots;
            this.crLots = crLots;
            this.pairedLots = pairedLots;
        }
    }

    /// An answer of [Reading] that is not the peer's.
    private record Switch(String what, String question, String answer) {
        String row(Order order) {
            return "FIFO, %s: queueing delay of %s".formatted(what, order.name);
        }
    }

    private static final List<Switch> SWITCHES = List.of(
            new Switch("tools in turn", "wake", "longest-free"),
            new Switch("limits that run first", "ranking", "queue-time-first"),
            new Switch("maintenance at rest too", "maintenance", "suspends"),
            new Switch("maintenance after the work", "maintenance", "waits"),
            new Switch("maintenance at fixed times", "calendar", "planned"),
            new Switch("breakdowns at rest too", "breakdowns", "suspends"),
            new Switch("times by the half-width", "halfWidth", "1"),
            new Switch("batches from the minimum", "batches", "minimum"),
            new Switch("batches within a route", "sharing", "route-step"),
            new Switch("set-ups kept after other steps", "clearing", "false"),
            new Switch("minimum runs not waited for", "refusals", "0"),
            new Switch("lots in progress since their start", "progress", "start"));

    private static final int[] PATH_DAYS = {180, 360, 540, 720};
    private static final double[] FIFO_PATH = {2615, 3245, 3293.5, 3401};
    private static final double[] CR_PATH = {2366, 3018, 3603, 3956};

    private static final Dispatch BEFORE =
            Dispatch.MINIMUM_RUN.then(Dispatch.SETUP_AVOIDANCE).then(Dispatch.HOT_LOT);

    private final Path folder;

    /// @param folder with the files of the high-volume fab
    public Smt2020Runs(Path folder) {
        this.folder = folder;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        Provenance data = Provenance.AUTHORS_DATA;
        for (Order order : Order.values()) {
            rows.add(Reported.of(delay(FIFO, order), order.fifo, "d", RUNS, data));
            rows.add(Reported.of(delay(CR, order), order.cr, "d", RUNS, data));
        }
        for (Order order : List.of(Order.LOT_3, Order.LOT_4)) {
            rows.add(Reported.of(lots(FIFO, order), order.fifoLots, "lots", RUNS, data));
            rows.add(Reported.of(lots(CR, order), order.crLots, "lots", RUNS, data));
            rows.add(Reported.of(moreLots(order), order.pairedLots, "lots", PAIR, data));
        }
        for (int i = 0; i < PATH_DAYS.length; i++) {
            rows.add(Reported.of(path(FIFO, i), FIFO_PATH[i], "lots", PATHS, Provenance.SECONDHAND));
            rows.add(Reported.of(path(CR, i), CR_PATH[i], "lots", PATHS, Provenance.SECONDHAND));
        }
        for (Switch one : SWITCHES) {
            rows.add(Reported.notKnown(one.row(Order.LOT_3), "d", "the peer reads the files in one way"));
            rows.add(Reported.notKnown(one.row(Order.LOT_4), "d", "the peer reads the files in one way"));
        }
        rows.add(Reported.of("utilisation of Litho_FE_98", 0.9485, "", RUNS, data));
        rows.add(Reported.of("utilisation of Litho_BE_110", 0.9474, "", RUNS, data));
        rows.add(Reported.of("utilisation of Litho_FE_111", 0.9420, "", RUNS, data));
        return rows;
    }

    private static String delay(String rule, Order order) {
        return "%s: queueing delay of %s".formatted(rule, order.name);
    }

    private static String lots(String rule, Order order) {
        return "%s: lots of %s finished".formatted(rule, order.name);
    }

    private static String moreLots(Order order) {
        return "CR - FIFO: lots of %s finished".formatted(order.name);
    }

    private static String path(String rule, int i) {
        return "%s: in progress on day %d".formatted(rule, PATH_DAYS[i]);
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        Fab fab = Smt2020.read(folder);
        SequencedMap<String, Fab> rules = new LinkedHashMap<>();
        rules.put(FIFO, fab.with(fifo()));
        rules.put(CR, fab.with(BEFORE.then(Dispatch.CRITICAL_RATIO)));
        int all = SEEDS * rules.size() + SWITCH_SEEDS * SWITCHES.size();
        SequencedMap<String, List<FabRun>> runs = Comparison.of(
                        rules, SEEDS, 0, DAYS, cancel, (done, of) -> progress.report(done, all))
                .runs();
        if (cancel.requested()) {
            return;
        }
        delays(evidence, fab, runs);
        lots(evidence, runs);
        paths(evidence, runs);
        utilisation(evidence, runs.get(FIFO));
        switches(evidence, cancel, (done, of) -> progress.report(all - of + done, all));
    }

    private static Dispatch fifo() {
        return BEFORE.then(Dispatch.FIFO).then(Dispatch.EDD);
    }

    /// What each rule of the reading does, by itself: where a run of ours and one of the peer's differ, the rule that
    /// makes such a difference is the one to look at.
    private void switches(Evidence evidence, Cancel cancel, Progress progress) {
        SequencedMap<String, Fab> readings = new LinkedHashMap<>();
        for (Switch one : SWITCHES) {
            Dispatch rule = one.answer.equals("queue-time-first")
                    ? Dispatch.MINIMUM_RUN
                            .then(Dispatch.QUEUE_TIME_FIRST)
                            .then(Dispatch.SETUP_AVOIDANCE)
                            .then(Dispatch.HOT_LOT)
                            .then(Dispatch.FIFO)
                            .then(Dispatch.EDD)
                    : fifo();
            Reading reading = Reading.PYSCFABSIM.with(one.question, one.answer);
            readings.put(one.what, Smt2020.read(folder, reading).with(rule));
        }
        SequencedMap<String, List<FabRun>> runs =
                Comparison.of(readings, SWITCH_SEEDS, 0, DAYS, cancel, progress).runs();
        if (cancel.requested()) {
            return;
        }
        for (Switch one : SWITCHES) {
            for (Order order : List.of(Order.LOT_3, Order.LOT_4)) {
                double[] delays = values(runs.get(one.what), run -> delay(run, readings.get(one.what), order));
                evidence.claim(Recomputed.of(one.row(order), Estimate.of(delays).mean()));
            }
        }
    }

    private static double[] values(List<FabRun> runs, ToDoubleFunction<FabRun> value) {
        return runs.stream().mapToDouble(value).toArray();
    }

    /// The larger of 5 % and two standard deviations between our seeds.
    private static Recomputed claim(String row, double[] values) {
        Estimate estimate = Estimate.of(values);
        double deviation = estimate.standardError() * Math.sqrt(values.length);
        double width = Math.max(0.05 * Math.abs(estimate.mean()), 2 * deviation);
        return Recomputed.of(row, estimate.mean())
                .within(Tolerance.absolute(width, "the larger of 5 % and two standard deviations between seeds"));
    }

    /// Days from release to the end, less the mean processing time of the whole route.
    private static double delay(FabRun run, Fab fab, Order order) {
        double raw = fab.products().stream()
                .filter(product -> product.name().equals("part_" + order.name.charAt(order.name.length() - 1)))
                .mapToDouble(fab::processHours)
                .findFirst()
                .orElseThrow();
        return run.of(order.name, "cycle time [d]") - raw / 24;
    }

    /// Null: as much delay for each hour of raw time as the lots of the other product, or of the next lower priority.
    private static void delays(Evidence evidence, Fab fab, SequencedMap<String, List<FabRun>> runs) {
        double shorter = fab.processHours(fab.products().getLast())
                / fab.processHours(fab.products().getFirst());
        for (String rule : List.of(FIFO, CR)) {
            for (Order order : Order.values()) {
                Order other =
                        switch (order) {
                            case LOT_3 -> Order.LOT_4;
                            case LOT_4 -> Order.LOT_3;
                            case HOT_3, SUPER_3 -> Order.HOT_4;
                            case HOT_4 -> Order.HOT_3;
                        };
                double scale = order.name.endsWith("3") ? 1 / shorter : shorter;
                evidence.claim(claim(delay(rule, order), values(runs.get(rule), run -> delay(run, fab, order)))
                        .against(Null.of(
                                "the delay of %s, by the raw times".formatted(other.name),
                                rows -> rows.value(delay(rule, other)) * scale)));
            }
        }
    }

    private static void lots(Evidence evidence, SequencedMap<String, List<FabRun>> runs) {
        for (Order order : List.of(Order.LOT_3, Order.LOT_4)) {
            double[] fifo = values(runs.get(FIFO), run -> run.of(order.name, "finished"));
            double[] cr = values(runs.get(CR), run -> run.of(order.name, "finished"));
            Null released = Null.of(DAYS * 1440 / 51.69, "as many as are released");
            evidence.claim(claim(lots(FIFO, order), fifo).against(released));
            evidence.claim(claim(lots(CR, order), cr).against(released));
            double[] more = new double[fifo.length];
            Arrays.setAll(more, i -> cr[i] - fifo[i]);
            evidence.claim(claim(moreLots(order), more).against(Null.of(0, "no difference")));
        }
    }

    private static void paths(Evidence evidence, SequencedMap<String, List<FabRun>> runs) {
        for (String rule : List.of(FIFO, CR)) {
            for (int i = 0; i < PATH_DAYS.length; i++) {
                int day = PATH_DAYS[i];
                double[] values = values(
                        runs.get(rule), run -> run.path().intColumn("wip").get(day));
                evidence.claim(claim(path(rule, i), values).against(Null.of(2228, "as many as at the start")));
            }
        }
    }

    private static void utilisation(Evidence evidence, List<FabRun> runs) {
        for (String station : List.of("Litho_FE_98", "Litho_BE_110", "Litho_FE_111")) {
            double mean = Estimate.of(values(runs, run -> run.at(station, "utilisation")))
                    .mean();
            evidence.claim(Recomputed.of("utilisation of " + station, mean)
                    .within(Tolerance.absolute(0.02, "the peer counts breakdowns of tools at rest as well"))
                    .byArithmetic("releases times process times over the time not in maintenance"));
        }
    }
}
