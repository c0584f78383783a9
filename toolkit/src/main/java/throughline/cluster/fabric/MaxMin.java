package throughline.cluster.fabric;

import java.util.Arrays;

/// Max-min fair rates of flows over links, by progressive filling: all rates rise together until a link is full; its
/// flows then stand still, and the others rise on (Bertsekas and Gallager, Data Networks, 1992, section 6.5.2).
///
/// The share that a full link leaves to each of its flows never falls while others are settled, so links wait in a
/// heap under a share that may be out of date but is never too large; one that has grown goes back.
final class MaxMin {
    private final double[] left;
    private final int[] unsettled;
    private final int[] start;
    private final int[] links;
    private final int[] flowStart;
    private final int[] flows;
    private final double[] rate;

    private MaxMin(double[] capacity, int[] start, int[] links) {
        this.left = capacity.clone();
        this.start = start;
        this.links = links;
        int n = start.length - 1;
        unsettled = new int[capacity.length];
        for (int link : links) {
            unsettled[link]++;
        }
        flowStart = new int[capacity.length + 1];
        for (int link = 0; link < capacity.length; link++) {
            flowStart[link + 1] = flowStart[link] + unsettled[link];
        }
        flows = new int[links.length];
        int[] next = flowStart.clone();
        for (int flow = 0; flow < n; flow++) {
            for (int at = start[flow]; at < start[flow + 1]; at++) {
                flows[next[links[at]]++] = flow;
            }
        }
        rate = new double[n];
        Arrays.fill(rate, -1);
    }

    /// The rates.
    ///
    /// @param capacity of each link, 0 or more
    /// @param start    where the links of each flow begin in `links`; one more, its end, stands last
    /// @param links    of all flows, one flow after the other, no link twice in one
    /// @return a rate a flow, in the unit of the capacities; infinite for a flow that has no link
    static double[] rates(double[] capacity, int[] start, int[] links) {
        return new MaxMin(capacity, start, links).fill();
    }

    private double[] fill() {
        LinkHeap heap = new LinkHeap(left.length);
        for (int link = 0; link < left.length; link++) {
            if (unsettled[link] > 0) {
                heap.add(share(link), link);
            }
        }
        while (!heap.isEmpty()) {
            double seen = heap.smallest();
            int link = heap.remove();
            if (unsettled[link] == 0) {
                continue;
            }
            double now = share(link);
            if (now > seen) {
                heap.add(now, link);
            } else {
                settle(link, now);
            }
        }
        for (int flow = 0; flow < rate.length; flow++) {
            if (start[flow] == start[flow + 1]) {
                rate[flow] = Double.POSITIVE_INFINITY;
            }
        }
        return rate;
    }

    private double share(int link) {
        return Math.max(0, left[link]) / unsettled[link];
    }

    private void settle(int link, double each) {
        for (int at = flowStart[link]; at < flowStart[link + 1]; at++) {
            int flow = flows[at];
            if (rate[flow] < 0) {
                rate[flow] = each;
                for (int on = start[flow]; on < start[flow + 1]; on++) {
                    left[links[on]] -= each;
                    unsettled[links[on]]--;
                }
            }
        }
    }

    /// Links by the share they had when they were put in; equal ones by number.
    private static final class LinkHeap {
        private final double[] key;
        private final int[] link;
        private int size;

        LinkHeap(int most) {
            key = new double[most + 1];
            link = new int[most + 1];
        }

        boolean isEmpty() {
            return size == 0;
        }

        double smallest() {
            return key[1];
        }

        void add(double share, int of) {
            int at = ++size;
            for (; at > 1 && before(share, of, at / 2); at /= 2) {
                move(at / 2, at);
            }
            key[at] = share;
            link[at] = of;
        }

        int remove() {
            int first = link[1];
            double lastKey = key[size];
            int last = link[size--];
            int at = 1;
            while (2 * at <= size) {
                int child = 2 * at;
                if (child < size && before(key[child + 1], link[child + 1], child)) {
                    child++;
                }
                if (before(lastKey, last, child)) {
                    break;
                }
                move(child, at);
                at = child;
            }
            key[at] = lastKey;
            link[at] = last;
            return first;
        }

        private void move(int from, int to) {
            key[to] = key[from];
            link[to] = link[from];
        }

        private boolean before(double share, int of, int at) {
            return share < key[at] || share == key[at] && of < link[at];
        }
    }
}
