package throughline.fab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import throughline.devs.Tick;
import throughline.fab.Report.State;
import throughline.random.Stream;
import throughline.random.Streams;

/// A tool that waits for nobody: from the start of a load to its end there is one event, unless a calendar comes
/// between. It may take the next load while lots are still inside ([Step.Cascade]).
///
/// A breakdown that scraps the lots during a set-up leaves the tool with the set-up before. A load that arrives at the
/// very instant at which a calendar takes the tool is returned. Calls that cannot be served at once wait their turn.
final class UnattendedMachine extends Machine {
    private static final Tick TICK = Tick.MILLISECOND;

    /// A calendar that the tool counts wafers for.
    private static final class Odometer {
        final Calendar calendar;
        final Calendar.Trigger.Wafers trigger;
        final Stream stream;

        Odometer(Calendar calendar, Calendar.Trigger.Wafers trigger, Stream stream) {
            this.calendar = calendar;
            this.trigger = trigger;
            this.stream = stream;
        }
    }

    /// A time out of work while a load is on the tool.
    private record Stop(Phase phase, long ends) {}

    private final int index;
    private final Stream stream;
    private final long loadTicks;
    private final long unloadTicks;
    private final List<Odometer> odometers = new ArrayList<>();
    /// Wafers done, and how many there will be when each odometer calls, and the first of them.
    private long wafersDone;

    private final long[] callsAt;
    private long firstCallsAt;
    /// Whether a clock wants to hear of each load.
    private final boolean countsLoads;
    private final Deque<Call> calls = new ArrayDeque<>();
    private int pending;
    /// Null most of the time, which spares looking into it.
    private Deque<Stop> stops;

    private Load scrapped;
    private final long[] ticksIn = new long[Phase.values().length];

    /// Whether the lots of the load at work are the buffer's already: they may leave before the tool is ready again, or
    /// later.
    private boolean handedOver;
    private long setupEnds;
    private long loadEnds;
    private long processEnds;
    /// When the tool can take the next load, or is back at work.
    private long ready = NEVER;
    private Call serving;
    private String setup = "";
    private String setupBefore = "";
    private Report unsent;
    private long accounted;

    UnattendedMachine(int index, Tool tool, Station station, Streams streams) {
        super(tool, station);
        this.index = index;
        stream = streams.named(STREAM);
        loadTicks = TICK.minutes(station.loadMinutes());
        unloadTicks = TICK.minutes(station.unloadMinutes());
        for (Calendar calendar : tool.calendars()) {
            if (calendar.trigger() instanceof Calendar.Trigger.Wafers wafers) {
                odometers.add(new Odometer(calendar, wafers, streams.named(calendar.name())));
            }
        }
        callsAt = odometers.stream()
                .mapToLong(odometer -> odometer.trigger.first())
                .toArray();
        firstCallsAt = Arrays.stream(callsAt).min().orElse(NEVER);
        countsLoads =
                tool.calendars().stream().anyMatch(calendar -> calendar.trigger() instanceof Calendar.Trigger.Usage);
    }

    @Override
    public Phase phase(long time) {
        if (stops != null) {
            for (Stop stop : stops) {
                if (time < stop.ends()) {
                    return stop.phase();
                }
            }
        }
        if (serving != null) {
            return serving.calendar().phase();
        }
        if (work == null) {
            return Phase.IDLE;
        }
        return time < setupEnds
                ? Phase.SETUP
                : time < loadEnds ? Phase.LOADING : time < processEnds ? Phase.PROCESSING : Phase.UNLOADING;
    }

    @Override
    public long ticksIn(Phase which, long time) {
        long ticks = ticksIn[which.ordinal()];
        long at = accounted;
        while (at < time) {
            long until = Math.min(time, phaseEnds(at));
            if (phase(at) == which) {
                ticks += until - at;
            }
            at = until;
        }
        return ticks;
    }

    @Override
    long phaseEnds(long time) {
        if (stops != null) {
            for (Stop stop : stops) {
                if (time < stop.ends()) {
                    return stop.ends();
                }
            }
        }
        if (serving != null || work == null) {
            return NEVER;
        }
        return time < setupEnds ? setupEnds : time < loadEnds ? loadEnds : time < processEnds ? processEnds : NEVER;
    }

    private void account() {
        long to = now();
        while (accounted < to) {
            long until = Math.min(to, phaseEnds(accounted));
            ticksIn[phase(accounted).ordinal()] += until - accounted;
            accounted = until;
        }
        if (stops != null && stops.getLast().ends() <= to) {
            stops = null;
        }
    }

    @Override
    public int lots() {
        return work == null || handedOver ? 0 : work.size();
    }

    @Override
    protected long timeAdvance() {
        if (unsent != null) {
            return 0;
        }
        long next = work == null || handedOver ? ready : Math.min(ready, work.leaves);
        return next == NEVER ? NEVER : next - now();
    }

    /// Hands over the lots when they leave, or earlier, when it can take the next: from then on nothing can hold them
    /// up, and the buffer knows when they leave.
    @Override
    protected void output() {
        if (unsent != null) {
            if (scrapped != null) {
                scrapped.lots().forEach(scrap::send);
            }
            report.send(unsent);
            return;
        }
        Load leaving = work == null || handedOver ? null : work;
        if (ready != now()) {
            report.send(new Report(index, leaving, null, state(), setup));
            return;
        }
        if (serving != null) {
            over.send(serving.calendar());
        } else if (countsLoads) {
            worked.send(1);
        }
        boolean more = pending > (serving == null ? 0 : 1) || worn();
        report.send(new Report(index, leaving, null, more ? State.OUT_OF_WORK : State.READY, setup));
    }

