package throughline.fab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import throughline.data.Recipe;
import throughline.data.Schema;
import throughline.data.Schema.Column;
import throughline.data.Schema.Type;
import throughline.data.Trace;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Spec;

/// Turns a run of Mini-Fab into rows: the state on a regular grid, one row a lot, one row a run.
final class MiniFabRecorder {
    private static final Tick TICK = Tick.MILLISECOND;
    private static final List<String> STEPS = List.of("S1", "S2", "S3", "S4", "S5", "S6");
    private static final List<String> STATIONS = List.of(MiniFab.DIFFUSION, MiniFab.IMPLANTATION, MiniFab.LITHOGRAPHY);
    private static final List<String> MACHINES = List.of("Ma", "Mb", "Mc", "Md", "Me");

    private static final int GRID_SEEDS = 20;

    private enum End {
        HORIZON,
        QUIET,
        DEADLOCK,
        CANCELLED
    }

    private final int run;
    private final MiniFabSpec spec;
    private final long seed;
    private final FabModel model;
    private final Map<String, Trace> tables;

    private MiniFabRecorder(int run, MiniFabSpec spec, long seed, Map<String, Trace> tables) {
        this.run = run;
        this.spec = spec;
        this.seed = seed;
        this.tables = tables;
        model = MiniFab.model(spec, seed);
    }

    static Recipe<MiniFabSpec> recipe() {
        return new Recipe<>(
                "minifab",
                "Runs of Intel's Mini-Fab, a re-entrant wafer fab of five machines and six steps, simulated as a Parallel"
                        + " DEVS model: the state on a regular grid, every lot, and every run with its parameters.",
                List.of(series(), lots(), runs()),
                grid(),
                GRID_SEEDS,
                (run, spec, seed, tables, cancel) ->
                        new MiniFabRecorder(run, spec, seed, tables).record(cancel, Progress.NONE));
    }

    /// Few lots and many, under each repair state alone. All lot counts are multiples of three, the size of a batch;
    /// even so some lots never leave, because S5 does not mix products and one scrap breaks the parity.
    private static List<MiniFabSpec> grid() {
        List<MiniFabSpec> grid = new ArrayList<>();
        for (int lots : new int[] {9, 15, 30, 60, 90, 150, 300}) {
            for (String repair : List.of("none", "steps", "time", "pm")) {
                grid.add(MiniFabSpec.KEMPF.with("lots", String.valueOf(lots)).with("repair", repair));
            }
        }
        return grid;
    }

    static Map<String, Trace> run(MiniFabSpec spec, long seed, Cancel cancel, Progress progress) {
        Map<String, Trace> tables = new LinkedHashMap<>();
        for (Schema schema : List.of(series(), lots(), runs())) {
            tables.put(schema.table(), new Trace(schema));
        }
        new MiniFabRecorder(0, spec, seed, tables).record(cancel, progress);
        return tables;
    }

    private void record(Cancel cancel, Progress progress) {
        Simulation simulation = new Simulation(model);
        long horizon = TICK.days(spec.horizon());
        long interval = TICK.minutes(spec.sampling());
        End end = End.HORIZON;
        for (long time = 0; time <= horizon && end == End.HORIZON; time += interval) {
            end = advance(simulation, time, cancel);
            if (end == End.HORIZON || end != End.CANCELLED && simulation.now() == time) {
                sample(time);
                progress.report(time, horizon);
            }
        }
        if (end == End.HORIZON) {
            end = advance(simulation, horizon, cancel);
        }
        recordLots();
        recordRun(end == End.HORIZON ? horizon : simulation.now(), end);
    }

    /// Runs up to a time, or to the instant from which on nothing more can come of the run.
    private End advance(Simulation simulation, long time, Cancel cancel) {
        return switch (simulation.run(time, this::over, cancel, Progress.NONE)) {
            case REACHED, PASSIVE -> End.HORIZON;
            case STOPPED -> model.quiet() ? End.QUIET : End.DEADLOCK;
            case CANCELLED -> End.CANCELLED;
        };
    }

