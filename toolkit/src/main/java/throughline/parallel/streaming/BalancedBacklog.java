package throughline.parallel.streaming;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/// Gives every data-parallel group the same weight for the same number of rows. A micro-batch aims at the mean
/// weight of all rows seen, times its rows, less what the group has had too much so far. The oldest row always
/// goes along, so that none waits for ever; each further one is that whose weight is nearest to what is still
/// missing, shared among the rows still to come. One row costs the logarithm of the rows that wait.
final class BalancedBacklog implements Order.Backlog {
    private record Ready(long weight, int row) implements Comparable<Ready> {
        @Override
        public int compareTo(Ready other) {
            return weight == other.weight ? Integer.compare(row, other.row) : Long.compare(weight, other.weight);
        }
    }

    private final TreeSet<Ready> byWeight = new TreeSet<>();
    private final Deque<Ready> byAge = new ArrayDeque<>();
    private final List<Double> excess = new ArrayList<>();
    private double weightSeen;
    private long rowsSeen;

    @Override
    public void add(int row, long weight) {
        Ready ready = new Ready(weight, row);
        byWeight.add(ready);
        byAge.add(ready);
        weightSeen += weight;
        rowsSeen++;
    }

    @Override
    public int size() {
        return byWeight.size();
    }

    @Override
    public int[] take(int count, int group) {
        while (excess.size() <= group) {
            excess.add(0.0);
        }
        double missing = count * weightSeen / rowsSeen - excess.get(group);
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            Ready next = i == 0 ? oldest() : nearest(missing / (count - i));
            byWeight.remove(next);
            missing -= next.weight;
            rows[i] = next.row;
        }
        excess.set(group, -missing);
        return rows;
    }

    private Ready oldest() {
        while (!byWeight.contains(byAge.peekFirst())) {
            byAge.removeFirst();
        }
        return byAge.removeFirst();
    }

    private Ready nearest(double weight) {
        Ready border = new Ready((long) Math.floor(weight), Integer.MAX_VALUE);
        Ready below = byWeight.floor(border);
        Ready above = byWeight.higher(border);
        if (below == null || above == null) {
            return below == null ? above : below;
        }
        return weight - below.weight <= above.weight - weight ? below : above;
    }
}