    /// What it is to the lots in front of it.
    private State state() {
        return serving != null ? State.OUT_OF_WORK : work != null ? State.TAKEN : State.READY;
    }

    /// Whether the load under way is the last before maintenance.
    private boolean worn() {
        return serving == null && wafersDone + work.wafers >= firstCallsAt;
    }

    @Override
    protected void internalTransition() {
        if (unsent != null) {
            unsent = null;
            scrapped = null;
            return;
        }
        account();
        if (work != null && !handedOver) {
            handedOver = true;
            leave(work);
        }
        if (ready != now()) {
            return;
        }
        ready = NEVER;
        if (serving != null) {
            repairs++;
            calls.removeFirst();
            pending--;
            serving = null;
        } else {
            wear(work.wafers);
            loadsDone++;
            work = null;
        }
        serve();
    }

    private void leave(Load load) {
        for (int i = 0; i < load.size(); i++) {
            load.lot(i).spendOnTool(load.setupTicks, load.stood, load.leaves);
        }
        lotsDone += load.size();
    }

    private void wear(int wafers) {
        wafersDone += wafers;
        if (wafersDone < firstCallsAt) {
            return;
        }
        for (int i = 0; i < callsAt.length; i++) {
            if (wafersDone >= callsAt[i]) {
                Odometer odometer = odometers.get(i);
                callsAt[i] = wafersDone + odometer.trigger.wafers();
                calls.addLast(new Call(
                        odometer.calendar,
                        TICK.minutes(odometer.calendar.minutes().sample(odometer.stream))));
                pending++;
            }
        }
        firstCallsAt = Arrays.stream(callsAt).min().orElse(NEVER);
    }

    /// Begins with the next call, if there is one.
    private void serve() {
        if (pending > 0) {
            serving = calls.getFirst();
            ready = now() + serving.ticks();
        }
    }

    @Override
    protected void externalTransition(long elapsed) {
        account();
        if (!call.isEmpty()) {
            dueNow().forEach(this::receive);
        }
        for (int i = 0; i < load.size(); i++) {
            Load given = load.value(i);
            if (work == null && serving == null) {
                start(given);
            } else {
                tell(given);
            }
        }
    }

    private void tell(Load returned) {
        unsent = new Report(index, null, returned, state(), setup);
    }

    private void receive(Call due) {
        Calendar.Effect effect = due.calendar().effect();
        boolean rests = work == null && serving == null;
        if (effect.suspends() && !rests) {
            suspend(due);
        } else if (effect == Calendar.Effect.SCRAPS && (work != null || rests)) {
            calls.addFirst(due);
            pending++;
            if (work != null) {
                scrapWork();
            }
            serve();
            tell(null);
        } else if (effect != Calendar.Effect.DELAYS) {
            calls.addLast(due);
            pending++;
            if (rests) {
                serve();
                tell(null);
            }
        }
    }

    /// Puts off all that the tool has before it.
    private void suspend(Call due) {
        long ticks = due.ticks();
        repairs++;
        ready += ticks;
        if (work == null) {
            return;
        }
        long from = now();
        if (stops == null) {
            stops = new ArrayDeque<>();
        } else {
            from = stops.getLast().ends();
        }
        stops.addLast(new Stop(due.calendar().phase(), from + ticks));
        if (setupEnds >= now()) {
            setupEnds += ticks;
        }
        if (loadEnds >= now()) {
            loadEnds += ticks;
        }
        if (processEnds >= now()) {
            processEnds += ticks;
        }
        if (!handedOver) {
            work.leaves += ticks;
            work.stood += ticks;
        }
    }

    private void scrapWork() {
        if (!handedOver) {
            for (Lot lot : work.lots()) {
                if (now() < setupEnds) {
                    lot.spend(Spent.SETUP, now());
                } else {
                    lot.spendOnTool(work.setupTicks, work.stood, now());
                }
            }
            scrapped = work;
            lotsScrapped += work.size();
        }
        if (now() <= setupEnds) {
            setup = setupBefore;
        }
        work = null;
        stops = null;
    }

    private void start(Load given) {
        for (int i = 0; i < given.size(); i++) {
            given.lot(i).begin(now());
        }
        Itinerary.Stop stop = given.first.stop();
        long setupTicks = given.setupMinutes == 0 ? 0 : TICK.minutes(given.setupMinutes);
        long processTicks = stop.ticks(stop.process.sample(stream), given.wafers);
        setupBefore = setup;
        setup = given.setup;
        setupEnds = now() + setupTicks;
        work = given;
        work.started = now();
        work.setupTicks = setupTicks;
        work.leaves = setupEnds + loadTicks + processTicks + unloadTicks;
        if (stop.cascades()) {
            loadEnds = setupEnds;
            ready = setupEnds + stop.interval(given.wafers);
            processEnds = ready;
        } else {
            loadEnds = setupEnds + loadTicks;
            processEnds = loadEnds + processTicks;
            ready = work.leaves;
        }
        handedOver = false;
    }
}
