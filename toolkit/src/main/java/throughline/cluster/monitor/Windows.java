package throughline.cluster.monitor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import throughline.spec.BadInput;

/// Cuts tables of telemetry into windows.
public final class Windows {
    private static final double NANOSECONDS = 1e9;

    private Windows() {}

    private record Member(long communicator, int rank) {}

    /// Windows of equal length from time 0 to an end. An operation stands in the window of its launch and in those
    /// after it until it has ended, so that a hang is seen in each, or until the rank comes to another one, as it
    /// does when the job was started again; messages stand in the window in which they were logged, several rows of
    /// a pair as one.
    ///
    /// @param seconds length of a window, above 0
    /// @param end     of the last window, s; a part of a window at the end is left out
    /// @throws BadInput when the length is not above 0
    public static List<Window> of(CollectiveRows collectives, TransportRows transports, double seconds, double end) {
        if (!(seconds > 0)) {
            throw new BadInput("length of a window [%s s] must be above 0", seconds);
        }
        int count = (int) Math.floor(end / seconds);
        List<List<Operation>> operations = lists(count);
        List<List<Transport>> messages = lists(count);
        fill(operations(collectives), seconds * NANOSECONDS, operations);
        for (int row = 0; row < transports.t().length; row++) {
            int window = (int) Math.floor(transports.t()[row] / seconds);
            if (window >= 0 && window < count) {
                messages.get(window).add(transport(transports, row));
            }
        }
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long from = Math.round(i * seconds * NANOSECONDS);
            long to = Math.round((i + 1) * seconds * NANOSECONDS);
            windows.add(new Window(from, to, operations.get(i), merged(messages.get(i))));
        }
        return windows;
    }

    private static <T> List<List<T>> lists(int count) {
        List<List<T>> lists = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    /// The n-th row of a rank in a communicator is its part in the n-th operation.
    private static List<Operation> operations(CollectiveRows rows) {
        Map<Member, Long> next = new HashMap<>();
        List<Operation> operations = new ArrayList<>();
        for (int row = 0; row < rows.rank().length; row++) {
            Member member = new Member(rows.communicator()[row], rows.rank()[row]);
            long sequence = next.merge(member, 1L, Long::sum) - 1;
            operations.add(new Operation(
                    member.communicator,
                    sequence,
                    member.rank,
                    instant(rows.launch()[row]),
                    rows.waited()[row],
                    instant(rows.end()[row])));
        }
        return operations;
    }

    private static long instant(double seconds) {
        return Double.isNaN(seconds) ? Operation.NEVER : Math.round(seconds * NANOSECONDS);
    }

    /// From the last row to the first, so that each row meets the launch of its rank's next.
    private static void fill(List<Operation> rows, double length, List<List<Operation>> windows) {
        Map<Member, Integer> nextLaunch = new HashMap<>();
        for (Operation operation : rows.reversed()) {
            if (operation.launch() == Operation.NEVER) {
                continue;
            }
            Member member = new Member(operation.communicator(), operation.rank());
            int first = (int) Math.floor(operation.launch() / length);
            int last = operation.end() == Operation.NEVER
                    ? Math.max(first, nextLaunch.getOrDefault(member, windows.size()) - 1)
                    : (int) Math.floor(operation.end() / length);
            for (int i = Math.max(first, 0); i <= Math.min(last, windows.size() - 1); i++) {
                windows.get(i).add(operation);
            }
            nextLaunch.put(member, first);
        }
        windows.forEach(Collections::reverse);
    }

    private static Transport transport(TransportRows rows, int row) {
        return new Transport(
                rows.src()[row], rows.dst()[row], rows.messages()[row], rows.bytes()[row], rows.delay()[row]);
    }

    /// One row a pair; delays are weighed by messages.
    private static List<Transport> merged(List<Transport> rows) {
        record Pair(int src, int dst) {}
        Map<Pair, Transport> pairs = new HashMap<>();
        for (Transport row : rows) {
            pairs.merge(new Pair(row.src(), row.dst()), row, Windows::together);
        }
        return pairs.values().stream()
                .sorted(Comparator.comparingInt(Transport::src).thenComparingInt(Transport::dst))
                .toList();
    }

    private static Transport together(Transport a, Transport b) {
        long messages = a.messages() + b.messages();
        double delay = messages == 0 ? 0 : (a.delay() * a.messages() + b.delay() * b.messages()) / messages;
        return new Transport(a.src(), a.dst(), messages, a.bytes() + b.bytes(), delay);
    }
}
