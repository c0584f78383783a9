package throughline.fab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import throughline.devs.Agenda;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;
import throughline.fab.Report.State;
import throughline.random.Distribution;
import throughline.random.Stream;
import throughline.random.Streams;

/// The queue in front of a station's tools: it batches, dispatches, and sends finished lots on to where their next step
/// is done. Tools that wait for nobody ([UnattendedMachine]) are part of it; others are told by messages.
///
/// Which tool chooses first is for [Station.Wake] to say. When the lots it chose need another set-up than it has, and
/// another free tool has that one, the other tool takes them. A tool that finds nothing it can start is asked again
/// once a lot has come.
public final class StageBuffer extends Atomic {
    /// Is told of each load that a tool is done with, before its lots go on.
    @FunctionalInterface
    interface Watcher {
        /// @param left when its lots leave the tool, now or later
        void done(Machine machine, Load load, long left);
    }

    final In<Lot> arriving = in("arriving", Lot.class);
    final In<Report> reports = in("reports", Report.class);
    final List<Out<Load>> loads = new ArrayList<>();
    final Out<Lot> finished = out("finished", Lot.class);
    final Out<Lot> scrap = out("scrap", Lot.class);

    private final int index;
    private final Map<String, Out<Lot>> exits = new TreeMap<>();
    private final Out<Lot>[] exitTo;
    /// How long the way to each station takes; null where a lot is there at once.
    private final Distribution[] delays;

    private final Stream stream;
    private final Ways ways = new Ways();
    private final ToolStates states;
    private final ToolSetups setups;
    private final WaitingLots waiting;
    private final Situation situation = new Situation();
    private final Machine[] machines;
    /// The tools that are part of it, and when something happens to each of them next; none where people are waited
    /// for.
    private final UnattendedMachine[] inside;

    private final Agenda next;
    private final int[] due;
    private final List<Load> assigned = new ArrayList<>();
    private final List<Out<Load>> assignedTo = new ArrayList<>();
    private final List<Lot> leaving = new ArrayList<>();
    private final List<Lot> scrapped = new ArrayList<>();
    /// Whether any of these holds something.
    private boolean sends;
    private Watcher watcher = (machine, load, left) -> {};

