package throughline.fab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.TreeMap;
import java.util.stream.IntStream;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;

/// The queue in front of a station's tools: it batches, dispatches, and sends finished lots on to where their next step
/// is done.
public final class StageBuffer extends Atomic {
    private static final Comparator<Lot> ARRIVAL =
            Comparator.comparingLong(Lot::waitingSince).thenComparingInt(Lot::number);

    final In<Lot> arriving = in("arriving", Lot.class);
    final In<Report> reports = in("reports", Report.class);
    final List<Out<Load>> loads = new ArrayList<>();
    final Out<Lot> finished = out("finished", Lot.class);

    private record Assignment(int tool, Load load) {}

    private final Station station;
    private final Setups setups;
    private final Map<String, Out<Lot>> exits = new TreeMap<>();
    private final List<Lot> waiting = new ArrayList<>();
    private final Report.State[] states;
    private final long[] readySince;
    private final String[] setup;
    private final List<Assignment> assigned = new ArrayList<>();
    private final List<Lot> leaving = new ArrayList<>();

    /// @param destinations the other stations that routes lead to from here
    StageBuffer(String name, Station station, Setups setups, Iterable<String> destinations) {
        super(name);
        this.station = station;
        this.setups = setups;
        readySince = new long[station.tools().size()];
        states = new Report.State[readySince.length];
        Arrays.fill(states, Report.State.READY);
        setup = new String[readySince.length];
        for (int tool = 0; tool < readySince.length; tool++) {
            setup[tool] = "";
            loads.add(out("load" + station.tools().get(tool).name(), Load.class));
        }
        destinations.forEach(to -> exits.put(to, out("to" + to, Lot.class)));
    }

    Map<String, Out<Lot>> exits() {
        return exits;
    }

    /// Lots waiting here.
    public int waiting() {
        return waiting.size();
    }

    /// Lots waiting here for a step of that name.
    public int waiting(String step) {
        int n = 0;
        for (Lot lot : waiting) {
            if (lot.step().name().equals(step)) {
                n++;
            }
        }
        return n;
    }

    /// Whether a tool could start some of the waiting lots if it were free.
    boolean startable(int tool) {
        return !choose(tool).isEmpty();
    }

    @Override
    protected long timeAdvance() {
        return assigned.isEmpty() && leaving.isEmpty() ? NEVER : 0;
    }

    @Override
    protected void output() {
        for (Assignment a : assigned) {
            loads.get(a.tool()).send(a.load());
        }
        for (Lot lot : leaving) {
            (lot.finished() ? finished : exits.get(lot.step().station())).send(lot);
        }
    }

    @Override
    protected void internalTransition() {
        assigned.clear();
        leaving.clear();
    }

    @Override
    protected void externalTransition(long elapsed) {
        account();
        for (Lot lot : arriving) {
            lot.spend(Spent.TRANSPORT, now());
            lot.waitFrom(now());
            waiting.add(lot);
        }
        for (Report report : reports) {
            states[report.tool()] = report.state();
            readySince[report.tool()] = now();
            setup[report.tool()] = report.setup();
            waiting.addAll(report.returned());
            for (Lot lot : report.done()) {
                lot.advance(report.tool());
                if (!lot.finished() && lot.step().station().equals(station.name())) {
                    lot.waitFrom(now());
                    waiting.add(lot);
                } else {
                    leaving.add(lot);
                }
            }
        }
        waiting.sort(ARRIVAL);
        dispatch();
    }

    /// What the lots that wait have waited for since the last event here.
    private void account() {
        for (Lot lot : waiting) {
            lot.spend(
                    switch (best(lot)) {
                        case READY -> Spent.BATCH;
                        case TAKEN -> Spent.TOOL;
                        case OUT_OF_WORK -> Spent.DOWN;
                    },
                    now());
        }
    }

    private Report.State best(Lot lot) {
        Report.State best = Report.State.OUT_OF_WORK;
        for (int tool = 0; tool < states.length; tool++) {
            if (states[tool].compareTo(best) < 0 && allows(lot, tool)) {
                best = states[tool];
            }
        }
        return best;
    }

    private boolean allows(Lot lot, int tool) {
        return lot.step().tools().allows(lot, tool, states.length);
    }

    /// Gives each free tool its next lots, the tool that has been free longest first.
    private void dispatch() {
        int[] free = IntStream.range(0, readySince.length)
                .filter(tool -> states[tool] == Report.State.READY)
                .boxed()
                .sorted(Comparator.comparingLong(tool -> readySince[tool]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int tool : free) {
            List<Lot> batch = choose(tool);
            if (!batch.isEmpty()) {
                states[tool] = Report.State.TAKEN;
                waiting.removeAll(batch);
                double minutes =
                        setups.minutes(setup[tool], batch.getFirst().step().setup());
                assigned.add(new Assignment(tool, new Load(batch, minutes)));
            }
        }
    }

    /// The lots a tool should do next: of the kinds of batch that can be started, the one whose first lot ranks first.
    private List<Lot> choose(int tool) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        Dispatch.Situation situation = new Dispatch.Situation(now(), setup[tool], setups);
        List<Lot> ranked = new ArrayList<>(waiting.size());
        for (Lot lot : waiting) {
            if (allows(lot, tool)) {
                ranked.add(lot);
            }
        }
        ranked.sort((a, b) -> {
            int first = station.dispatch().compare(a, b, situation);
            return first != 0 ? first : Integer.compare(a.number(), b.number());
        });
        for (Map.Entry<Batching, List<Lot>> kind : byBatching(ranked).entrySet()) {
            List<Lot> batch = kind.getKey().choose(kind.getValue());
            if (!batch.isEmpty()) {
                return List.copyOf(batch);
            }
        }
        return List.of();
    }

    private static Map<Batching, List<Lot>> byBatching(SequencedCollection<Lot> ranked) {
        Map<Batching, List<Lot>> kinds = new LinkedHashMap<>();
        for (Lot lot : ranked) {
            kinds.computeIfAbsent(lot.step().batching(), b -> new ArrayList<>()).add(lot);
        }
        return kinds;
    }
}
