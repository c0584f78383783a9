package throughline.fab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;
import throughline.fab.Report.State;
import throughline.random.Distribution;
import throughline.random.Stream;

/// The queue in front of a station's tools: it batches, dispatches, and sends finished lots on to where their next step
/// is done.
///
/// Which tool chooses first is for [Station.Wake] to say. When the lots it chose need another set-up than it has, and
/// another free tool has that one, the other tool takes them. A tool that finds nothing it can start is asked again
/// once a lot has come.
public final class StageBuffer extends Atomic {
    /// How many clocks tell what lots wait for: one for each state that the best of the tools can have.
    static final int CLOCKS = State.values().length;

    private static final State[] STATES = State.values();
    private static final Spent[] WAITED = {Spent.BATCH, Spent.TOOL, Spent.DOWN};

    final In<Lot> arriving = in("arriving", Lot.class);
    final In<Report> reports = in("reports", Report.class);
    final List<Out<Load>> loads = new ArrayList<>();
    final Out<Lot> finished = out("finished", Lot.class);

    private final Station station;
    private final Setups setups;
    private final int index;
    private final Map<String, Out<Lot>> exits = new TreeMap<>();
    private final Out<Lot>[] exitTo;
    /// How long the way to each station takes; null where a lot is there at once.
    private final Distribution[] delays;

    private final Stream stream;
    private final Ways ways = new Ways();
    private final int tools;
    private final State[] states;
    private final int[] inState = new int[CLOCKS];
    private final long[] clock = new long[CLOCKS];
    private long clocksAt;
    /// How long each tool has been in each state, up to its last change.
    private final long[] toolClocks;

    private final long[] stateSince;
    private final long[] readySince;
    private final String[] setup;
    private final int[] runLeft;
    private final int[] refused;
    /// Whether a free tool has a reason to look at the queue.
    private final boolean[] looks;
    /// The free tools, the one that chooses first before the others.
    private final int[] free;
    private int freeCount;
    /// Whether steps done here need set-ups, and whether some of these are kept for a minimum run.
    private final boolean choosy;

    private final boolean keepsRuns;

    /// The lots that wait: in the order of the rule when that stays, else in any.
    private Lot[] waiting = new Lot[16];
    private int waitingCount;
    private final boolean sorted;
    private int batched;
    private long taken;
    private long waited;
    /// How many of them not every tool may take.
    private int particular;
    /// Those of these that more tools than one may take.
    private final List<Lot> ruled = new ArrayList<>();

    private final Situation situation = new Situation();
    /// The values that the rule goes by; none when it compares in another way.
    private final ToDoubleBiFunction<Lot, Dispatch.Situation>[] keys;
    /// What the best lot of a search is worth by each key of the rule, as far as it was asked.
    private final double[] bestValues;
    private final List<Load> assigned = new ArrayList<>();
    private final List<Out<Load>> assignedTo = new ArrayList<>();
    private final List<Lot> leaving = new ArrayList<>();

