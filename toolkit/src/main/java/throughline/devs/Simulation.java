package throughline.devs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Runs a model: the abstract simulator of Parallel DEVS over the flattened components, one thread.
///
/// One cycle: all imminent components give their output; every value is put into the bags of its receivers; then each
/// component that is imminent or has received something makes exactly one transition. A zero time advance leads to
/// another cycle at the same instant. Components act in the order in which they were added (depth first), so that
/// the same model gives the same run, event for event.
///
/// A model is simulated once; build it anew for another run. Not safe for use by several threads at a time.
public final class Simulation implements Atomic.Host {
    private static final int DEFAULT_INSTANT_LIMIT = 1_000_000;
    private static final int CYCLES_BETWEEN_POLLS = 1 << 10;
    private static final byte IMMINENT = 1;
    private static final byte RECEIVER = 2;

    /// Why a run came back.
    public enum End {
        /// The time asked for was reached; every event up to and at it has happened.
        REACHED,
        /// Nothing is left to happen.
        PASSIVE,
        /// The condition held after the last cycle of an instant.
        STOPPED,
        /// A cancel was requested; the model stands between two cycles and can run on.
        CANCELLED
    }

    private record External(long time, long order, In<?> port, Object value) {}

    private final Component root;
    private final List<Runnable> observations = new ArrayList<>();
    private Atomic[] atomics = {};
    private List<Port<?>> origins;
    private long[] last;
    private byte[] mark;
    private Agenda agenda;
    private int[] active;
    private TransitionObserver[] watchers;
    private final PriorityQueue<External> externals =
            new PriorityQueue<>(Comparator.comparingLong(External::time).thenComparingLong(External::order));

    private int activeCount;
    /// The ports that hold values in this cycle.
    private In<?>[] filled = new In<?>[16];

    private int filledCount;
    private Atomic sender;
    private boolean inCycle;
    private Runnable change;
    private long now;
    private long instantStart = -1;
    private long cycles;
    /// What ended the run: half of an instant has happened then, and no run goes on from there.
    private ModelException failure;
    private long transitions;
    private long injections;
    private int instantLimit = DEFAULT_INSTANT_LIMIT;
    private int cyclesThisInstant;

    /// Flattens the model and schedules its first events; nothing happens yet.
    ///
    /// @param root the outermost model, coupled or atomic
    /// @throws ModelException when the model is part of another one or has been simulated already
    public Simulation(Component root) {
        this.root = root;
        adopt(new Flattening(root));
    }

    /// Takes a structure over: components that have been running keep their next events, others start now.
    private void adopt(Flattening flat) {
        Map<Atomic, Integer> places = new IdentityHashMap<>();
        for (int i = 0; i < atomics.length; i++) {
            places.put(atomics[i], i);
        }
        long[] lastBefore = last;
        Agenda agendaBefore = agenda;
        atomics = flat.atomics.toArray(new Atomic[0]);
        origins = flat.origins;
        last = new long[atomics.length];
        mark = new byte[atomics.length];
        agenda = new Agenda(atomics.length);
        active = new int[atomics.length];
        watchers = new TransitionObserver[atomics.length];
        for (int i = 0; i < atomics.length; i++) {
            Integer place = places.get(atomics[i]);
            if (place == null) {
                start(i);
            } else {
                last[i] = lastBefore[place];
                schedule(i, agendaBefore.next(place, now));
            }
        }
        origins.forEach(origin -> origin.observer = null);
        observations.forEach(Runnable::run);
    }

    private void start(int i) {
        if (atomics[i].host != null) {
            throw new ModelException("%s has been simulated already; build the model anew".formatted(atomics[i]));
        }
        atomics[i].host = this;
        last[i] = now;
        scheduleNext(i);
    }

    /// Changes the structure during a run: components and couplings, at any depth, may come and go. It happens at once
    /// between two cycles, and at the end of the cycle under way when an observer asks for it.
    ///
    /// What has been running goes on as if nothing had happened; a component that is added starts now; one that is
    /// removed is over and cannot be added again. A change takes as long as setting up the simulation did; a run
    /// without changes pays one test a cycle.
    ///
    /// @param structure adds, removes, couples and uncouples
    public void change(Runnable structure) {
        Runnable before = change;
        change = before == null
                ? structure
                : () -> {
                    before.run();
                    structure.run();
                };
        if (!inCycle) {
            changeNow();
        }
    }

    private void changeNow() {
        Runnable structure = change;
        change = null;
        Flattening.open(root);
        try {
            structure.run();
        } finally {
            adopt(new Flattening(root));
        }
    }

    /// The present time in ticks.
    @Override
    public long now() {
        return now;
    }

    /// The time of the next event in ticks, [Component#NEVER] when there is none.
    public long nextTime() {
        if (agenda.hasDue()) {
            return now;
        }
        long external = externals.isEmpty() ? Component.NEVER : externals.peek().time();
        return Math.min(agenda.earliest(), external);
    }

    /// Cycles so far.
    public long cycles() {
        return cycles;
    }

    /// Transitions of all components so far; a confluent one counts once.
    public long transitions() {
        return transitions;
    }

