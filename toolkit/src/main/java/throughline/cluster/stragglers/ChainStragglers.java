package throughline.cluster.stragglers;

import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Ranks that a [SlowChain] makes slow, round after round. Every rank has a stream of its own and takes four numbers
/// from it a round, whatever happens: another parameter of the chain, or more ranks, shift nobody's draws.
///
/// ```java
/// var slow = new ChainStragglers(SlowChain.lambda(), 256, new Streams(7).below("stragglers"));
/// slow.step();
/// double ofRank3 = slow.multiplier(3);
/// ```
///
/// Not safe for use by several threads.
public final class ChainStragglers implements Stragglers {
    private final SlowChain chain;
    private final Stream[] streams;
    private final boolean[] slow;
    private final double[] multipliers;
    private final double bound;
    private long round;

    /// Ranks in round 0, in which as many are slow as in the long run.
    ///
    /// @param ranks   1 or more
    /// @param streams of these ranks alone
    public ChainStragglers(SlowChain chain, int ranks, Streams streams) {
        if (ranks < 1) {
            throw new BadInput("ranks [%d] must be 1 or more", ranks);
        }
        this.chain = chain;
        this.streams = new Stream[ranks];
        slow = new boolean[ranks];
        multipliers = new double[ranks];
        bound = 1 - chain.share();
        for (int rank = 0; rank < ranks; rank++) {
            this.streams[rank] = streams.named("rank " + rank);
            draw(rank, chain.share());
        }
    }

    /// Goes to the next round.
    public void step() {
        round++;
        for (int rank = 0; rank < slow.length; rank++) {
            draw(rank, slow[rank] ? chain.staysSlow() : chain.becomesSlow());
        }
    }

    private void draw(int rank, double probability) {
        Stream stream = streams[rank];
        slow[rank] = stream.uniform() < probability;
        double place = stream.uniform();
        double multiplier = chain.multipliers().at(slow[rank] ? bound + place * (1 - bound) : place * bound);
        boolean lost = stream.uniform() < chain.outlierRate();
        double seconds = stream.uniform(chain.outlierLow(), chain.outlierHigh());
        multipliers[rank] = lost ? Math.max(multiplier, seconds / chain.fastest()) : multiplier;
    }

    /// The round that is now, from 0.
    public long round() {
        return round;
    }

    @Override
    public int ranks() {
        return slow.length;
    }

    @Override
    public double multiplier(int rank) {
        return multipliers[rank];
    }

    /// {@inheritDoc} A rank that is lost for long need not be slow: the chain does not remember it.
    @Override
    public boolean slow(int rank) {
        return slow[rank];
    }
}