    /// @param setupNames   the set-ups that steps done here need
    /// @param names        all stations
    /// @param destinations the other stations that routes lead to from here
    @SuppressWarnings("unchecked")
    StageBuffer(
            String name,
            Station station,
            Fab fab,
            Set<String> setupNames,
            List<String> names,
            Iterable<String> destinations,
            Stream stream) {
        super(name);
        this.station = station;
        this.stream = stream;
        setups = fab.setups();
        index = names.indexOf(station.name());
        sorted = switch (station.dispatch().depends()) {
            case LOTS -> true;
            case SETUP -> setupNames.isEmpty();
            case ALL -> false;
        };
        choosy = !setupNames.isEmpty();
        keepsRuns = setupNames.stream().anyMatch(needed -> setups.minimumRun(needed) > 1);
        keys = station.dispatch() instanceof Dispatch.Ranked ranked
                ? ranked.keys().stream().map(Dispatch.Key::value).toArray(ToDoubleBiFunction[]::new)
                : new ToDoubleBiFunction[0];
        bestValues = new double[keys.length];
        tools = station.tools().size();
        readySince = new long[tools];
        toolClocks = new long[tools * CLOCKS];
        stateSince = new long[tools];
        states = new State[tools];
        Arrays.fill(states, State.READY);
        inState[State.READY.ordinal()] = tools;
        setup = new String[tools];
        Arrays.fill(setup, "");
        runLeft = new int[tools];
        refused = new int[tools];
        looks = new boolean[tools];
        free = new int[tools];
        for (int tool = 0; tool < tools; tool++) {
            free[freeCount++] = tool;
            loads.add(out("load" + station.tools().get(tool).name(), Load.class));
        }
        exitTo = new Out[names.size()];
        delays = new Distribution[names.size()];
        if (fab.delays()) {
            for (int i = 0; i < delays.length; i++) {
                delays[i] = fab.transport()
                        .delay()
                        .minutes(station.name(), names.get(i))
                        .orElse(null);
            }
        }
        destinations.forEach(to -> {
            Out<Lot> exit = out("to" + to, Lot.class);
            exits.put(to, exit);
            exitTo[names.indexOf(to)] = exit;
        });
    }

    Map<String, Out<Lot>> exits() {
        return exits;
    }

    /// Lots waiting here.
    public int waiting() {
        return waitingCount;
    }

    /// Lots waiting here for a step of that name.
    public int waiting(String step) {
        int n = 0;
        for (int i = 0; i < waitingCount; i++) {
            if (waiting[i].step().name().equals(step)) {
                n++;
            }
        }
        return n;
    }

    /// Lots that tools have taken so far.
    public long taken() {
        return taken;
    }

    /// Ticks that those have waited here, together.
    public long waitedTicks() {
        return waited;
    }

    /// Whether a tool could start some of the waiting lots if it were free.
    boolean startable(int tool) {
        return waitingCount > 0 && !choose(tool).isEmpty();
    }

    /// Lots on their way from here, or still behind a cascade of a tool that is at the next lots already.
    int onTheirWay() {
        return ways.size();
    }

    @Override
    protected long timeAdvance() {
        if (!assigned.isEmpty() || !leaving.isEmpty()) {
            return 0;
        }
        return ways.size() == 0 ? NEVER : ways.first() - now();
    }

    @Override
    protected void output() {
        for (int i = 0; i < assigned.size(); i++) {
            assignedTo.get(i).send(assigned.get(i));
        }
        for (int i = 0; i < leaving.size(); i++) {
            Lot lot = leaving.get(i);
            (lot.finished() ? finished : exitTo[lot.station()]).send(lot);
        }
        if (arrives()) {
            Lot lot = ways.firstLot();
            if (lot.finished()) {
                finished.send(lot);
            } else if (lot.station() != index) {
                exitTo[lot.station()].send(lot);
            }
        }
    }

    /// Whether the first of those on their way arrives now; of several, each has an event of its own.
    private boolean arrives() {
        return ways.size() > 0 && ways.first() == now();
    }

    @Override
    protected void internalTransition() {
        assigned.clear();
        assignedTo.clear();
        leaving.clear();
        if (arrives()) {
            Lot lot = ways.firstLot();
            ways.removeFirst();
            if (!lot.finished() && lot.station() == index) {
                tick();
                arrive(lot);
                Arrays.fill(looks, true);
                dispatch();
            }
        }
    }

    private void arrive(Lot lot) {
        lot.spend(Spent.TRANSPORT, now());
        lot.waitFrom(now());
        add(lot);
    }

    @Override
    protected void externalTransition(long elapsed) {
        tick();
        boolean more = false;
        for (int i = 0; i < arriving.size(); i++) {
            arrive(arriving.value(i));
            more = true;
        }
        for (int i = 0; i < reports.size(); i++) {
            more |= read(reports.value(i));
        }
        if (more) {
            Arrays.fill(looks, true);
        }
        dispatch();
    }

