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

    private static final int SEEDS = 4;
    private static final int DAYS = 730;
    private static final String FIFO = "FIFO";
    private static final String CR = "CR";
    private static final String RUNS = "PySCFabSim, 730 days, FIFO seeds 0 and 1, CR seed 0";
    private static final String PATHS = RUNS + ", run again with its work in progress noted";

    /// What the peer has: days of cycle time less those of raw processing (24.7 and 14.5), and lots finished.
    private enum Order {
        LOT_3("Lot_3", 43.65, 43.9, 19654.5, 19291),
        LOT_4("Lot_4", 24.9, 25.3, 19987, 19627),
        HOT_3("HotLot_3", 8.9, 9.0, 521, 521),
        HOT_4("HotLot_4", 4.9, 5.0, 522.5, 522),
        SUPER_3("SuperHotLot_3", 8.6, 8.8, 40, 40);

        final String name;
        final double fifo;
        final double cr;
        final double fifoLots;
        final double crLots;

        Order(String name, double fifo, double cr, double fifoLots, double crLots) {
            this.name = name;
            this.fifo = fifo;
            this.cr = cr;
            this.fifoLots = fifoLots;
            this.crLots = crLots;
        }
    }

    private static final int[] PATH_DAYS = {180, 360, 540, 720};
    private static final double[] FIFO_PATH = {2615, 3245, 3293.5, 3401};
    private static final double[] CR_PATH = {2366, 3018, 3603, 3956};

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
            rows.add(Reported.of(moreLots(order), order.crLots - order.fifoLots, "lots", RUNS, data));
        }
        for (int i = 0; i < PATH_DAYS.length; i++) {
            rows.add(Reported.of(path(FIFO, i), FIFO_PATH[i], "lots", PATHS, Provenance.SECONDHAND));
            rows.add(Reported.of(path(CR, i), CR_PATH[i], "lots", PATHS, Provenance.SECONDHAND));
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
        Dispatch before = Dispatch.MINIMUM_RUN.then(Dispatch.SETUP_AVOIDANCE).then(Dispatch.HOT_LOT);
        SequencedMap<String, Fab> rules = new LinkedHashMap<>();
        rules.put(FIFO, fab.with(before.then(Dispatch.FIFO).then(Dispatch.EDD)));
        rules.put(CR, fab.with(before.then(Dispatch.CRITICAL_RATIO)));
        SequencedMap<String, List<FabRun>> runs =
                Comparison.of(rules, SEEDS, 0, DAYS, cancel, progress).runs();
        if (!cancel.requested()) {
            delays(evidence, fab, runs);
            lots(evidence, runs);
            paths(evidence, runs);
            utilisation(evidence, runs.get(FIFO));
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
