package throughline.fab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import throughline.devs.Atomic;
import throughline.devs.Component;
import throughline.devs.Tick;
import throughline.fab.Report.State;
import throughline.random.Stream;
import throughline.random.Streams;

/// A tool that waits for nobody, inside the buffer of its station: from the start of a load to its end there is one
/// event, unless a calendar comes between. It may take the next load while lots are still inside ([Step.Cascade]).
///
/// A breakdown that scraps the lots during a set-up leaves the tool with the set-up before. Calls that cannot be served
/// at once wait their turn. At one instant work ends first, then calendars call, then lots are assigned.
final class UnattendedMachine implements Machine {
    private static final Tick TICK = Tick.MILLISECOND;
    private static final long NEVER = Component.NEVER;

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

    private final StageBuffer buffer;
    private final int index;
    private final Tool tool;
    private final String station;
    private final Stream stream;
    private final long loadTicks;
    private final long unloadTicks;
    private final List<Recurrence> recurrences = new ArrayList<>();
    /// Whether any of them wants to hear of each load.
    private final boolean countsLoads;
    private final List<Odometer> odometers = new ArrayList<>();
    /// When the first calendar calls.
    private long nextCall = NEVER;
    /// Wafers done, and how many there will be when each odometer calls, and the first of them.
    private long wafersDone;

    private final long[] callsAt;
    private long firstCallsAt;
    private final Deque<Call> calls = new ArrayDeque<>();
    private int pending;
    /// Null most of the time, which spares looking into it.
    private Deque<Stop> stops;

    private final long[] ticksIn = new long[Phase.values().length];

    /// The load that occupies it; null when none does.
    private Load work;

    /// Whether the lots of the load at work are the buffer's already: they may leave before the tool is ready again, or
    /// later.
    private boolean handedOver;
    private long setupEnds;
    private long loadEnds;
    private long processEnds;
    /// When the tool can take the next load, or is back at work.
    private long ready = NEVER;
    private Call serving;
    private int setup = SetupTable.NONE;
    private int setupBefore = SetupTable.NONE;
    private long accounted;
    private long loadsDone;
    private long lotsDone;
    private long lotsScrapped;
    private long repairs;

    UnattendedMachine(StageBuffer buffer, int index, Station station, Streams streams) {
        this.buffer = buffer;
        this.index = index;
        this.station = station.name();
        tool = station.tools().get(index);
        stream = streams.named(STREAM);
        loadTicks = TICK.minutes(station.loadMinutes());
        unloadTicks = TICK.minutes(station.unloadMinutes());
        for (Calendar calendar : tool.calendars()) {
            Stream own = streams.named(calendar.name());
            if (calendar.trigger() instanceof Calendar.Trigger.Wafers wafers) {
                odometers.add(new Odometer(calendar, wafers, own));
            } else {
                recurrences.add(new Recurrence(calendar, own));
            }
        }
        countsLoads =
                tool.calendars().stream().anyMatch(calendar -> calendar.trigger() instanceof Calendar.Trigger.Usage);
        callsAt = odometers.stream()
                .mapToLong(odometer -> odometer.trigger.first())
                .toArray();
        findNextCalls();
    }

    private void findNextCalls() {
        nextCall = NEVER;
        for (Recurrence recurrence : recurrences) {
            nextCall = Math.min(nextCall, recurrence.due());
        }
        firstCallsAt = NEVER;
        for (long at : callsAt) {
            firstCallsAt = Math.min(firstCallsAt, at);
        }
    }

    @Override
    public String name() {
        return tool.name();
    }

    @Override
    public String station() {
        return station;
    }

    @Override
    public Atomic component() {
        return buffer;
    }

