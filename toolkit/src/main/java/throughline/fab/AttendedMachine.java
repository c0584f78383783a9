package throughline.fab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;
import throughline.fab.Report.State;
import throughline.random.Stream;

/// A tool that waits for people or places: set-up, loading, processing, unloading, one load at a time.
///
/// A tool has its new set-up once the change is done: a breakdown meanwhile leaves it with the one before.
///
/// A load that arrives at the very instant at which a calendar takes the tool is returned. Calls that cannot be served
/// at once wait their turn; a breakdown during maintenance is repaired after it.
///
/// Where the station needs an operator, one person does the set-up and the whole loading without leaving between, and
/// one the whole unloading; nobody is there while the tool processes.
///
/// Where places in front of stations are limited, lots that are done stay on the tool until each has one where it goes
/// next; only then the tool is unloaded.
///
/// Where the station needs a technician, a broken tool stands still until he comes and is done. Maintenance never keeps
/// tool or technician waiting: a tool at rest, or about to be unloaded, calls for him, and when it is given its next
/// load before he has come it calls again the next time.
public final class AttendedMachine extends Atomic implements Machine {
    private static final Tick TICK = Tick.MILLISECOND;

    final In<Load> load = in("load", Load.class);
    final In<Call> call = in("call", Call.class);
    final Out<Report> report = out("report", Report.class);
    final Out<Lot> scrap = out("scrap", Lot.class);
    final Out<Calendar> over = out("over", Calendar.class);
    final Out<Integer> worked = out("worked", Integer.class);

    final Desk<Job> operators =
            new Desk<>(out("operatorAsk", Job.class), out("operatorOver", Job.class), in("operator", Job.class));
    final Desk<Job> technicians =
            new Desk<>(out("technicianAsk", Job.class), out("technicianOver", Job.class), in("technician", Job.class));

    final Desk<Claim> places =
            new Desk<>(out("placeAsk", Claim.class), out("placeOver", Claim.class), in("place", Claim.class));

    private record Message<T>(Out<T> port, T value) {
        void send() {
            port.send(value);
        }
    }

    private final int index;
    private final Tool tool;
    private final Station station;
    private final Needs needs;
    private final Job job;
    private final Stream stream;
    private final Deque<Call> calls = new ArrayDeque<>();
    private final List<Message<?>> outbox = new ArrayList<>();
    private final Map<Phase, Long> ticksIn = new EnumMap<>(Phase.class);

    private Phase phase = Phase.IDLE;
    private long since;
    private long ends = NEVER;
    /// The load that occupies it; null when none does.
    private Load work;

    private boolean processed;
    private Claim claim;
    private int setup = SetupTable.NONE;
    private boolean operatorHere;
    private boolean technicianAsked;
    private boolean technicianHere;
    private long loadsDone;
    private long lotsDone;
    private long lotsScrapped;
    private long repairs;

    AttendedMachine(int index, Tool tool, Station station, Needs needs, Stream stream) {
        super(tool.name());
        this.needs = needs;
        this.index = index;
        this.tool = tool;
        this.station = station;
        job = new Job(fullName(), station.name());
        this.stream = stream;
        for (Phase p : Phase.values()) {
            ticksIn.put(p, 0L);
        }
    }

    @Override
    public String station() {
        return station.name();
    }

    @Override
    public Atomic component() {
        return this;
    }

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public Phase phase(long time) {
        return phase;
    }

    @Override
    public long phaseEnds(long time) {
        return NEVER;
    }

