package throughline.cluster.stragglers;

import throughline.devs.Component;
import throughline.devs.Tick;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Ranks that [SlowNodes] makes slow, each at instants of its own. An event model asks for the next change and draws
/// nothing in between:
///
/// ```java
/// var slow = new NodeStragglers(SlowNodes.gpus(), 2048, Tick.NANOSECOND, new Streams(7).below("slow nodes"));
/// long tick = slow.nextChange(); // the earliest of all
/// slow.advance(tick);            // now some rank is slow that was not
/// ```
///
/// A rank's history depends on the seed and its number alone. Not safe for use by several threads.
public final class NodeStragglers implements Stragglers {
    private final SlowNodes nodes;
    private final Tick tick;
    private final Stream[] streams;
    private final boolean[] slow;
    private final double[] multipliers;
    private final long[] next;
    private long earliest = Component.NEVER;

    /// Ranks at tick 0, of which as many are slow as in the long run.
    ///
    /// @param ranks   1 or more
    /// @param tick    of the clock
    /// @param streams of these ranks alone
    public NodeStragglers(SlowNodes nodes, int ranks, Tick tick, Streams streams) {
        if (ranks < 1) {
            throw new BadInput("ranks [%d] must be 1 or more", ranks);
        }
        this.nodes = nodes;
        this.tick = tick;
        this.streams = new Stream[ranks];
        slow = new boolean[ranks];
        multipliers = new double[ranks];
        next = new long[ranks];
        for (int rank = 0; rank < ranks; rank++) {
            this.streams[rank] = streams.named("rank " + rank);
            enter(rank, this.streams[rank].uniform() < nodes.share());
        }
        earliest();
    }

    private void enter(int rank, boolean becomes) {
        Stream stream = streams[rank];
        slow[rank] = becomes;
        multipliers[rank] = becomes ? stream.uniform(nodes.low(), nodes.high()) : 1;
        double hours = stream.exponential(becomes ? nodes.hoursSlow() : nodes.hoursToSlow());
        next[rank] += Math.max(1, tick.hours(hours));
    }

    private void earliest() {
        earliest = Component.NEVER;
        for (long change : next) {
            earliest = Math.min(earliest, change);
        }
    }

    /// The tick of the next change of any rank, later than now.
    public long nextChange() {
        return earliest;
    }

    /// The tick of the next change of a rank, later than now.
    ///
    /// @param rank 0 to [#ranks()] - 1
    public long nextChange(int rank) {
        return next[rank];
    }

    /// Lets time pass: every change up to and at a tick happens.
    ///
    /// @param now ticks; where it is before [#nextChange()], nothing changes
    public void advance(long now) {
        if (now < earliest) {
            return;
        }
        for (int rank = 0; rank < next.length; rank++) {
            while (next[rank] <= now) {
                enter(rank, !slow[rank]);
            }
        }
        earliest();
    }

    @Override
    public int ranks() {
        return next.length;
    }

    @Override
    public double multiplier(int rank) {
        return multipliers[rank];
    }

    @Override
    public boolean slow(int rank) {
        return slow[rank];
    }
}
