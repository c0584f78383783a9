package throughline.fab;

import java.util.Arrays;
import java.util.List;
import throughline.devs.Component;
import throughline.devs.Tick;
import throughline.random.Stream;

/// A lot on its way: the token that the components of a fab hand on. It belongs to whoever holds it.
public final class Lot {
    private static final short NOT_DONE = -1;
    private static final int NO_LIMIT = -1;

    private final int number;
    private final Order order;
    private final Itinerary way;
    private final int wafers;
    private final int priority;
    private final long released;
    private final long due;
    private final Stream stream;
    private final short[] tools;
    private final boolean[] sentBack;
    /// Ticks spent on each thing, side by side with what else a step changes: an array of its own would be somewhere
    /// else in memory, for millions of lots' steps.
    private long processed;
    private long setUp;
    private long waitedForTool;
    private long waitedForBatch;
    private long waitedForPeople;
    private long down;
    private long blocked;
    private long carried;
    private int position;
    private int cameFrom = -1;
    private long waitingSince;
    private long accounted;
    private int boundTo = NO_LIMIT;
    private long boundUntil = Component.NEVER;
    private int violations;
    /// The only tool that may do its step, as [ToolRule#only] says, while it waits.
    int only = ToolRule.SEVERAL;

    /// What the clocks of the station showed when this lot began to wait there.
    private long batchClock;

    private long toolClock;
    private long downClock;

    /// @param number   in order of release, from 0
    /// @param order    what it is made for
    /// @param way      of its product
    /// @param position steps behind it
    /// @param released tick of its release; before the start of the run when it was in progress then
    /// @param stream   draws which steps it does and what is reworked, in the order of the route, so that two runs
    ///                 of
    ///                 one seed agree on them whatever is dispatched when; unused when the route leaves nothing to
    ///                 chance
    Lot(int number, Order order, Itinerary way, int position, long released, Stream stream) {
        this.number = number;
        this.order = order;
        this.way = way;
        wafers = way.product.wafers();
        priority = order.priority();
        this.position = position;
        this.released = released;
        this.stream = stream;
        due = order.leadMinutes() == Double.POSITIVE_INFINITY
                ? Component.NEVER
                : released + Tick.MILLISECOND.minutes(order.leadMinutes());
        accounted = Math.max(0, released);
        tools = new short[way.stops.length];
        Arrays.fill(tools, NOT_DONE);
        sentBack = way.random ? new boolean[way.stops.length] : null;
    }

    /// A lot at the start of a route that leaves nothing to chance.
    Lot(int number, Product product, long released) {
        this(
                number,
                Order.of(product),
                new Itinerary(product, List.of(), new SetupTable(Setups.NONE, List.of(product))),
                0,
                released,
                null);
    }

    /// In order of release, from 0.
    public int number() {
        return number;
    }

    /// What it is made for.
    public Order order() {
        return order;
    }

    /// What it becomes.
    public Product product() {
        return way.product;
    }

    /// How urgent it is; higher is more urgent.
    public int priority() {
        return priority;
    }

    /// Wafers in it.
    public int wafers() {
        return wafers;
    }

    /// Tick of its release; negative when that was before the start of the run.
    public long released() {
        return released;
    }

    /// Tick at which it should be finished; [Component#NEVER] when there is no due date.
    public long due() {
        return due;
    }

    /// Steps that are behind it, whether done or passed by.
    public int position() {
        return position;
    }

    /// Whether all steps are behind it.
    public boolean finished() {
        return position == way.stops.length;
    }

    /// The step it is at or waits for.
    ///
    /// @throws IndexOutOfBoundsException when it is finished
    public Step step() {
        return way.stops[position].step;
    }

    /// The step after that; null when there is none.
    Step next() {
        return position + 1 < way.stops.length ? way.stops[position + 1].step : null;
    }

    /// The step it is at or waits for, with all names resolved.
    Itinerary.Stop stop() {
        return way.stops[position];
    }

    /// Index in the fab of the station of its step.
    int station() {
        return way.stops[position].station;
    }

    /// Index in the fab of the station it comes from; -1 when it has not been at any.
    int cameFrom() {
        return cameFrom;
    }

    /// Mean minutes of processing that its step takes.
    public double stepMinutes() {
        return way.remaining(position) - way.remaining(position + 1);
    }

    /// Mean minutes of processing from its step, that step included, to the end of the route; steps that are only
    /// done for a share of the lots count in full.
    public double remainingMinutes() {
        return way.remaining(position);
    }

