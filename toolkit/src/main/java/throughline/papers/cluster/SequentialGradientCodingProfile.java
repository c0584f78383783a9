package throughline.papers.cluster;

import throughline.cluster.stragglers.SlowChain;
import throughline.papers.Constant;
import throughline.papers.Provenance;

/// The numbers that the recomputations take from the authors' profiles.
final class SequentialGradientCodingProfile {
    /// Draws of the ranks, over which a mean is taken.
    static final int SEEDS = 3;

    /// What all of the data add to a delay, in seconds.
    static final double ALPHA = 2.2013;
    static final double ALPHA_LONDON = 2.262;

    static final Constant SLOPE = authors("α", ALPHA, "their regression of delays on five loads, Canada");
    static final SlowChain CHAIN = SlowChain.lambda();
    /// What their profile of 30 rounds says of the ranks; each number counts.
    static final Constant[] PROFILE = {
        SLOPE,
        authors("P(slow | not slow before)", CHAIN.becomesSlow(), CHAIN.source()),
        authors("P(slow | slow before)", CHAIN.staysSlow(), CHAIN.source()),
        authors("median over fastest", CHAIN.usual().values().get(1), CHAIN.source()),
        authors("9th decile over fastest", CHAIN.usual().values().get(2), CHAIN.source()),
        authors("99th percentile over fastest", CHAIN.slow().values().get(1), CHAIN.source()),
        authors("slowest of 256 over fastest", CHAIN.slow().values().get(2), CHAIN.source())
    };
    static final Constant FASTEST = authors("fastest rank at no load", CHAIN.fastest(), CHAIN.source());

    private SequentialGradientCodingProfile() {}

    static Constant authors(String name, double value, String where) {
        return Constant.frozen(name, value, where, Provenance.AUTHORS_DATA);
    }
}
