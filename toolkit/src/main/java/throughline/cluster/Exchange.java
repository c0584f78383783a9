package throughline.cluster;

import java.util.Collection;

/// How fast replicas exchange over the network as it is.
interface Exchange {
    /// The rate of the slowest ring, which all others wait for, as a share of the planned one.
    ///
    /// @param active what is wrong with the job's nodes
    /// @return above 0, at most 1
    double rate(Collection<Strike> active);

    /// Makes all connections anew.
    void connect();
}
