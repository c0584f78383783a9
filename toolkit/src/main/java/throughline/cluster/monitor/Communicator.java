package throughline.cluster.monitor;

import java.util.List;
import java.util.Set;
import throughline.spec.BadInput;

/// The ranks that communicate with each other, the first of three layers that are logged.
///
/// @param id      of it; a job that starts again has new ones
/// @param members its ranks in the order of their ring
public record Communicator(long id, List<Integer> members) {
    /// @throws BadInput when it has no members, or one twice
    public Communicator {
        members = List.copyOf(members);
        if (members.isEmpty() || Set.copyOf(members).size() < members.size()) {
            throw new BadInput("communicator %d: members %s must be one or more different ranks", id, members);
        }
    }

    /// The rank after one in the ring.
    int after(int rank) {
        return members.get((members.indexOf(rank) + 1) % members.size());
    }
}
