package throughline.learning.replicas;

/// The state of one training's exchanges. Sums over replicas run in the order of replicas, so they are the same to the
/// bit each time.
public interface Exchange {
    /// Told of all gradients of a step before replicas move along them; those that exchange gradients change them.
    ///
    /// @param slopes `[replica][P]`
    default void gradients(double[][] slopes) {}

    /// Ends a round.
    ///
    /// @param starts `[replica][P]`: where each began the round
    /// @param ends   `[replica][P]`: where its local steps have led it
    void round(double[][] starts, double[][] ends);

    /// The parameters that all share after a round, `[P]`: what is evaluated, and what an objective may constrain in
    /// place.
    double[] shared();

    /// Sets where a replica begins the next round: at the shared parameters by default.
    ///
    /// @param replica from 0
    /// @param into    `[P]`, overwritten
    default void start(int replica, double[] into) {
        System.arraycopy(shared(), 0, into, 0, into.length);
    }

    /// Bytes that all replicas together have handed to the network so far. Where it is an all-reduce, the payload of
    /// each replica once: what a ring makes of it is the network's business.
    long sent();
}