    @Override
    public Phase phase() {
        return phase(buffer.time());
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
    public long phaseEnds(long time) {
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

    @Override
    public List<Lot> holding() {
        return work == null ? List.of() : work.lots();
    }

    @Override
    public int lots() {
        return work == null || handedOver ? 0 : work.size();
    }

    @Override
    public long loadsDone() {
        return loadsDone;
    }

    @Override
    public long lotsDone() {
        return lotsDone;
    }

    @Override
    public long lotsScrapped() {
        return lotsScrapped;
    }

    @Override
    public long repairs() {
        return repairs;
    }

    @Override
    public boolean mayScrap() {
        return tool.mayScrap();
    }

    /// When something happens to it next, if it is given no load before.
    long next() {
        return Math.min(ends(), nextCall);
    }

    private long ends() {
        return work == null || handedOver ? ready : Math.min(ready, work.leaves);
    }

    /// What it is to the lots in front of it.
    State state() {
        return serving != null ? State.OUT_OF_WORK : work != null ? State.TAKEN : State.READY;
    }

    int setup() {
        return setup;
    }

    /// Lets happen what is due now. Lots that are done, or scrapped, are handed to the buffer.
    ///
    /// @return whether there is news for those who wait
    boolean act(long now) {
        account(now);
        boolean news = ends() == now;
        if (news) {
            end(now);
        }
        return nextCall == now ? call(now) || news : news;
    }

    private void account(long to) {
        long at = accounted;
        if (stops != null) {
            while (at < to) {
                long until = Math.min(to, phaseEnds(at));
                at = account(phase(at), at, until);
            }
            if (stops.getLast().ends() <= to) {
                stops = null;
            }
        } else if (serving != null || work == null) {
            account(phase(at), at, to);
        } else {
            at = account(Phase.SETUP, at, Math.min(setupEnds, to));
            at = account(Phase.LOADING, at, Math.min(loadEnds, to));
            at = account(Phase.PROCESSING, at, Math.min(processEnds, to));
            account(Phase.UNLOADING, at, to);
        }
        accounted = to;
    }

    private long account(Phase phase, long from, long to) {
        if (to <= from) {
            return from;
        }
        ticksIn[phase.ordinal()] += to - from;
        return to;
    }

    /// Hands over the lots when they leave, or earlier, when it can take the next: from then on nothing can hold them
    /// up, and the buffer knows when they leave.
    private void end(long now) {
        if (work != null && !handedOver) {
            handedOver = true;
            for (int i = 0; i < work.size(); i++) {
                work.lot(i).spendOnTool(work.setupTicks, work.stood, work.leaves);
            }
            lotsDone += work.size();
            buffer.done(this, index, work);
        }
        if (ready != now) {
            return;
        }
        ready = NEVER;
        if (serving != null) {
            repairs++;
            calls.removeFirst();
            pending--;
            for (Recurrence recurrence : recurrences) {
                recurrence.over(serving.calendar(), now);
            }
            findNextCalls();
            serving = null;
        } else {
            wear(work.wafers, now);
            loadsDone++;
            work = null;
        }
        serve(now);
    }

    private void wear(int wafers, long now) {
        wafersDone += wafers;
        if (countsLoads) {
            recurrences.forEach(recurrence -> recurrence.worked(1, now));
            findNextCalls();
        }
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
        findNextCalls();
    }

    /// Begins with the next call, if there is one.
    private void serve(long now) {
        if (pending > 0) {
            serving = calls.getFirst();
            ready = now + serving.ticks();
        }
    }

    private boolean call(long now) {
        List<Call> due = new ArrayList<>();
        for (Recurrence recurrence : recurrences) {
            if (recurrence.due() == now) {
                due.add(recurrence.next());
                recurrence.called();
            }
        }
        findNextCalls();
        due.sort(Call.URGENT);
        boolean news = false;
        for (Call each : due) {
            news |= receive(each, now);
        }
        return news;
    }

    /// @return whether it makes a difference to those who wait
    private boolean receive(Call due, long now) {
        Calendar.Effect effect = due.calendar().effect();
        boolean rests = work == null && serving == null;
        if (effect.suspends() && !rests) {
            suspend(due, now);
            return false;
        }
        if (effect == Calendar.Effect.SCRAPS && (work != null || rests)) {
            calls.addFirst(due);
            pending++;
            if (work != null) {
                scrapWork(now);
            }
            serve(now);
            return true;
        }
        if (effect != Calendar.Effect.DELAYS) {
            calls.addLast(due);
            pending++;
            if (rests) {
                serve(now);
                return true;
            }
        }
        return false;
    }

    /// Puts off all that the tool has before it.
    private void suspend(Call due, long now) {
        long ticks = due.ticks();
        repairs++;
        ready += ticks;
        if (work == null) {
            return;
        }
        long from = now;
        if (stops == null) {
            stops = new ArrayDeque<>();
        } else {
            from = stops.getLast().ends();
        }
        stops.addLast(new Stop(due.calendar().phase(), from + ticks));
        if (setupEnds >= now) {
            setupEnds += ticks;
        }
        if (loadEnds >= now) {
            loadEnds += ticks;
        }
        if (processEnds >= now) {
            processEnds += ticks;
        }
        if (!handedOver) {
            work.leaves += ticks;
            work.stood += ticks;
        }
    }

    private void scrapWork(long now) {
        if (!handedOver) {
            for (Lot lot : work.lots()) {
                if (now < setupEnds) {
                    lot.spend(Spent.SETUP, now);
                } else {
                    lot.spendOnTool(work.setupTicks, work.stood, now);
                }
            }
            buffer.scrapped(work);
            lotsScrapped += work.size();
        }
        if (now <= setupEnds) {
            setup = setupBefore;
        }
        work = null;
        stops = null;
    }

    /// Starts with a load, being ready.
    void start(Load given, long now) {
        account(now);
        for (int i = 0; i < given.size(); i++) {
            given.lot(i).begin(now);
        }
        Itinerary.Stop stop = given.first.stop();
        long setupTicks = given.setupMinutes == 0 ? 0 : TICK.minutes(given.setupMinutes);
        long processTicks = stop.ticks(stop.process.sample(stream), given.wafers);
        setupBefore = setup;
        setup = given.setup;
        setupEnds = now + setupTicks;
        work = given;
        work.started = now;
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