    /// @return whether lots have come into the queue
    private boolean read(Report report) {
        int tool = report.tool();
        state(tool, report.state());
        setup[tool] = report.setup();
        boolean more = false;
        if (report.returned() != null) {
            report.returned().lots().forEach(this::add);
            more = true;
        }
        Load done = report.done();
        long leaves = done == null ? 0 : Math.max(now(), done.leaves);
        for (int i = 0; done != null && i < done.size(); i++) {
            Lot lot = done.lot(i);
            lot.advance(tool, leaves);
            Distribution delay = lot.finished() ? null : delays[lot.station()];
            if (delay != null) {
                ways.add(lot, leaves + Tick.MILLISECOND.minutes(delay.sample(stream)));
            } else if (leaves > now()) {
                ways.add(lot, leaves);
            } else if (!lot.finished() && lot.station() == index) {
                lot.waitFrom(now());
                add(lot);
                more = true;
            } else {
                leaving.add(lot);
            }
        }
        return more;
    }

    private void state(int tool, State state) {
        if (states[tool] == State.READY) {
            remove(tool);
        }
        toolClocks[tool * CLOCKS + states[tool].ordinal()] += now() - stateSince[tool];
        stateSince[tool] = now();
        inState[states[tool].ordinal()]--;
        inState[state.ordinal()]++;
        if (state == State.READY) {
            if (states[tool] != State.READY) {
                readySince[tool] = now();
            }
            looks[tool] = true;
            insert(tool);
        }
        states[tool] = state;
    }

    private void insert(int tool) {
        int at = freeCount++;
        while (at > 0 && wakesBefore(tool, free[at - 1])) {
            free[at] = free[at - 1];
            at--;
        }
        free[at] = tool;
    }

    private boolean wakesBefore(int tool, int other) {
        if (station.wake() == Station.Wake.LONGEST_FREE && readySince[tool] != readySince[other]) {
            return readySince[tool] < readySince[other];
        }
        return tool < other;
    }

    private void remove(int tool) {
        int at = 0;
        while (free[at] != tool) {
            at++;
        }
        System.arraycopy(free, at + 1, free, at, --freeCount - at);
    }

    private void add(Lot lot) {
        if (waitingCount == waiting.length) {
            waiting = Arrays.copyOf(waiting, 2 * waitingCount);
        }
        int at = waitingCount++;
        if (sorted && at > 0 && ranking(waiting[at - 1], lot) > 0) {
            int low = 0;
            at--;
            while (low < at) {
                int mid = (low + at) >>> 1;
                if (ranking(waiting[mid], lot) < 0) {
                    low = mid + 1;
                } else {
                    at = mid;
                }
            }
            System.arraycopy(waiting, at, waiting, at + 1, waitingCount - 1 - at);
        }
        waiting[at] = lot;
        batched += lot.stop().single ? 0 : 1;
        lot.only = lot.stop().anyTool ? ToolRule.SEVERAL : lot.step().tools().only(lot);
        if (lot.only == ToolRule.SEVERAL) {
            lot.notes(clock[0], clock[1], clock[2]);
        } else if (lot.only >= 0) {
            lot.notes(toolClock(lot.only, 0), toolClock(lot.only, 1), toolClock(lot.only, 2));
            particular++;
        } else {
            ruled.add(lot);
            particular++;
        }
    }

    private void take(Lot lot) {
        int at = 0;
        while (waiting[at] != lot) {
            at++;
        }
        System.arraycopy(waiting, at + 1, waiting, at, --waitingCount - at);
        waiting[waitingCount] = null;
        taken++;
        waited += now() - lot.waitingSince();
        batched -= lot.stop().single ? 0 : 1;
        if (lot.only == ToolRule.SEVERAL) {
            lot.spendWaiting(clock[0], clock[1], clock[2]);
        } else if (lot.only >= 0) {
            lot.spendWaiting(toolClock(lot.only, 0), toolClock(lot.only, 1), toolClock(lot.only, 2));
            particular--;
        } else {
            ruled.remove(lot);
            particular--;
        }
    }