    @Override
    public List<Lot> holding() {
        return work == null ? List.of() : work.lots();
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

    @Override
    public long ticksIn(Phase which, long time) {
        return ticksIn.get(which) + (phase == which ? time - since : 0);
    }

    @Override
    public int lots() {
        return work == null ? 0 : work.size();
    }

    @Override
    protected long timeAdvance() {
        return !outbox.isEmpty() ? 0 : ends == NEVER ? NEVER : ends - now();
    }

    @Override
    protected void output() {
        if (!outbox.isEmpty()) {
            outbox.forEach(Message::send);
            return;
        }
        switch (phase) {
            case UNLOADING -> {
                report.send(report(work, null, outOfWork() ? State.OUT_OF_WORK : State.READY));
                worked.send(1);
            }
            case MAINTENANCE, DOWN -> {
                over.send(calls.getFirst().calendar());
                if (calls.size() == 1 || needs.technician() && !breaks(second())) {
                    report.send(report(null, null, State.READY));
                }
            }
            default -> {}
        }
    }

    private Report report(Load done, Load returned, State state) {
        return new Report(index, done, returned, state, setup);
    }

    private Call second() {
        Iterator<Call> all = calls.iterator();
        all.next();
        return all.next();
    }

    @Override
    protected void internalTransition() {
        if (!outbox.isEmpty()) {
            outbox.clear();
            return;
        }
        if (work != null) {
            account();
        }
        switch (phase) {
            case SETUP -> {
                setup = work.setup;
                enter(Phase.LOADING, TICK.minutes(station.loadMinutes()));
            }
            case LOADING -> {
                letOperatorGo();
                enter(Phase.PROCESSING, processing());
            }
            case PROCESSING -> {
                processed = true;
                findPlaces();
            }
            case UNLOADING -> {
                letOperatorGo();
                loadsDone++;
                lotsDone += work.size();
                work = null;
                claim = null;
                rest();
            }
            case MAINTENANCE, DOWN -> {
                calls.removeFirst();
                repairs++;
                letTechnicianGo();
                callTechnician();
                rest();
            }
            case IDLE, WAITING, BLOCKED -> throw new IllegalStateException("%s has nothing to end".formatted(phase));
        }
    }

    private long processing() {
        double draw = work.step().process().sample(stream);
        return TICK.minutes(work.step().minutes(draw, work.wafers));
    }

    /// Goes on with what takes an operator, once he is there.
    private void attend() {
        if (needs.operator() && !operatorHere) {
            outbox.add(new Message<>(operators.ask(), job));
            enter(Phase.WAITING, NEVER);
        } else if (processed) {
            callTechnician();
            enter(Phase.UNLOADING, TICK.minutes(station.unloadMinutes()));
        } else {
            enter(Phase.SETUP, TICK.minutes(work.setupMinutes));
        }
    }

    /// Goes on once its lots have places where they go next.
    private void findPlaces() {
        List<Step> next = work.lots().stream()
                .map(Lot::next)
                .filter(step -> step != null && needs.limited().contains(step.station()))
                .toList();
        if (next.isEmpty()) {
            attend();
        } else {
            claim = new Claim(job.machine(), work.lots(), next);
            outbox.add(new Message<>(places.ask(), claim));
            enter(Phase.BLOCKED, NEVER);
        }
    }

    private void letOperatorGo() {
        if (operatorHere || phase == Phase.WAITING) {
            operatorHere = false;
            takeBack(operators, job);
        }
    }

    private void callTechnician() {
        if (needs.technician() && !calls.isEmpty() && !technicianAsked) {
            technicianAsked = true;
            outbox.add(new Message<>(technicians.ask(), job));
        }
    }

    private void letTechnicianGo() {
        if (technicianAsked) {
            technicianAsked = false;
            technicianHere = false;
            takeBack(technicians, job);
        }
    }

    /// A request that is still unsent is not sent, so that it cannot come together with its own end.
    private <T> void takeBack(Desk<T> desk, T asked) {
        if (!outbox.remove(new Message<>(desk.ask(), asked))) {
            outbox.add(new Message<>(desk.over(), asked));
        }
    }

    private static boolean breaks(Call call) {
        return call.calendar().effect() == Calendar.Effect.SCRAPS;
    }

    /// Whether it takes no load now: it is broken, or the next call can be served.
    private boolean outOfWork() {
        return !calls.isEmpty() && (!needs.technician() || technicianHere || breaks(calls.getFirst()));
    }

    /// Serves the next call, or waits for a load.
    private void rest() {
        if (outOfWork()) {
            Call next = calls.getFirst();
            long ticks = needs.technician() && !technicianHere ? NEVER : next.ticks();
            enter(breaks(next) ? Phase.DOWN : Phase.MAINTENANCE, ticks);
        } else {
            enter(Phase.IDLE, NEVER);
        }
    }

    /// Charges the lots on it with the phase under way.
    private void account() {
        Spent what =
                switch (phase) {
                    case SETUP -> Spent.SETUP;
                    case WAITING -> Spent.PEOPLE;
                    case BLOCKED -> Spent.BLOCKED;
                    default -> Spent.PROCESS;
                };
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
        if (!call.isEmpty()) {
            List<Call> due = new ArrayList<>();
            call.forEach(due::add);
            due.sort(Call.URGENT);
            due.forEach(this::receive);
        }
        if (!technicians.granted().isEmpty() && technicianAsked) {
            technicianHere = true;
            if (work == null) {
                leaveWork();
            }
        }
        if (!operators.granted().isEmpty() && phase == Phase.WAITING) {
            operatorHere = true;
            account();
            attend();
        }
        for (Claim here : places.granted()) {
            if (here == claim && phase == Phase.BLOCKED) {
                account();
                attend();
            }
        }
        for (Load given : load) {
            if (phase == Phase.IDLE) {
                start(given);
            } else {
                outbox.add(new Message<>(report, report(null, given, State.OUT_OF_WORK)));
            }
        }
    }

    private void receive(Call due) {
        boolean stops = breaks(due) && work != null;
        if (stops || breaks(due) && phase == Phase.IDLE) {
            calls.addFirst(due);
        } else {
            calls.addLast(due);
        }
        if (stops) {
            scrap();
        }
        if (work == null) {
            callTechnician();
            if (stops || phase == Phase.IDLE && outOfWork()) {
                leaveWork();
            }
        }
    }

    private void leaveWork() {
        outbox.add(new Message<>(report, report(null, null, State.OUT_OF_WORK)));
        rest();
    }

    private void scrap() {
        account();
        work.lots().forEach(lot -> outbox.add(new Message<>(scrap, lot)));
        lotsScrapped += work.size();
        work = null;
        letOperatorGo();
        if (claim != null) {
            takeBack(places, claim);
            claim = null;
        }
    }

    private void start(Load given) {
        letTechnicianGo();
        work = given;
        work.started = now();
        work.lots().forEach(lot -> lot.begin(now()));
        processed = false;
        if (needs.limited().contains(station.name())) {
            List<Step> left = given.lots().stream().map(Lot::step).toList();
            outbox.add(new Message<>(places.over(), new Claim(job.machine(), given.lots(), left)));
        }
        attend();
    }
}