    /// Tick since which it has waited for this step.
    public long waitingSince() {
        return waitingSince;
    }

    /// Whether a queue-time limit runs: some step ahead must begin in time.
    public boolean bound() {
        return boundTo != NO_LIMIT;
    }

    /// Tick by which that step must begin; [Component#NEVER] when no limit runs.
    public long boundUntil() {
        return boundUntil;
    }

    /// Queue-time limits it has broken so far.
    public int violations() {
        return violations;
    }

    /// Ticks spent on something, as far as it is accounted for: up to the end when it has left the fab, else up to the
    /// last event that concerned it.
    public long spent(Spent what) {
        return switch (what) {
            case PROCESS -> processed;
            case SETUP -> setUp;
            case TOOL -> waitedForTool;
            case BATCH -> waitedForBatch;
            case PEOPLE -> waitedForPeople;
            case DOWN -> down;
            case BLOCKED -> blocked;
            case TRANSPORT -> carried;
        };
    }

    /// Accounts for the time since the last call.
    void spend(Spent what, long until) {
        long ticks = until - accounted;
        switch (what) {
            case PROCESS -> processed += ticks;
            case SETUP -> setUp += ticks;
            case TOOL -> waitedForTool += ticks;
            case BATCH -> waitedForBatch += ticks;
            case PEOPLE -> waitedForPeople += ticks;
            case DOWN -> down += ticks;
            case BLOCKED -> blocked += ticks;
            case TRANSPORT -> carried += ticks;
        }
        accounted = until;
    }

    /// Accounts for the time on a tool since the last call: its set-up, its standing still, and processing.
    void spendOnTool(long setup, long stood, long until) {
        setUp += setup;
        down += stood;
        processed += until - accounted - setup - stood;
        accounted = until;
    }

    /// Begins to wait in front of tools.
    ///
    /// @param batch what the station's clock of waiting for a batch shows, and so on
    void notes(long batch, long tool, long down) {
        batchClock = batch;
        toolClock = tool;
        downClock = down;
    }

    /// Accounts for the time since then.
    void spendWaiting(long batch, long tool, long down) {
        waitedForBatch += batch - batchClock;
        waitedForTool += tool - toolClock;
        this.down += down - downClock;
        accounted += batch - batchClock + tool - toolClock + down - downClock;
    }

    void waitFrom(long tick) {
        waitingSince = tick;
    }

    /// The tool, by its index in the station, that did a completed step; of several steps of that name, the last.
    ///
    /// @throws IllegalArgumentException when no completed step has that name
    public int toolOf(String step) {
        int done = way.product.route().last(step, position);
        if (done < 0 || tools[done] == NOT_DONE) {
            throw new IllegalArgumentException("%s has not completed a step [%s]".formatted(this, step));
        }
        return tools[done];
    }

    /// The tool of the earlier step that its present step's [ToolRule] asks for; -1 when that step was not done in this
    /// run, because the lot was in progress before it or passed the step by.
    int decidingTool() {
        int earlier = way.stops[position].decides;
        return earlier == Itinerary.NONE ? NOT_DONE : tools[earlier];
    }

    /// A tool begins with its step.
    void begin(long now) {
        if (boundTo == position && now > boundUntil) {
            violations++;
        }
        release();
    }

    /// A limit ends with its step, whether that begins or is passed by.
    private void release() {
        if (boundTo == position) {
            boundTo = NO_LIMIT;
            boundUntil = Component.NEVER;
        }
    }

    /// Its step is done: on to the next that it does, or back.
    void advance(int tool, long now) {
        Itinerary.Stop stop = way.stops[position];
        tools[position] = (short) tool;
        cameFrom = stop.station;
        if (stop.bound != Itinerary.NONE) {
            boundTo = stop.bound;
            boundUntil = now + stop.within;
        }
        if (stop.back == Itinerary.NONE || !fails(stop)) {
            position++;
        }
        skip();
    }

    private boolean fails(Itinerary.Stop stop) {
        if (sentBack[position]) {
            return false;
        }
        sentBack[position] = true;
        if (stream.uniform() < stop.rework) {
            position = stop.back;
            return true;
        }
        return false;
    }

    /// Passes by the steps that it does not do.
    void skip() {
        while (!finished() && way.stops[position].share < 1 && stream.uniform() >= way.stops[position].share) {
            release();
            position++;
        }
    }

    @Override
    public String toString() {
        return "%s-%d".formatted(order.name(), number);
    }
}
