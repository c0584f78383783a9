package throughline.fab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;
import throughline.fab.Report.State;
import throughline.random.Stream;

/// A tool at work: set-up, loading, processing, unloading, one load at a time; and out of work while its calendars
/// have it.
///
/// A load that arrives at the very instant at which a calendar takes the tool is returned. Calls that cannot be served
/// at once wait their turn; a breakdown during maintenance is repaired after it.
public final class Machine extends Atomic {
    /// What a machine is doing.
    public enum Phase {
        IDLE,
        SETUP,
        LOADING,
        PROCESSING,
        UNLOADING,
        MAINTENANCE,
        DOWN
    }

    private static final Tick TICK = Tick.MILLISECOND;

    final In<Load> load = in("load", Load.class);
    final In<Call> call = in("call", Call.class);
    final Out<Report> report = out("report", Report.class);
    final Out<Lot> scrap = out("scrap", Lot.class);
    final Out<Calendar> over = out("over", Calendar.class);
    final Out<Integer> worked = out("worked", Integer.class);

    private final int index;
    private final Station station;
    private final Stream stream;
    private final Deque<Call> calls = new ArrayDeque<>();
    private final List<Lot> scrapping = new ArrayList<>();
    private final List<Lot> returning = new ArrayList<>();
    private final Map<Phase, Long> ticksIn = new EnumMap<>(Phase.class);

    private Phase phase = Phase.IDLE;
    private long since;
    private long ends = NEVER;
    private Load work;
    private String setup = "";
    private boolean withdrawing;
    private long loadsDone;
    private long lotsDone;
    private long lotsScrapped;
    private long repairs;

    Machine(int index, Tool tool, Station station, Stream stream) {
        super(tool.name());
        this.index = index;
        this.station = station;
        this.stream = stream;
        for (Phase p : Phase.values()) {
            ticksIn.put(p, 0L);
        }
    }

    /// What it is doing.
    public Phase phase() {
        return phase;
    }

    /// Ticks spent in a phase up to a time.
    ///
    /// @param time not before the machine's last transition
    public long ticksIn(Phase which, long time) {
        return ticksIn.get(which) + (phase == which ? time - since : 0);
    }

    /// Ticks of set-up, loading, processing and unloading up to a time.
    public long busyTicks(long time) {
        return ticksIn(Phase.SETUP, time)
                + ticksIn(Phase.LOADING, time)
                + ticksIn(Phase.PROCESSING, time)
                + ticksIn(Phase.UNLOADING, time);
    }

    /// Loads completed.
    public long loadsDone() {
        return loadsDone;
    }

    /// Lots completed; a batch counts each of its lots.
    public long lotsDone() {
        return lotsDone;
    }

    /// Lots scrapped by breakdowns.
    public long lotsScrapped() {
        return lotsScrapped;
    }

    /// Maintenance and repairs completed.
    public long repairs() {
        return repairs;
    }

    /// Whether lots are on it.
    public boolean holdsLots() {
        return work != null || !returning.isEmpty() || !scrapping.isEmpty();
    }

    private boolean announces() {
        return withdrawing || !scrapping.isEmpty() || !returning.isEmpty();
    }

    @Override
    protected long timeAdvance() {
        return announces() ? 0 : ends == NEVER ? NEVER : ends - now();
    }

    @Override
    protected void output() {
        if (announces()) {
            scrapping.forEach(scrap::send);
            report.send(new Report(index, List.of(), List.copyOf(returning), State.OUT_OF_WORK, setup));
            return;
        }
        switch (phase) {
            case UNLOADING -> {
                report.send(new Report(
                        index, work.lots(), List.of(), calls.isEmpty() ? State.READY : State.OUT_OF_WORK, setup));
                worked.send(1);
            }
            case MAINTENANCE, DOWN -> {
                over.send(calls.getFirst().calendar());
                if (calls.size() == 1) {
                    report.send(new Report(index, List.of(), List.of(), State.READY, setup));
                }
            }
            default -> {}
        }
    }

    @Override
    protected void internalTransition() {
        if (announces()) {
            withdrawing = false;
            scrapping.clear();
            returning.clear();
            return;
        }
        switch (phase) {
            case SETUP -> {
                account();
                enter(Phase.LOADING, TICK.minutes(station.loadMinutes()));
            }
            case LOADING -> {
                account();
                enter(Phase.PROCESSING, processing());
            }
            case PROCESSING -> {
                account();
                enter(Phase.UNLOADING, TICK.minutes(station.unloadMinutes()));
            }
            case UNLOADING -> {
                account();
                loadsDone++;
                lotsDone += work.lots().size();
                work = null;
                rest();
            }
            case MAINTENANCE, DOWN -> {
                calls.removeFirst();
                repairs++;
                rest();
            }
            case IDLE -> throw new IllegalStateException("an idle machine has nothing to end");
        }
    }

    private long processing() {
        double draw = work.step().process().sample(stream);
        return TICK.minutes(work.step().minutes(draw, work.wafers()));
    }

    /// Serves the next call, or waits for a load.
    private void rest() {
        if (calls.isEmpty()) {
            enter(Phase.IDLE, NEVER);
        } else {
            Call next = calls.getFirst();
            enter(next.calendar().effect() == Calendar.Effect.SCRAPS ? Phase.DOWN : Phase.MAINTENANCE, next.ticks());
        }
    }

    /// Charges the lots on it with the phase under way.
    private void account() {
        Spent what = phase == Phase.SETUP ? Spent.SETUP : Spent.PROCESS;
        work.lots().forEach(lot -> lot.spend(what, now()));
    }

    private void enter(Phase next, long ticks) {
        ticksIn.merge(phase, now() - since, Long::sum);
        phase = next;
        since = now();
        ends = ticks == NEVER ? NEVER : now() + ticks;
    }

    @Override
    protected void externalTransition(long elapsed) {
        for (Call due : call) {
            receive(due);
        }
        for (Load given : load) {
            if (phase == Phase.IDLE) {
                start(given);
            } else {
                returning.addAll(given.lots());
            }
        }
    }

    private void receive(Call due) {
        boolean working = work != null;
        if (!working || due.calendar().effect() == Calendar.Effect.WAITS) {
            calls.addLast(due);
            if (phase == Phase.IDLE) {
                withdrawing = true;
                rest();
            }
            return;
        }
        account();
        scrapping.addAll(work.lots());
        lotsScrapped += work.lots().size();
        work = null;
        calls.addFirst(due);
        rest();
    }

    private void start(Load given) {
        work = given;
        if (!given.step().setup().isEmpty()) {
            setup = given.step().setup();
        }
        enter(Phase.SETUP, TICK.minutes(given.setupMinutes()));
    }
}
