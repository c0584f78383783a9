package throughline.fab;

import java.util.Arrays;
import throughline.fab.Report.State;

/// What the tools of a station are to the lots in front of them: which are free and in what order these choose, and for
/// how long they were what.
final class ToolStates {
    /// How many states a tool can be in.
    static final int STATES = State.values().length;

    private static final State[] ALL = State.values();

    private final boolean turns;
    private final State[] states;
    private final int[] inState = new int[STATES];
    /// For how long the best of the tools was in each state, up to the last time the clocks ran.
    private final long[] clock = new long[STATES];
    private long clocksAt;
    /// How long each tool was in each state, up to its last change.
    private final long[] toolClocks;

    private final long[] since;
    private final long[] readySince;
    /// Whether a free tool has a reason to look at the queue.
    private final boolean[] looks;
    /// The free tools, the one that chooses first before the others.
    private final int[] free;
    private int freeCount;

    ToolStates(Station station) {
        int tools = station.tools().size();
        turns = station.wake() == Station.Wake.LONGEST_FREE;
        states = new State[tools];
        Arrays.fill(states, State.READY);
        inState[State.READY.ordinal()] = tools;
        toolClocks = new long[tools * STATES];
        since = new long[tools];
        readySince = new long[tools];
        looks = new boolean[tools];
        free = new int[tools];
        while (freeCount < tools) {
            free[freeCount] = freeCount++;
        }
    }

    int tools() {
        return states.length;
    }

    /// Free tools.
    int free() {
        return freeCount;
    }

    /// A free tool.
    ///
    /// @param place in the order in which they choose, from 0
    int free(int place) {
        return free[place];
    }

    boolean looks(int tool) {
        return looks[tool];
    }

    void look(int tool, boolean reason) {
        looks[tool] = reason;
    }

    /// There is something new to look at.
    void allLook() {
        Arrays.fill(looks, true);
    }

    /// Lets the clocks run to the present; before anything changes.
    void tick(long now) {
        clock[best().ordinal()] += now - clocksAt;
        clocksAt = now;
    }

    void set(int tool, State state, long now) {
        State before = states[tool];
        if (before == State.READY) {
            remove(tool);
        }
        toolClocks[tool * STATES + before.ordinal()] += now - since[tool];
        since[tool] = now;
        inState[before.ordinal()]--;
        inState[state.ordinal()]++;
        if (state == State.READY) {
            if (before != State.READY) {
                readySince[tool] = now;
            }
            looks[tool] = true;
            insert(tool);
        }
        states[tool] = state;
    }

    private void insert(int tool) {
        int at = freeCount++;
        while (at > 0 && choosesBefore(tool, free[at - 1])) {
            free[at] = free[at - 1];
            at--;
        }
        free[at] = tool;
    }

    private boolean choosesBefore(int tool, int other) {
        if (turns && readySince[tool] != readySince[other]) {
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

    /// The best that any of the tools is.
    State best() {
        int state = 0;
        while (state < STATES - 1 && inState[state] == 0) {
            state++;
        }
        return ALL[state];
    }

    State state(int tool) {
        return states[tool];
    }

    /// For how long the best of the tools was in a state.
    long clock(State state) {
        return clock[state.ordinal()];
    }

    /// For how long a tool was in a state.
    long clock(int tool, State state, long now) {
        return toolClocks[tool * STATES + state.ordinal()] + (states[tool] == state ? now - since[tool] : 0);
    }
}
