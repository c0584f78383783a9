package throughline.cluster;

import throughline.training.Plan;

/// How ranks are numbered: those that split a layer next to each other, then replicas, then stages, as
/// [Plan] has it; and which of them a node holds.
///
/// @param tensor   ways in which a layer is split
/// @param data     replicas
/// @param pipeline stages
/// @param perNode  ranks of a node
record Ranks(int tensor, int data, int pipeline, int perNode) {
    static Ranks of(Plan plan, int perNode) {
        return new Ranks(plan.tensor(), plan.data(), plan.pipeline(), perNode);
    }

    int count() {
        return tensor * data * pipeline;
    }

    int replica(int rank) {
        return rank / tensor % data;
    }

    int stage(int rank) {
        return rank / (tensor * data);
    }

    /// The rank with that number among those of a replica, from 0.
    int ofReplica(int replica, int number) {
        return number % tensor + tensor * (replica + data * (number / tensor));
    }

    /// The rank so many replicas further, that has the same part of the model.
    int neighbour(int rank, int replicas) {
        int next = (replica(rank) + replicas) % data;
        return rank + tensor * (next - replica(rank));
    }

    /// Ranks of a replica.
    int aReplica() {
        return tensor * pipeline;
    }

    int position(int rank) {
        return rank / perNode;
    }
}
