package throughline.training.formats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// When the nodes of traces end, if each begins as soon as it can: an exchange when all its members have come to
/// it, and what is received when it was sent.
final class Replay {
    private final List<List<ChakraFile.Node>> ranks;
    private final Map<String, Integer> sizes;
    private final List<long[]> ends = new ArrayList<>();
    private final int[] next;
    private final Map<String, Long> sent = new HashMap<>();
    private final Map<String, Integer> came = new HashMap<>();
    private final Map<String, Long> begins = new HashMap<>();
    private final Map<String, Integer> counted = new HashMap<>();

    private Replay(List<List<ChakraFile.Node>> ranks, Map<String, Integer> sizes) {
        this.ranks = ranks;
        this.sizes = sizes;
        next = new int[ranks.size()];
        ranks.forEach(nodes -> ends.add(new long[nodes.size()]));
    }

    /// Nanoseconds until the last node of all ranks ends.
    ///
    /// @param sizes members of each group
    /// @throws IllegalStateException when nothing can begin
    static long nanos(List<List<ChakraFile.Node>> ranks, Map<String, Integer> sizes) {
        Replay replay = new Replay(ranks, sizes);
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int rank = 0; rank < ranks.size(); rank++) {
                while (replay.next[rank] < ranks.get(rank).size() && replay.step(rank)) {
                    moved = true;
                }
            }
        }
        return replay.last();
    }

    private long last() {
        long last = 0;
        for (int rank = 0; rank < ranks.size(); rank++) {
            if (next[rank] < ranks.get(rank).size()) {
                throw new IllegalStateException("rank %d waits for ever at %s"
                        .formatted(rank, ranks.get(rank).get(next[rank])));
            }
            for (long end : ends.get(rank)) {
                last = Math.max(last, end);
            }
        }
        return last;
    }

    private boolean step(int rank) {
        ChakraFile.Node node = ranks.get(rank).get(next[rank]);
        long begin = 0;
        for (long before : node.after()) {
            begin = Math.max(begin, ends.get(rank)[(int) before]);
        }
        if (node.is(ChakraFile.RECEIVE)) {
            Long arrives = sent.get(message(node));
            return arrives != null && end(rank, Math.max(begin, arrives));
        }
        if (node.is(ChakraFile.COLLECTIVE)) {
            return collective(rank, node, begin);
        }
        if (node.is(ChakraFile.SEND)) {
            sent.put(message(node), begin + node.nanos());
        }
        return end(rank, begin + node.nanos());
    }

    private static String message(ChakraFile.Node node) {
        return node.number("comm_src") + ">" + node.number("comm_dst") + "#" + node.number("comm_tag");
    }

    private boolean collective(int rank, ChakraFile.Node node, long begin) {
        String group = (String) node.attributes().get("pg_name");
        String mine = rank + "@" + group;
        String exchange = group + "#" + counted.getOrDefault(mine, 0);
        if (came.putIfAbsent(exchange + "/" + rank, 1) == null) {
            came.merge(exchange, 1, Integer::sum);
            begins.merge(exchange, begin, Math::max);
        }
        if (came.get(exchange) < sizes.get(group)) {
            return false;
        }
        counted.merge(mine, 1, Integer::sum);
        return end(rank, begins.get(exchange) + node.nanos());
    }

    private boolean end(int rank, long at) {
        ends.get(rank)[next[rank]++] = at;
        return true;
    }
}