    /// @param needs        of its machines
    /// @param table        the set-ups of the fab
    /// @param names        all stations
    /// @param destinations the other stations that routes lead to from here
    @SuppressWarnings("unchecked")
    StageBuffer(
            String name,
            Station station,
            Fab fab,
            Needs needs,
            SetupTable table,
            List<String> names,
            Iterable<String> destinations,
            Streams streams) {
        super(name);
        stream = streams.named("transport");
        index = names.indexOf(station.name());
        int tools = station.tools().size();
        states = new ToolStates(station);
        setups = new ToolSetups(tools, table, needsSetups(fab, station));
        waiting = new WaitingLots(station.dispatch(), setups.choosy(), states, situation);
        machines = new Machine[tools];
        inside = new UnattendedMachine[needs.none() ? tools : 0];
        next = new Agenda(inside.length);
        due = new int[inside.length];
        for (int tool = 0; tool < tools; tool++) {
            String toolName = station.tools().get(tool).name();
            if (needs.none()) {
                inside[tool] = new UnattendedMachine(this, tool, station, streams.below(toolName));
                next.schedule(tool, inside[tool].next());
                machines[tool] = inside[tool];
            } else {
                loads.add(out("load" + toolName, Load.class));
            }
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

    private static boolean needsSetups(Fab fab, Station station) {
        return fab.products().stream()
                .flatMap(product -> product.route().steps().stream())
                .anyMatch(step ->
                        step.station().equals(station.name()) && !step.setup().isEmpty());
    }

    /// Names the machine of a tool that is not part of the buffer.
    void attend(int tool, AttendedMachine machine) {
        machines[tool] = machine;
    }

    /// The machines, in the order of the station's tools.
    List<Machine> machines() {
        return Arrays.asList(machines);
    }

    void watch(Watcher by) {
        watcher = by;
    }

    Map<String, Out<Lot>> exits() {
        return exits;
    }

    /// The present tick.
    long time() {
        return now();
    }

    /// Lots waiting here.
    public int waiting() {
        return waiting.count();
    }

    /// Lots waiting here for a step of that name.
    public int waiting(String step) {
        int n = 0;
        for (int i = 0; i < waiting.count(); i++) {
            if (waiting.lot(i).step().name().equals(step)) {
                n++;
            }
        }
        return n;
    }

    /// Lots that tools have taken so far.
    public long taken() {
        return waiting.taken();
    }

    /// Ticks that those have waited here, together.
    public long waitedTicks() {
        return waiting.waitedTicks();
    }

    /// Whether a tool could start some of the waiting lots if it were free.
    boolean startable(int tool) {
        return waiting() > 0 && choose(tool) != null;
    }

    /// Lots on their way from here, or still behind a cascade of a tool that is at the next lots already.
    int onTheirWay() {
        return ways.size();
    }

    @Override
    protected long timeAdvance() {
        if (sends) {
            return 0;
        }
        long first = ways.size() == 0 ? next.earliest() : Math.min(next.earliest(), ways.first());
        return first == NEVER ? NEVER : first - now();
    }

    @Override
    protected void output() {
        if (sends) {
            send();
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

    private void send() {
        for (int i = 0; i < assigned.size(); i++) {
            assignedTo.get(i).send(assigned.get(i));
        }
        for (int i = 0; i < leaving.size(); i++) {
            Lot lot = leaving.get(i);
            (lot.finished() ? finished : exitTo[lot.station()]).send(lot);
        }
        for (int i = 0; i < scrapped.size(); i++) {
            scrap.send(scrapped.get(i));
        }
    }

    /// Whether the first of those on their way arrives now; of several, each has an event of its own.
    private boolean arrives() {
        return ways.size() > 0 && ways.first() == now();
    }

    @Override
    protected void internalTransition() {
        if (onlySendsOn()) {
            ways.removeFirst();
            return;
        }
        pass();
        dispatch();
    }

    /// Whether nothing happens here but that a lot on its way is elsewhere now, as with each third event.
    private boolean onlySendsOn() {
        return !sends && next.earliest() != now() && arrives() && !staysHere(ways.firstLot());
    }

    private boolean staysHere(Lot lot) {
        return !lot.finished() && lot.station() == index;
    }

    @Override
    protected void externalTransition(long elapsed) {
        tick();
        receive();
        dispatch();
    }

    @Override
    protected void confluentTransition() {
        pass();
        receive();
        dispatch();
    }

    /// Lets the clocks run, which tell what the lots that wait have waited for.
    private void tick() {
        states.tick(now());
        waiting.tick(now());
    }

    /// What happens here as time passes.
    private void pass() {
        if (sends) {
            assigned.clear();
            assignedTo.clear();
            leaving.clear();
            scrapped.clear();
            sends = false;
        }
        tick();
        if (arrives()) {
            Lot lot = ways.firstLot();
            ways.removeFirst();
            if (staysHere(lot)) {
                arrive(lot);
            }
        }
        if (next.earliest() == now()) {
            int n = next.take(now(), due);
            for (int i = 0; i < n; i++) {
                act(due[i]);
            }
        }
    }

    private void act(int tool) {
        UnattendedMachine machine = inside[tool];
        if (machine.act(now())) {
            states.set(tool, machine.state(), now());
            setups.set(tool, machine.setup());
        }
        next.schedule(tool, machine.next());
    }

    private void arrive(Lot lot) {
        lot.spend(Spent.TRANSPORT, now());
        lot.waitFrom(now());
        add(lot);
    }

    private void add(Lot lot) {
        waiting.add(lot, now());
        states.allLook();
    }

    private void receive() {
        for (int i = 0; i < arriving.size(); i++) {
            arrive(arriving.value(i));
        }
        for (int i = 0; i < reports.size(); i++) {
            read(reports.value(i));
        }
    }

    private void read(Report report) {
        states.set(report.tool(), report.state(), now());
        setups.set(report.tool(), report.setup());
        if (report.returned() != null) {
            report.returned().lots().forEach(this::add);
        }
        if (report.done() != null) {
            done(machines[report.tool()], report.tool(), report.done());
        }
    }

    /// A tool is done with lots, which leave it now or later.
    void done(Machine machine, int tool, Load load) {
        long leaves = Math.max(now(), load.leaves);
        watcher.done(machine, load, leaves);
        for (int i = 0; i < load.size(); i++) {
            Lot lot = load.lot(i);
            lot.advance(tool, leaves);
            Distribution delay = lot.finished() ? null : delays[lot.station()];
            if (delay != null) {
                ways.add(lot, leaves + Tick.MILLISECOND.minutes(delay.sample(stream)));
            } else if (leaves > now()) {
                ways.add(lot, leaves);
            } else if (staysHere(lot)) {
                lot.waitFrom(now());
                add(lot);
            } else {
                leaving.add(lot);
                sends = true;
            }
        }
    }

    /// A tool has broken with lots on it.
    void scrapped(Load load) {
        scrapped.addAll(load.lots());
        sends = true;
    }

    private void dispatch() {
        int place = 0;
        while (place < states.free() && waiting() > 0) {
            int tool = states.free(place);
            boolean looks = states.looks(tool);
            states.look(tool, false);
            Load load = looks ? choose(tool) : null;
            int taker = load == null ? tool : taker(tool, load.first);
            if (load == null || setups.refuses(taker, load.first)) {
                if (looks && !waiting.particular() && !setups.choosy()) {
                    return;
                }
                place++;
            } else {
                states.look(tool, taker != tool);
                assign(taker, load);
                place = 0;
            }
        }
    }

    /// The lots a tool should do next; null when it should wait.
    private Load choose(int tool) {
        situation.tool = tool;
        if (waiting.shares()) {
            List<Lot> batch = waiting.batch(tool);
            return batch.isEmpty() ? null : new Load(batch);
        }
        Lot first = waiting.first(tool);
        return first == null ? null : new Load(first);
    }

    /// The free tool that should do what a tool has chosen: one that has the set-up, if any.
    private int taker(int tool, Lot first) {
        if (setups.choosy() && !setups.fits(tool, first)) {
            for (int place = 0; place < states.free(); place++) {
                int other = states.free(place);
                if (states.looks(other) && setups.fits(other, first) && waiting.allows(first, other)) {
                    return other;
                }
            }
        }
        return tool;
    }

    private void assign(int tool, Load load) {
        load.setupMinutes = setups.minutes(tool, load.first);
        load.setup = setups.after(tool, load.first);
        setups.takes(tool, load.size(), load.setup);
        states.set(tool, State.TAKEN, now());
        for (int i = 0; i < load.size(); i++) {
            waiting.take(load.lot(i), now());
        }
        if (inside.length > 0) {
            inside[tool].start(load, now());
            next.schedule(tool, inside[tool].next());
        } else {
            assigned.add(load);
            assignedTo.add(loads.get(tool));
            sends = true;
        }
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
            return setups.name(tool);
        }

        @Override
        public double setupMinutes(Lot lot) {
            return setups.minutes(tool, lot);
        }

        @Override
        public boolean cutsRun(Lot lot) {
            return setups.cutsRun(tool, lot);
        }

        @Override
        public double fullness(Lot lot) {
            return waiting.fullness(lot);
        }

        @Override
        public double meanStepMinutes() {
            return waiting.meanStepMinutes();
        }
    }
}
