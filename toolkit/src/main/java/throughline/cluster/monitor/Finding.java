package throughline.cluster.monitor;

import java.util.List;

/// What is found wrong, and where.
public sealed interface Finding {
    /// All ranks have begun an operation and it does not end: something between them.
    ///
    /// @param communicator its id
    /// @param stuck        ranks for which the operation has not ended
    record CommunicationHang(long communicator, List<Integer> stuck) implements Finding {}

    /// Some ranks have begun an operation and others have not come: these are the suspects, whose process is dead or
    /// stuck in something else.
    ///
    /// @param communicator its id
    /// @param missing      ranks that have not come
    record RankHang(long communicator, List<Integer> missing) implements Finding {}

    /// Messages from one rank to one other are late.
    record SlowLink(int src, int dst) implements Finding {}

    /// Messages of a rank are late, whoever they are for.
    record SlowSender(int rank) implements Finding {}

    /// Messages to a rank are late, whoever sent them.
    record SlowReceiver(int rank) implements Finding {}

    /// A rank computes slower than the others, which wait for it.
    record Straggler(int rank) implements Finding {}
}
