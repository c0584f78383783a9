package throughline.cluster.monitor;

import java.util.List;

/// Something wrong that is injected to see whether it is found.
public sealed interface Anomaly {
    /// What a detector should say of it, and nothing else.
    ///
    /// @param communicator in which it shows
    Finding expected(Communicator communicator);

    /// A card that sends slower.
    ///
    /// @param factor how many times as long a message takes, above 1
    record SlowSender(int rank, double factor) implements Anomaly {
        @Override
        public Finding expected(Communicator communicator) {
            return new Finding.SlowSender(rank);
        }
    }

    /// A card that receives slower.
    ///
    /// @param factor how many times as long a message takes, above 1
    record SlowReceiver(int rank, double factor) implements Anomaly {
        @Override
        public Finding expected(Communicator communicator) {
            return new Finding.SlowReceiver(rank);
        }
    }

    /// A path between two ranks that loses packets.
    ///
    /// @param factor how many times as long a message takes, above 1
    record SlowLink(int src, int dst, double factor) implements Anomaly {
        @Override
        public Finding expected(Communicator communicator) {
            return new Finding.SlowLink(src, dst);
        }
    }

    /// A rank that computes slower.
    ///
    /// @param factor how many times as long it takes, above 1
    record SlowCompute(int rank, double factor) implements Anomaly {
        @Override
        public Finding expected(Communicator communicator) {
            return new Finding.Straggler(rank);
        }
    }

    /// A process that stops before it comes to the next operation.
    record Stopped(int rank) implements Anomaly {
        @Override
        public Finding expected(Communicator communicator) {
            return new Finding.RankHang(communicator.id(), List.of(rank));
        }
    }

    /// A network that stops within an operation.
    record Cut() implements Anomaly {
        @Override
        public Finding expected(Communicator communicator) {
            return new Finding.CommunicationHang(communicator.id(), communicator.members());
        }
    }
}
