package throughline.cluster.stragglers;

import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Ranks that a [SlowChain] makes slow, round after round. Every rank has a stream of its own and takes one number from
/// it a round, and another stream for being lost: more ranks, or losses, shift nobody's draws.
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
    /// None where no rank is ever lost.
    private final Stream[] losses;
    private final boolean[] slow;
    private final double[] multipliers;
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
        losses = new Stream[chain.outlierRate() > 0 ? ranks : 0];
        slow = new boolean[ranks];
        multipliers = new double[ranks];
        for (int rank = 0; rank < ranks; rank++) {
            this.streams[rank] = streams.named("rank " + rank);
            if (losses.length > 0) {
                losses[rank] = streams.named("losses of rank " + rank);
            }
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

    /// One number says whether a rank is slow, and where among those that are, or are not.
    private void draw(int rank, double probability) {
        double u = streams[rank].uniform();
        slow[rank] = u < probability;
        multipliers[rank] =
                slow[rank] ? chain.slow().at(u / probability) : chain.usual().at((u - probability) / (1 - probability));
        if (losses.length > 0 && losses[rank].uniform() < chain.outlierRate()) {
            double seconds = losses[rank].uniform(chain.outlierLow(), chain.outlierHigh());
            multipliers[rank] = Math.max(multipliers[rank], seconds / chain.fastest());
        }
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
