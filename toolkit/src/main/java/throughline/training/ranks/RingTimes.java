package throughline.training.ranks;

import throughline.hardware.Precision;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// How long attention over a sequence takes whose tokens lie on several devices: with keys and values around the ring,
/// with queries around the ring (TokenRing, arXiv 2412.20501), or with heads exchanged (Ulysses).
///
/// ```java
/// var times = RingTimes.causal(4, 24_000, 32, 128, 84e12, 12.9e9);
/// double gain = times.ring().seconds() / times.tokenRing().seconds();
/// show(Figure.from(times.tokenRing().table()).by("what").gantt("rank", "from [s]", "to [s]"));
/// double shared = times.with("keyHeads", "8").tokenRing().seconds();
/// ```
///
/// In a step a device computes, sends and receives at once, and goes on when all of that is done. Causal attention has
/// its shards in zigzag. Numbers are sent in 16 bits, sums of exponentials in 32.
///
/// @param ranks     that share the sequence
/// @param tokens    of the sequence; a share may be a fraction
/// @param heads     of queries
/// @param keyHeads  of keys and values; divides the heads
/// @param size      of a head
/// @param causal    whether a token sees none that come after it
/// @param rate      operations a second that a device reaches in attention
/// @param bandwidth of a link, in each direction, bytes a second
/// @param duplex    whether a link carries both directions at once
/// @param mesh      whether there is a link between any two; otherwise only to neighbours on a ring
public record RingTimes(
        @Param(value = "ranks", min = 1) int ranks,
        @Param(value = "tokens of the sequence", min = 1) int tokens,
        @Param(value = "heads of queries", min = 1) int heads,
        @Param(value = "heads of keys and values", min = 1) int keyHeads,
        @Param(value = "size of a head", min = 1) int size,
        @Param("whether attention is causal") boolean causal,

        @Param(value = "operations a second in attention", unit = "FLOP/s", min = 1)
        double rate,

        @Param(value = "bandwidth of a link in each direction", unit = "B/s", min = 1)
        double bandwidth,

        @Param("whether links carry both directions at once")
        boolean duplex,

        @Param("whether there is a link between any two") boolean mesh) {
    public RingTimes {
        Spec.check(RingTimes.class, ranks, tokens, heads, keyHeads, size, causal, rate, bandwidth, duplex, mesh);
        if (heads % keyHeads != 0) {
            throw new BadInput("keyHeads [%d] must divide the heads [%d]", keyHeads, heads);
        }
    }

    /// Causal attention with as many heads of keys as of queries, on a full mesh of links that carry both directions.
    public static RingTimes causal(int ranks, int tokens, int heads, int size, double rate, double bandwidth) {
        return new RingTimes(ranks, tokens, heads, heads, size, true, rate, bandwidth, true, true);
    }

    /// A copy with one part set from text, as in `with("keyHeads", "8")`.
    ///
    /// @throws BadInput when there is no such part, or the value is not allowed
    public RingTimes with(String part, String text) {
        return Spec.with(this, part, text);
    }

    /// Tokens of a rank.
    double share() {
        return (double) tokens / ranks;
    }

    /// Bytes of a rank's queries, and of its outputs.
    public double queryBytes() {
        return share() * heads * size * Precision.BF16.bytes();
    }

    /// Bytes of a rank's keys and values.
    public double keyBytes() {
        return 2 * share() * keyHeads * size * Precision.BF16.bytes();
    }

    /// Bytes of what goes back to the owner of queries: outputs, and a sum of exponentials a head.
    public double outBytes() {
        return queryBytes() + share() * heads * Precision.FP32.bytes();
    }

    /// Seconds of a step's computation: a rank's queries against a rank's keys, or half of these pairs if causal.
    public double compute() {
        double pairs = share() * share() * (causal ? 0.5 : 1);
        return 4 * pairs * heads * size / rate;
    }

    /// Tokens a rank at which computing a step takes as long as sending queries. Keys and values take as long at
    /// `2 key heads / heads` of it. With fewer, links are the bound.
    public double balance() {
        return rate * Precision.BF16.bytes() / bandwidth / (causal ? 2 : 4);
    }

    /// Ring attention.
    public RingRun ring() {
        return new RingSteps.Ring(this).run();
    }

    /// TokenRing.
    public RingRun tokenRing() {
        return new RingSteps.TokenRing(this).run();
    }

    /// Seconds of Ulysses: four all-to-alls, before and after the computation. A rank sends every other an equal
    /// part of what it has, by the shortest way; the links, all equally loaded, are the bound.
    ///
    /// @throws BadInput when the ranks do not divide the heads of keys
    public double ulysses() {
        if (keyHeads % ranks != 0) {
            throw new BadInput("Ulysses: ranks [%d] must divide the %d heads of keys", ranks, keyHeads);
        }
        double part = (2 * queryBytes() + keyBytes()) / ranks;
        return ranks * compute() + part * partsOnALink() * (duplex ? 1 : 2) / bandwidth;
    }

    /// How many of the parts that two ranks exchange go over a link, in each direction. A ring has as many links as
    /// ranks, and a rank's parts go n²/4 hops, rounded down, half of them each way round; two ranks have one link.
    private double partsOnALink() {
        if (ranks == 1) {
            return 0;
        }
        return mesh ? 1 : Math.max(1, (long) ranks * ranks / 4 / 2.0);
    }
}
