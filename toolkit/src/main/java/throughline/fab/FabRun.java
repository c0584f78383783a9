package throughline.fab;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.data.Schema;
import throughline.data.Trace;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A run of a fab, measured: what became of the lots of each order, what the tools did, and the work in progress from
/// day to day.
///
/// ```java
/// FabRun run = FabRun.of(Smt2020.read(folder), 1, 730);
/// show(run.orders());
/// show(Figure.from(run.path()).line("day", "wip"));
/// ```
///
/// @param fab      its name
/// @param seed     of all random streams
/// @param warmUp   days at the start that count for nothing but the path
/// @param days     that count; fewer than asked for when the run was cancelled
/// @param orders   a row for each order of which lots have finished: how many, their cycle time and what it was spent
///                 on, in days, on time and late
/// @param stations a row for each station: what its tools did, as shares of their time, lots and their wait
/// @param path     a row for each day, the warm-up included: lots released and finished so far, in the fab, and by area
public record FabRun(String fab, long seed, double warmUp, double days, Table orders, Table stations, Table path) {
    private static final Tick TICK = Tick.MILLISECOND;
    private static final double DAY = TICK.days(1);
    /// Those of the path before the areas.
    private static final int PATH_COLUMNS = 4;

    /// Simulates a fab from its start, until interrupted.
    ///
    /// @param days positive
    public static FabRun of(Fab fab, long seed, double days) {
        return of(fab, seed, 0, days, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Simulates a fab.
    ///
    /// @param warmUp days that do not count, 0 or more
    /// @param days   that count, positive; fewer when the cancel ends the run
    public static FabRun of(Fab fab, long seed, double warmUp, double days, Cancel cancel, Progress progress) {
        FabModel model = new FabModel(fab, new Streams(seed));
        return measure(fab, seed, model, new Simulation(model), warmUp, days, cancel, progress);
    }

    /// The columns of a trace of lots' steps.
    public static Schema steps() {
        return LotSteps.SCHEMA;
    }

    /// Simulates a fab and records every step of every lot.
    ///
    /// ```java
    /// try (TraceFile file = new TraceFile(FabRun.steps(), Path.of("steps.parquet"))) {
    ///     FabRun run = FabRun.of(fab, 1, 730, file.trace(), Cancel.onInterrupt(), Progress.NONE);
    ///     file.commit();
    /// }
    /// ```
    ///
    /// @param steps with the columns of [#steps()]
    public static FabRun of(Fab fab, long seed, double days, Trace steps, Cancel cancel, Progress progress) {
        FabModel model = new FabModel(fab, new Streams(seed));
        Simulation simulation = new Simulation(model);
        LotSteps.record(model, steps);
        return measure(fab, seed, model, simulation, 0, days, cancel, progress);
    }

    static FabRun measure(
            Fab fab,
            long seed,
            FabModel model,
            Simulation simulation,
            double warmUp,
            double days,
            Cancel cancel,
            Progress progress) {
        if (!(warmUp >= 0 && days > 0)) {
            throw new BadInput(
                    "run of %s: warm-up [%s d] must be 0 or more, days [%s] more than 0", fab.name(), warmUp, days);
        }
        Path path = new Path(fab, model);
        long from = TICK.days(warmUp);
        long to = TICK.days(warmUp + days);
        Map<String, Counters> before = new LinkedHashMap<>();
        int departed = 0;
        long day = TICK.days(1);
        for (long time = 0; ; time = Math.min(to, time < from && time + day > from ? from : time + day)) {
            if (simulation.runUntil(time, cancel, Progress.NONE) == Simulation.End.CANCELLED) {
                break;
            }
            if (time == from) {
                for (Station station : fab.stations()) {
                    before.put(station.name(), Counters.of(model.stage(station.name()), time));
                }
                departed = model.transducer().departures().size();
            }
            path.sample(time);
            progress.report(time, to);
            if (time == to) {
                break;
            }
        }
        long end = Math.max(from + 1, simulation.now());
        return new FabRun(
                fab.name(),
                seed,
                warmUp,
                (end - from) / DAY,
                orders(fab, model, departed),
                stations(fab, model, before, end - from, end),
                path.table());
    }

    /// A value of an order.
    ///
    /// @param order  name of the order
    /// @param column of [#orders()]
    /// @throws BadInput when no lot of the order has finished, or there is no such column
    public double of(String order, String column) {
        return value(orders, "order", order, column);
    }

    /// A value of a station.
    ///
    /// @param station name of the station
    /// @param column  of [#stations()]
    /// @throws BadInput when there is no such station or column
    public double at(String station, String column) {
        return value(stations, "station", station, column);
    }

    /// The lots at each area of the fab from day to day: waiting there, on its tools, or on their way from it; a line
    /// an area, in the order of the path's columns.
    ///
    /// @throws BadInput when no station belongs to an area
    public Plot byArea() {
        List<String> areas = path.columnNames().subList(PATH_COLUMNS, path.columnCount());
        if (areas.isEmpty()) {
            throw new BadInput("run of %s: no station belongs to an area", fab);
        }
        double[] days = path.doubleColumn("day").asDoubleArray();
        Plot plot = Plot.of("Lots in progress, by area", Axis.of("time", "d"), Axis.of("lots", ""));
        for (String area : areas) {
            plot = plot.line(area, days, path.intColumn(area).asDoubleArray());
        }
        return plot;
    }

    private double value(Table table, String key, String name, String column) {
        int row = table.stringColumn(key).asList().indexOf(name);
        if (row < 0 || !table.columnNames().contains(column)) {
            throw new BadInput(
                    "run of %s has no [%s] of %s [%s]; there are %s of %s",
                    fab,
                    column,
                    key,
                    name,
                    table.columnNames(),
                    table.stringColumn(key).asList());
        }
        return table.numberColumn(column).getDouble(row);
    }

    /// What the tools of a station have done.
    private record Counters(long[] phases, long taken, long waited) {
        static Counters of(Stage stage, long time) {
            long[] phases = new long[Machine.Phase.values().length];
            for (Machine machine : stage.machines()) {
                for (Machine.Phase phase : Machine.Phase.values()) {
                    phases[phase.ordinal()] += machine.ticksIn(phase, time);
                }
            }
            return new Counters(phases, stage.buffer().taken(), stage.buffer().waitedTicks());
        }

        static Counters none() {
            return new Counters(new long[Machine.Phase.values().length], 0, 0);
        }
    }

    private static Table stations(Fab fab, FabModel model, Map<String, Counters> before, long ticks, long end) {
        StringColumn names = StringColumn.create("station");
        StringColumn areas = StringColumn.create("area");
        IntColumn tools = IntColumn.create("tools");
        Map<String, DoubleColumn> shares = new LinkedHashMap<>();
        for (String name : List.of(
                "utilisation", "availability", "processing", "setup", "maintenance", "down", "blocked", "starved")) {
            shares.put(name, DoubleColumn.create(name));
        }
        DoubleColumn lots = DoubleColumn.create("lots a day");
        DoubleColumn wait = DoubleColumn.create("wait [h]");
        for (Station station : fab.stations()) {
            Counters then = before.getOrDefault(station.name(), Counters.none());
            Counters now = Counters.of(model.stage(station.name()), end);
            double all = (double) ticks * station.tools().size();
            double[] share = new double[Machine.Phase.values().length];
            for (int i = 0; i < share.length; i++) {
                share[i] = (now.phases()[i] - then.phases()[i]) / all;
            }
            double processing = share[Machine.Phase.LOADING.ordinal()]
                    + share[Machine.Phase.PROCESSING.ordinal()]
                    + share[Machine.Phase.UNLOADING.ordinal()];
            double maintenance = share[Machine.Phase.MAINTENANCE.ordinal()];
            double down = share[Machine.Phase.DOWN.ordinal()];
            double setup = share[Machine.Phase.SETUP.ordinal()];
            names.append(station.name());
            areas.append(station.area());
            tools.append(station.tools().size());
            shares.get("utilisation").append((processing + setup) / (1 - maintenance - down));
            shares.get("availability").append(1 - maintenance - down);
            shares.get("processing").append(processing);
            shares.get("setup").append(setup);
            shares.get("maintenance").append(maintenance);
            shares.get("down").append(down);
            shares.get("blocked")
                    .append(share[Machine.Phase.BLOCKED.ordinal()] + share[Machine.Phase.WAITING.ordinal()]);
            shares.get("starved").append(share[Machine.Phase.IDLE.ordinal()]);
            long taken = now.taken() - then.taken();
            lots.append(taken * DAY / ticks);
            wait.append(taken == 0 ? 0 : TICK.toHours(now.waited() - then.waited()) / taken);
        }
        Table table = Table.create("stations", names, areas, tools);
        shares.values().forEach(table::addColumns);
        return table.addColumns(lots, wait);
    }

    private static Table orders(Fab fab, FabModel model, int departed) {
        Map<String, List<Lot>> lots = new LinkedHashMap<>();
        Map<Lot, Long> left = new IdentityHashMap<>();
        var departures = model.transducer().departures();
        for (var departure : departures.subList(departed, departures.size())) {
            if (departure.fate() == Transducer.Fate.FINISHED) {
                lots.computeIfAbsent(departure.lot().order().name(), n -> new ArrayList<>())
                        .add(departure.lot());
                left.put(departure.lot(), departure.left());
            }
        }
        StringColumn names = StringColumn.create("order");
        IntColumn finished = IntColumn.create("finished");
        Map<String, DoubleColumn> columns = new LinkedHashMap<>();
        lots.keySet().stream().sorted().forEach(name -> {
            List<Lot> own = lots.get(name);
            names.append(name);
            finished.append(own.size());
            double raw = fab.rawHours(own.getFirst().product()) / 24;
            double cycle = mean(own, lot -> (left.get(lot) - lot.released()) / DAY);
            append(columns, "cycle time [d]", cycle);
            append(columns, "raw process [d]", raw);
            append(columns, "queueing delay [d]", cycle - raw);
            append(columns, "on time", mean(own, lot -> left.get(lot) <= lot.due() ? 1 : 0));
            append(columns, "tardiness [d]", mean(own, lot -> Math.max(0, left.get(lot) - lot.due()) / DAY));
            append(columns, "limits broken", mean(own, Lot::violations));
            for (Spent part : Spent.values()) {
                append(columns, part.name().toLowerCase(Locale.ROOT) + " [d]", mean(own, lot -> lot.spent(part) / DAY));
            }
        });
        Table table = Table.create("orders", names, finished);
        columns.values().forEach(table::addColumns);
        return table;
    }

    private static void append(Map<String, DoubleColumn> columns, String name, double value) {
        columns.computeIfAbsent(name, DoubleColumn::create).append(value);
    }

    private static double mean(List<Lot> lots, ToDoubleFunction<Lot> value) {
        return lots.stream().mapToDouble(value).average().orElseThrow();
    }

    /// The work in progress from day to day.
    private static final class Path {
        private final Fab fab;
        private final FabModel model;
        private final DoubleColumn days = DoubleColumn.create("day");
        private final IntColumn started = IntColumn.create("started");
        private final IntColumn finished = IntColumn.create("finished");
        private final IntColumn wip = IntColumn.create("wip");
        private final Map<String, IntColumn> areas = new LinkedHashMap<>();

        Path(Fab fab, FabModel model) {
            this.fab = fab;
            this.model = model;
            for (Station station : fab.stations()) {
                if (!station.area().isEmpty()) {
                    areas.computeIfAbsent(station.area(), IntColumn::create);
                }
            }
        }

        void sample(long time) {
            days.append(time / DAY);
            started.append(model.transducer().startedLots());
            finished.append(model.transducer().finishedLots());
            wip.append(model.transducer().workInProgress());
            Map<String, Integer> lots = new LinkedHashMap<>();
            for (Station station : fab.stations()) {
                Stage stage = model.stage(station.name());
                int here = stage.buffer().waiting() + stage.buffer().onTheirWay();
                for (Machine machine : stage.machines()) {
                    here += machine.lots();
                }
                lots.merge(station.area(), here, Integer::sum);
            }
            areas.forEach((area, column) -> column.append(lots.get(area)));
        }

        Table table() {
            Table table = Table.create("path", days, started, finished, wip);
            areas.values().forEach(table::addColumns);
            return table;
        }
    }
}