    /// Sets how many cycles one instant may take before the model is called illegitimate; a million by default.
    public Simulation instantLimit(int limit) {
        if (limit < 1) {
            throw new ModelException("instant limit [%d] must be at least 1".formatted(limit));
        }
        instantLimit = limit;
        return this;
    }

    /// Schedules a value from outside. Values for one port and instant arrive in one bag.
    ///
    /// @param time ticks, not before now; when it is now, the value arrives in the next cycle
    /// @param port an input of the outermost model
    public <T> void inject(long time, In<T> port, T value) {
        if (time < now) {
            throw new ModelException("input for %s at tick %d comes after tick %d".formatted(port, time, now));
        }
        if (port.owner != root) {
            throw new ModelException(
                    "input for %s: only ports of the outermost model %s take input from outside".formatted(port, root));
        }
        if (!port.type().isInstance(value)) {
            throw new ModelException("input for %s: [%s] is not a %s"
                    .formatted(port, value, port.type().getSimpleName()));
        }
        externals.add(new External(time, injections++, port, value));
    }

    /// Watches a port of any component at any depth; several observers of one port are called in the order in which
    /// they came. A value that reaches the port over two paths is seen twice.
    @SuppressWarnings("unchecked")
    public <T> void observe(Port<T> port, PortObserver<? super T> observer) {
        if (origins.stream().allMatch(origin -> Flattening.paths(origin, port) == 0)) {
            throw new ModelException("%s can never be passed by a value in %s".formatted(port, root));
        }
        attach(() -> {
            for (Port<?> origin : origins) {
                for (int paths = Flattening.paths(origin, port); paths > 0; paths--) {
                    watch(origin, (PortObserver<Object>) observer);
                }
            }
        });
    }

    /// Observes the structure there is, and each that a change makes.
    private void attach(Runnable observation) {
        observations.add(observation);
        observation.run();
    }

    /// Watches every value as it is sent, or comes from outside: once, at the port where it starts, in the order of
    /// the run.
    public void observe(MessageObserver observer) {
        attach(() -> {
            for (Port<?> origin : origins) {
                watch(origin, (time, value) -> observer.sent(time, origin, value));
            }
        });
    }

    private static void watch(Port<?> origin, PortObserver<Object> observer) {
        PortObserver<Object> before = origin.observer;
        origin.observer = before == null
                ? observer
                : (time, value) -> {
                    before.passed(time, value);
                    observer.passed(time, value);
                };
    }

    /// The input ports of atomic models that a value starting at a port arrives at, as a [MessageObserver] sees it; a
    /// port that two paths lead to stands there twice.
    public List<Port<?>> receivers(Port<?> origin) {
        return List.of(origin.targets);
    }

    /// Watches the state of a component; the observer is called at once with the present state and after each of its
    /// transitions.
    @SuppressWarnings("unchecked")
    public <A extends Atomic> void observe(A model, StateObserver<? super A> observer) {
        if (model.host != this) {
            throw new ModelException("%s is not part of %s".formatted(model, root));
        }
        attach(() -> {
            int i = Arrays.asList(atomics).indexOf(model);
            if (i >= 0) {
                watch(i, (time, atomic, kind, elapsed) -> observer.changed(time, (A) atomic));
            }
        });
        observer.changed(now, model);
    }

    /// Watches every transition of every component, in the order of the run.
    public void observe(TransitionObserver observer) {
        attach(() -> {
            for (int i = 0; i < atomics.length; i++) {
                watch(i, observer);
            }
        });
    }

    private void watch(int i, TransitionObserver observer) {
        TransitionObserver before = watchers[i];
        watchers[i] = before == null
                ? observer
                : (time, atomic, kind, elapsed) -> {
                    before.made(time, atomic, kind, elapsed);
                    observer.made(time, atomic, kind, elapsed);
                };
    }

    /// The atomic components in the order in which they act.
    public List<Atomic> atomics() {
        return List.of(atomics);
    }