    /// Lets the clocks run: what the lots that wait have waited for since the last event here.
    private void tick() {
        clock[best().ordinal()] += now() - clocksAt;
        clocksAt = now();
        for (int i = 0; i < ruled.size(); i++) {
            ruled.get(i).spend(WAITED[best(ruled.get(i)).ordinal()], now());
        }
    }

    private long toolClock(int tool, int state) {
        return toolClocks[tool * CLOCKS + state] + (states[tool].ordinal() == state ? now() - stateSince[tool] : 0);
    }

    private State best() {
        int state = 0;
        while (state < CLOCKS - 1 && inState[state] == 0) {
            state++;
        }
        return STATES[state];
    }

    private State best(Lot lot) {
        State best = State.OUT_OF_WORK;
        for (int tool = 0; tool < tools; tool++) {
            if (states[tool].compareTo(best) < 0 && allows(lot, tool)) {
                best = states[tool];
            }
        }
        return best;
    }

    private boolean allows(Lot lot, int tool) {
        return lot.only == tool
                || lot.only == ToolRule.SEVERAL
                || lot.only == ToolRule.SOME && lot.step().tools().allows(lot, tool, tools);
    }

    private void dispatch() {
        int next = 0;
        while (next < freeCount && waitingCount > 0) {
            int tool = free[next];
            boolean looked = looks[tool];
            looks[tool] = false;
            List<Lot> batch = looked ? choose(tool) : List.of();
            int taker = batch.isEmpty() ? tool : taker(tool, batch.getFirst());
            if (batch.isEmpty() || refuses(taker, batch.getFirst())) {
                if (looked && particular == 0 && !choosy) {
                    return;
                }
                next++;
            } else {
                looks[tool] = taker != tool;
                assign(taker, batch);
                next = 0;
            }
        }
    }

    /// The free tool that should do what a tool has chosen: one that has the set-up, if any.
    private int taker(int tool, Lot first) {
        if (choosy && !setup[tool].equals(first.stop().setup)) {
            for (int i = 0; i < freeCount; i++) {
                int other = free[i];
                if (looks[other] && setup[other].equals(first.stop().setup) && allows(first, other)) {
                    return other;
                }
            }
        }
        return tool;
    }

    /// Whether a tool would rather wait for lots that need the set-up it has.
    private boolean refuses(int tool, Lot first) {
        if (choosy && cutsRun(tool, first) && refused[tool] < setups.keeping().refusals()) {
            refused[tool]++;
            return true;
        }
        return false;
    }

    private boolean cutsRun(int tool, Lot lot) {
        return runLeft[tool] > 0 && !setup[tool].equals(lot.stop().setup);
    }

    private void assign(int tool, List<Lot> batch) {
        double minutes = setups.minutes(setup[tool], batch.getFirst().stop());
        String after = setups.after(setup[tool], batch.getFirst().stop());
        if (choosy) {
            if (keepsRuns && (setups.keeping().restarts() || !after.equals(setup[tool]))) {
                runLeft[tool] = after.isEmpty() ? 1 : setups.minimumRun(after);
            }
            runLeft[tool] -= batch.size();
            refused[tool] = 0;
        }
        state(tool, State.TAKEN);
        for (Lot lot : batch) {
            take(lot);
        }
        assigned.add(batch.size() == 1 ? new Load(batch.getFirst(), minutes, after) : new Load(batch, minutes, after));
        assignedTo.add(loads.get(tool));
    }

