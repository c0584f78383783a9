package throughline.cluster.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Operations that do not end.
public final class Hangs {
    private Hangs() {}

    /// The first operation of a communicator that some rank has been in for longer than [Rules#hang], and who is to
    /// blame; empty when there is none.
    ///
    /// @param operations what is logged; a rank that has not come to an operation may be left out of it
    /// @param now        instant, ns; what is logged later is not known yet
    public static Optional<Finding> in(List<Operation> operations, Communicator communicator, long now, Rules rules) {
        Map<Integer, Operation> first = new HashMap<>();
        long sequence = oldest(operations, communicator, now, rules);
        for (Operation operation : operations) {
            if (operation.communicator() == communicator.id() && operation.sequence() == sequence) {
                first.put(operation.rank(), operation);
            }
        }
        return first.isEmpty() ? Optional.empty() : Optional.of(blame(first, communicator, now));
    }

    private static long oldest(List<Operation> operations, Communicator communicator, long now, Rules rules) {
        long oldest = Long.MAX_VALUE;
        for (Operation operation : operations) {
            boolean late = operation.communicator() == communicator.id()
                    && operation.launchedBy(now)
                    && !operation.endedBy(now)
                    && (now - operation.launch()) * 1e-9 > rules.hang();
            oldest = late ? Math.min(oldest, operation.sequence()) : oldest;
        }
        return oldest;
    }

    private static Finding blame(Map<Integer, Operation> operation, Communicator communicator, long now) {
        List<Integer> missing = new ArrayList<>();
        List<Integer> stuck = new ArrayList<>();
        for (int rank : communicator.members()) {
            Operation own = operation.get(rank);
            if (own == null || !own.launchedBy(now)) {
                missing.add(rank);
            } else if (!own.endedBy(now)) {
                stuck.add(rank);
            }
        }
        return missing.isEmpty()
                ? new Finding.CommunicationHang(communicator.id(), List.copyOf(stuck))
                : new Finding.RankHang(communicator.id(), List.copyOf(missing));
    }
}