    /// Runs every event up to and at that time, until interrupted; then that time is now.
    public End runUntil(long time) {
        return runUntil(time, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Runs every event up to and at that time; then that time is now.
    ///
    /// @param time     ticks, not before now
    /// @param cancel   polled every thousand cycles
    /// @param progress told the ticks passed
    public End runUntil(long time, Cancel cancel, Progress progress) {
        if (time < now) {
            throw new ModelException("cannot run back from tick %d to tick %d".formatted(now, time));
        }
        End end = run(time, () -> false, cancel, progress);
        if (end != End.CANCELLED && time != Component.NEVER) {
            now = time;
        }
        return end == End.PASSIVE && time != Component.NEVER ? End.REACHED : end;
    }

    /// Runs until a condition holds, nothing is left to happen, or the process is interrupted.
    ///
    /// @param stop asked when all cycles of an instant are done
    public End runWhileNot(BooleanSupplier stop) {
        return run(Component.NEVER, stop, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Runs until a condition holds, a time is reached, nothing is left to happen, or a cancel is requested.
    ///
    /// @param time     ticks; events after it do not happen
    /// @param stop     asked when all cycles of an instant are done
    /// @param cancel   polled every thousand cycles
    /// @param progress told the ticks passed, when the time is finite
    public End run(long time, BooleanSupplier stop, Cancel cancel, Progress progress) {
        int untilPoll = 1;
        while (true) {
            long next = nextTime();
            if (next == Component.NEVER) {
                return End.PASSIVE;
            }
            if (next > time) {
                return End.REACHED;
            }
            if (--untilPoll == 0) {
                if (cancel.requested()) {
                    return End.CANCELLED;
                }
                if (time != Component.NEVER) {
                    progress.report(now, time);
                }
                untilPoll = CYCLES_BETWEEN_POLLS;
            }
            cycle(next);
            if (nextTime() != now && stop.getAsBoolean()) {
                return End.STOPPED;
            }
        }
    }

    /// Runs one cycle.
    ///
    /// @return false when nothing was left to happen
    public boolean step() {
        long next = nextTime();
        if (next == Component.NEVER) {
            return false;
        }
        cycle(next);
        return true;
    }

    private void cycle(long time) {
        if (failure != null) {
            throw new ModelException("%s failed at tick %d; build the model anew".formatted(root, now), failure);
        }
        now = time;
        cycles++;
        inCycle = true;
        int imminent = agenda.take(time, active);
        guardInstant(imminent);
        for (int i = 0; i < imminent; i++) {
            mark[active[i]] = IMMINENT;
        }
        activeCount = imminent;
        for (int i = 0; i < imminent; i++) {
            sender = atomics[active[i]];
            try {
                sender.output();
            } catch (RuntimeException e) {
                throw failed(sender, "output", e);
            }
        }
        sender = null;
        while (!externals.isEmpty() && externals.peek().time() == time) {
            External external = externals.poll();
            send(external.port(), external.value());
        }
        for (int i = 0; i < activeCount; i++) {
            transition(active[i]);
        }
        while (filledCount > 0) {
            filled[--filledCount].clear();
        }
        transitions += activeCount;
        inCycle = false;
        if (change != null) {
            changeNow();
        }
    }

    @Override
    public void emit(Out<?> port, Object value) {
        if (port.owner != sender) {
            throw new ModelException("%s may send only from its own output function".formatted(port));
        }
        send(port, value);
    }

    private void send(Port<?> origin, Object value) {
        if (origin.observer != null) {
            origin.observer.passed(now, value);
        }
        for (In<?> target : origin.targets) {
            deliver(target, value);
        }
    }

    private void deliver(In<?> target, Object value) {
        if (target.isEmpty()) {
            if (filledCount == filled.length) {
                filled = Arrays.copyOf(filled, 2 * filledCount);
            }
            filled[filledCount++] = target;
        }
        target.add(value);
        int i = target.receiver;
        byte m = mark[i];
        if (m == 0) {
            active[activeCount++] = i;
        }
        mark[i] = (byte) (m | RECEIVER);
    }

    private void transition(int i) {
        Atomic atomic = atomics[i];
        byte m = mark[i];
        mark[i] = 0;
        try {
            if (m == IMMINENT) {
                atomic.internalTransition();
            } else {
                if (m == RECEIVER) {
                    atomic.externalTransition(now - last[i]);
                } else {
                    atomic.confluentTransition();
                }
            }
        } catch (RuntimeException e) {
            throw failed(atomic, "transition", e);
        }
        scheduleNext(i);
        if (watchers[i] != null) {
            watchers[i].made(now, atomic, kind(m), now - last[i]);
        }
        last[i] = now;
    }

    private static TransitionObserver.Kind kind(byte m) {
        return switch (m) {
            case IMMINENT -> TransitionObserver.Kind.INTERNAL;
            case RECEIVER -> TransitionObserver.Kind.EXTERNAL;
            default -> TransitionObserver.Kind.CONFLUENT;
        };
    }

    private void scheduleNext(int i) {
        long advance = atomics[i].timeAdvance();
        if (advance < 0) {
            throw new ModelException(
                    "%s at tick %d: time advance [%d] must not be negative".formatted(atomics[i], now, advance));
        }
        schedule(i, advance >= Component.NEVER - now ? Component.NEVER : now + advance);
    }

    private void schedule(int i, long time) {
        if (time == now) {
            agenda.dueNow(i);
        } else {
            agenda.schedule(i, time);
        }
    }

    private void guardInstant(int imminent) {
        if (now != instantStart) {
            instantStart = now;
            cyclesThisInstant = 0;
        }
        if (++cyclesThisInstant > instantLimit) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < Math.min(5, imminent); i++) {
                names.add(atomics[active[i]].path());
            }
            throw new ModelException("%d cycles at tick %d without time passing: %s%s go on for ever"
                    .formatted(instantLimit, now, String.join(", ", names), imminent > 5 ? " and others" : ""));
        }
    }

    private ModelException failed(Atomic atomic, String what, RuntimeException cause) {
        failure = cause instanceof ModelException known
                ? known
                : new ModelException("%s at tick %d, %s: %s".formatted(atomic, now, what, cause), cause);
        return failure;
    }
}