    /// The lots a tool should do next: of the kinds of batch that can be started, the one whose first lot ranks first.
    private List<Lot> choose(int tool) {
        situation.tool = tool;
        if (batched == 0) {
            Lot first = first(tool);
            return first == null ? List.of() : List.of(first);
        }
        List<Lot> ranked = new ArrayList<>(waitingCount);
        for (int i = 0; i < waitingCount; i++) {
            if (allows(waiting[i], tool)) {
                ranked.add(waiting[i]);
            }
        }
        if (!sorted) {
            ranked.sort(this::ranking);
        }
        return batch(ranked);
    }

    private Lot first(int tool) {
        if (!sorted) {
            return keys.length > 0 ? firstByKeys(tool) : firstCompared(tool);
        }
        for (int i = 0; i < waitingCount; i++) {
            if (allows(waiting[i], tool)) {
                return waiting[i];
            }
        }
        return null;
    }

    private Lot firstCompared(int tool) {
        Lot best = null;
        for (int i = 0; i < waitingCount; i++) {
            Lot lot = waiting[i];
            if (allows(lot, tool) && (best == null || ranking(lot, best) < 0)) {
                best = lot;
            }
        }
        return best;
    }

    /// As [#firstCompared], asking each lot for a value only once, and for the later ones only where it is needed.
    private Lot firstByKeys(int tool) {
        int n = keys.length;
        Lot best = null;
        int known = 0;
        for (int i = 0; i < waitingCount; i++) {
            Lot lot = waiting[i];
            if (!allows(lot, tool)) {
                continue;
            }
            int order = best == null ? -1 : 0;
            int k = 0;
            while (order == 0 && k < n) {
                double value = keys[k].applyAsDouble(lot, situation);
                if (k == known) {
                    bestValues[known++] = keys[k].applyAsDouble(best, situation);
                }
                order = Double.compare(value, bestValues[k]);
                if (order < 0) {
                    bestValues[k] = value;
                }
                k++;
            }
            if (order < 0 || order == 0 && lot.number() < best.number()) {
                best = lot;
                known = order < 0 ? k : n;
            }
        }
        return best;
    }

    private int ranking(Lot a, Lot b) {
        int first = station.dispatch().compare(a, b, situation);
        return first != 0 ? first : Integer.compare(a.number(), b.number());
    }

    private static List<Lot> batch(List<Lot> ranked) {
        Map<Batching, List<Lot>> kinds = new LinkedHashMap<>();
        for (Lot lot : ranked) {
            kinds.computeIfAbsent(lot.step().batching(), b -> new ArrayList<>()).add(lot);
        }
        boolean held = false;
        for (Map.Entry<Batching, List<Lot>> kind : kinds.entrySet()) {
            boolean holds = kind.getKey().holds(kind.getValue().getFirst());
            if (held && !holds) {
                return List.of();
            }
            List<Lot> batch = kind.getKey().choose(kind.getValue());
            if (!batch.isEmpty()) {
                return List.copyOf(batch);
            }
            held |= holds;
        }
        return List.of();
    }

    /// What a rule may see of the tool under consideration.
    private final class Situation implements Dispatch.Situation {
        private int tool;

        @Override
        public long now() {
            return StageBuffer.this.now();
        }

        @Override
        public String setup() {
            return setup[tool];
        }

        @Override
        public double setupMinutes(Lot lot) {
            return setups.minutes(setup[tool], lot.stop());
        }

        @Override
        public boolean cutsRun(Lot lot) {
            return StageBuffer.this.cutsRun(tool, lot);
        }

        @Override
        public double fullness(Lot lot) {
            Batching kind = lot.step().batching();
            int wafers = 0;
            for (int i = 0; i < waitingCount; i++) {
                wafers += waiting[i].step().batching().equals(kind) ? waiting[i].wafers() : 0;
            }
            return Math.min(1, (double) wafers / kind.wafers(lot));
        }

        @Override
        public double meanStepMinutes() {
            double sum = 0;
            for (int i = 0; i < waitingCount; i++) {
                sum += waiting[i].stepMinutes();
            }
            return sum / waitingCount;
        }
    }
}