    private boolean over() {
        return model.quiet() || !model.deadlock().isEmpty();
    }

    private void sample(long time) {
        Trace series = tables.get("series");
        int c = 0;
        series.set(c++, run);
        series.set(c++, TICK.toMinutes(time));
        for (Machine machine : model.machines()) {
            series.set(c++, word(machine.phase(time)));
            series.set(c++, TICK.toHours(machine.busyTicks(time)));
            series.set(c++, machine.loadsDone());
            series.set(c++, machine.lotsDone());
            series.set(c++, machine.repairs());
        }
        for (int s = 0; s < STEPS.size(); s++) {
            series.set(c++, model.stage(station(s)).buffer().waiting(STEPS.get(s)));
        }
        Transducer counts = model.transducer();
        series.set(c++, counts.startedLots());
        series.set(c++, counts.finishedLots());
        series.set(c++, counts.scrappedLots());
        series.set(c++, counts.workInProgress());
        series.set(c++, time == 0 ? 0 : counts.finishedLots() / TICK.toHours(time) * 168);
        series.set(c++, counts.meanTurnaroundHours());
        series.set(c, counts.lastTurnaroundHours());
        series.next();
    }

    /// S1 and S5 are diffusion, S2 and S4 implantation, S3 and S6 lithography.
    private static String station(int step) {
        return STATIONS.get(List.of(0, 1, 2, 1, 0, 2).get(step));
    }

    private void recordLots() {
        Trace lots = tables.get("lots");
        for (Transducer.Departure departure : model.transducer().departures()) {
            Lot lot = departure.lot();
            lots.set(0, run);
            lots.set(1, lot.number());
            lots.set(2, lot.product().name());
            lots.set(3, word(departure.fate()));
            lots.set(4, TICK.toMinutes(lot.released()));
            lots.set(5, TICK.toMinutes(departure.left()));
            lots.set(6, TICK.toHours(departure.turnaround()));
            lots.set(7, lot.position());
            for (Spent part : Spent.values()) {
                lots.set(8 + part.ordinal(), TICK.toHours(lot.spent(part)));
            }
            lots.next();
        }
    }

    private void recordRun(long end, End why) {
        Trace runs = tables.get("runs");
        int c = 0;
        runs.set(c++, run);
        runs.set(c++, seed);
        for (Object value : Spec.values(spec).values()) {
            if (value instanceof Number number) {
                runs.set(c++, number.doubleValue());
            } else {
                runs.set(c++, value.toString());
            }
        }
        Transducer counts = model.transducer();
        runs.set(c++, TICK.toMinutes(end));
        runs.set(c++, word(why));
        runs.set(c++, String.join(" > ", model.deadlock()));
        runs.set(c++, counts.startedLots());
        runs.set(c++, counts.finishedLots());
        runs.set(c++, counts.scrappedLots());
        runs.set(c++, counts.workInProgress());
        runs.set(c++, model.outside());
        runs.set(c, counts.meanTurnaroundHours());
        runs.next();
    }

