package throughline.fab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import throughline.fab.Report.State;

/// The lots in front of the tools of a station, in the order of the rule when that stays while they wait, else in any.
final class WaitingLots {
    private static final Spent[] WAITED = {Spent.BATCH, Spent.TOOL, Spent.DOWN};

    private final Dispatch rule;
    private final Dispatch.Situation situation;
    private final ToolStates tools;
    private final boolean sorted;
    /// The values that the rule goes by; none when it compares in another way.
    private final ToDoubleBiFunction<Lot, Dispatch.Situation>[] keys;
    /// What the best lot of a search is worth by each key of the rule, as far as it was asked.
    private final double[] bestValues;

    private Lot[] lots = new Lot[16];
    private int count;
    /// How many of them may share a tool with others.
    private int batched;
    /// How many of them not every tool may take.
    private int particular;
    /// Those of these that more tools than one may take.
    private final List<Lot> ruled = new ArrayList<>();

    private long taken;
    private long waited;

    /// @param setups    whether steps done here need set-ups
    /// @param situation of the tool that lots are chosen for
    @SuppressWarnings("unchecked")
    WaitingLots(Dispatch rule, boolean setups, ToolStates tools, Dispatch.Situation situation) {
        this.rule = rule;
        this.situation = situation;
        this.tools = tools;
        sorted = switch (rule.depends()) {
            case LOTS -> true;
            case SETUP -> !setups;
            case ALL -> false;
        };
        keys = rule instanceof Dispatch.Ranked ranked
                ? ranked.keys().stream().map(Dispatch.Key::value).toArray(ToDoubleBiFunction[]::new)
                : new ToDoubleBiFunction[0];
        bestValues = new double[keys.length];
    }

    int count() {
        return count;
    }

    Lot lot(int i) {
        return lots[i];
    }

    /// Lots that tools have taken so far.
    long taken() {
        return taken;
    }

    /// Ticks that those have waited here, together.
    long waitedTicks() {
        return waited;
    }

    /// Whether there are lots that not every tool may take.
    boolean particular() {
        return particular > 0;
    }

    void add(Lot lot, long now) {
        if (count == lots.length) {
            lots = Arrays.copyOf(lots, 2 * count);
        }
        int at = count++;
        if (sorted && at > 0 && ranking(lots[at - 1], lot) > 0) {
            int low = 0;
            at--;
            while (low < at) {
                int mid = (low + at) >>> 1;
                if (ranking(lots[mid], lot) < 0) {
                    low = mid + 1;
                } else {
                    at = mid;
                }
            }
            System.arraycopy(lots, at, lots, at + 1, count - 1 - at);
        }
        lots[at] = lot;
        batched += lot.stop().single ? 0 : 1;
        lot.only = lot.stop().anyTool ? ToolRule.SEVERAL : lot.step().tools().only(lot);
        particular += lot.only == ToolRule.SEVERAL ? 0 : 1;
        if (lot.only == ToolRule.SOME) {
            ruled.add(lot);
        } else {
            lot.notes(clock(lot, State.READY, now), clock(lot, State.TAKEN, now), clock(lot, State.OUT_OF_WORK, now));
        }
    }

    /// What the clock of a state shows to a lot that waits for any tool, or for a single one.
    private long clock(Lot lot, State state, long now) {
        return lot.only == ToolRule.SEVERAL ? tools.clock(state) : tools.clock(lot.only, state, now);
    }

    void take(Lot lot, long now) {
        int at = 0;
        while (lots[at] != lot) {
            at++;
        }
        System.arraycopy(lots, at + 1, lots, at, --count - at);
        lots[count] = null;
        taken++;
        waited += now - lot.waitingSince();
        batched -= lot.stop().single ? 0 : 1;
        particular -= lot.only == ToolRule.SEVERAL ? 0 : 1;
        if (lot.only == ToolRule.SOME) {
            ruled.remove(lot);
        } else {
            lot.spendWaiting(
                    clock(lot, State.READY, now), clock(lot, State.TAKEN, now), clock(lot, State.OUT_OF_WORK, now));
        }
    }

    /// Accounts for the time since the last event, with those whose tools are not all tools and not one.
    void tick(long now) {
        for (int i = 0; i < ruled.size(); i++) {
            ruled.get(i).spend(WAITED[best(ruled.get(i)).ordinal()], now);
        }
    }

    private State best(Lot lot) {
        State best = State.OUT_OF_WORK;
        for (int tool = 0; tool < tools.tools(); tool++) {
            if (tools.state(tool).compareTo(best) < 0 && allows(lot, tool)) {
                best = tools.state(tool);
            }
        }
        return best;
    }

    boolean allows(Lot lot, int tool) {
        return lot.only == tool
                || lot.only == ToolRule.SEVERAL
                || lot.only == ToolRule.SOME && lot.step().tools().allows(lot, tool, tools.tools());
    }

    /// The lot that a tool should do next by itself, where no lot shares a tool; null when it may do none.
    Lot first(int tool) {
        if (!sorted) {
            return keys.length > 0 ? firstByKeys(tool) : firstCompared(tool);
        }
        if (particular == 0) {
            return count == 0 ? null : lots[0];
        }
        for (int i = 0; i < count; i++) {
            if (allows(lots[i], tool)) {
                return lots[i];
            }
        }
        return null;
    }

    private Lot firstCompared(int tool) {
        Lot best = null;
        for (int i = 0; i < count; i++) {
            if (allows(lots[i], tool) && (best == null || ranking(lots[i], best) < 0)) {
                best = lots[i];
            }
        }
        return best;
    }

    /// As [#firstCompared], asking each lot for a value only once, and for the later ones only where it is needed.
    private Lot firstByKeys(int tool) {
        int n = keys.length;
        Lot best = null;
        int known = 0;
        for (int i = 0; i < count; i++) {
            Lot lot = lots[i];
            if (particular > 0 && !allows(lot, tool)) {
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
        int first = rule.compare(a, b, situation);
        return first != 0 ? first : Integer.compare(a.number(), b.number());
    }

    /// Whether some of the lots may share a tool.
    boolean shares() {
        return batched > 0;
    }

    /// The lots that a tool should do next together: of the kinds of batch that can be started, the one whose first lot
    /// ranks first; empty when it should wait.
    List<Lot> batch(int tool) {
        List<Lot> ranked = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (allows(lots[i], tool)) {
                ranked.add(lots[i]);
            }
        }
        if (!sorted) {
            ranked.sort(this::ranking);
        }
        return batch(ranked);
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
                return batch;
            }
            held |= holds;
        }
        return List.of();
    }

    /// Of the lots that may share a batch with one, itself among them, how many wafers wait over how many it takes; at
    /// most 1.
    double fullness(Lot lot) {
        Batching kind = lot.step().batching();
        int wafers = 0;
        for (int i = 0; i < count; i++) {
            wafers += lots[i].step().batching().equals(kind) ? lots[i].wafers() : 0;
        }
        return Math.min(1, (double) wafers / kind.wafers(lot));
    }

    double meanStepMinutes() {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += lots[i].stepMinutes();
        }
        return sum / count;
    }
}