    private static Schema series() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("run", Type.INT, "", "number of the run"));
        columns.add(new Column("t", Type.DOUBLE, "min", "time since the start; values hold until the next row"));
        for (String machine : MACHINES) {
            columns.add(
                    new Column(
                            machine + "_phase",
                            Type.TEXT,
                            "",
                            "idle, waiting (for an operator), setup, loading, processing, blocked, unloading, maintenance or down"));
            columns.add(new Column(
                    machine + "_busy", Type.DOUBLE, "h", "time in set-up, loading, processing, unloading so far"));
            columns.add(new Column(machine + "_loads", Type.LONG, "", "loads completed"));
            columns.add(new Column(machine + "_lots", Type.LONG, "lots", "lots completed"));
            columns.add(new Column(machine + "_repairs", Type.LONG, "", "maintenance and repairs completed"));
        }
        for (String step : STEPS) {
            columns.add(new Column("queue_" + step, Type.INT, "lots", "waiting for step " + step));
        }
        columns.add(new Column("started", Type.INT, "lots", "released so far"));
        columns.add(new Column("finished", Type.INT, "lots", "completed so far"));
        columns.add(new Column("scrapped", Type.INT, "lots", "lost to breakdowns so far"));
        columns.add(new Column("wip", Type.INT, "lots", "in the fab: started - finished - scrapped"));
        columns.add(new Column("throughput", Type.DOUBLE, "lots/week", "finished over time so far"));
        columns.add(new Column(
                "mean_tat", Type.DOUBLE, "h", "mean turnaround of the lots finished so far, 0 before the first"));
        columns.add(new Column(
                "last_tat", Type.DOUBLE, "h", "turnaround of the lot that finished last, 0 before the first"));
        return new Schema(
                "series",
                "The state of a run on a regular grid, up to its end; values held since the last event.",
                columns);
    }

    private static Schema lots() {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("run", Type.INT, "", "number of the run"),
                new Column("lot", Type.INT, "", "in order of release, from 0"),
                new Column("product", Type.TEXT, "", "Pa, Pb or TW"),
                new Column("fate", Type.TEXT, "", "finished or scrapped"),
                new Column("released", Type.DOUBLE, "min", "time of release"),
                new Column("departed", Type.DOUBLE, "min", "time of leaving"),
                new Column("tat", Type.DOUBLE, "h", "turnaround: departed - released"),
                new Column("steps", Type.INT, "", "steps completed, 6 when finished")));
        for (Spent part : Spent.values()) {
            columns.add(new Column("h_" + word(part), Type.DOUBLE, "h", about(part)));
        }
        return new Schema(
                "lots",
                "A lot that left the fab, in the order of leaving. The h_ columns are parts of its turnaround.",
                columns);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String about(Spent part) {
        return switch (part) {
            case PROCESS -> "of tat: loading, processing and unloading";
            case SETUP -> "of tat: on a machine that is being set up for it";
            case TOOL -> "of tat: waiting while its machines are taken, at least one of them in work";
            case BATCH -> "of tat: waiting at a free machine for lots to share a batch with";
            case PEOPLE -> "of tat: on a machine, waiting for an operator";
            case DOWN -> "of tat: waiting while all its machines are in maintenance or down";
            case BLOCKED -> "of tat: done on a machine, or released, and waiting for a place in the next buffer";
            case TRANSPORT -> "of tat: waiting for the transporter, and carried";
        };
    }

    private static Schema runs() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("run", Type.INT, "", "number of the run"));
        columns.add(new Column("seed", Type.LONG, "", "of all random streams of the run"));
        Map<String, Spec.Entry> entries = new LinkedHashMap<>();
        Spec.describe(MiniFabSpec.class).forEach(entry -> entries.put(entry.key(), entry));
        Spec.values(MiniFabSpec.KEMPF).forEach((key, value) -> {
            Spec.Entry entry = entries.get(key);
            columns.add(
                    new Column(key, value instanceof Number ? Type.DOUBLE : Type.TEXT, entry.unit(), entry.about()));
        });
        columns.add(new Column("ended", Type.DOUBLE, "min", "time at which the run ended, on the grid or between"));
        columns.add(new Column(
                "end",
                Type.TEXT,
                "",
                "horizon, or what came before it: quiet (only calendars pending), deadlock or cancelled"));
        columns.add(new Column(
                "deadlock",
                Type.TEXT,
                "",
                "the circle of holders and of the stations where they lack a place, or empty"));
        columns.add(new Column("started", Type.INT, "lots", "released"));
        columns.add(new Column("finished", Type.INT, "lots", "completed"));
        columns.add(new Column("scrapped", Type.INT, "lots", "lost to breakdowns"));
        columns.add(new Column("stranded", Type.INT, "lots", "still inside at the end"));
        columns.add(new Column("outside", Type.INT, "lots", "of the stranded, released without a place in the fab"));
        columns.add(new Column("mean_tat", Type.DOUBLE, "h", "mean turnaround of the finished lots, 0 when none"));
        return new Schema("runs", "A run: its parameters and its totals.", columns);
    }
}
