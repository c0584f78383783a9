package throughline.training.sequences;

import java.util.Arrays;

/// Groups of devices that are being filled. Those of one degree are a heap by time, so that the least loaded is at
/// hand.
final class Groups {
    private final GroupTasks tasks;
    private final int[] start;
    private final int[] heap;
    final int[] degree;
    final double[] time;
    final long[] room;
    final int[] groupOf;

    /// Empty groups.
    ///
    /// @param counts how many of each degree
    Groups(GroupTasks tasks, int[] counts) {
        this.tasks = tasks;
        start = new int[counts.length + 1];
        for (int j = 0; j < counts.length; j++) {
            start[j + 1] = start[j] + counts[j];
        }
        int groups = start[counts.length];
        heap = new int[groups];
        degree = new int[groups];
        time = new double[groups];
        room = new long[groups];
        for (int j = 0; j < counts.length; j++) {
            for (int g = start[j]; g < start[j + 1]; g++) {
                heap[g] = g;
                degree[g] = j;
                room[g] = (long) tasks.degrees()[j] * tasks.capacity();
            }
        }
        Arrays.fill(time, tasks.launch());
        groupOf = new int[tasks.lengths().length];
    }

    /// Puts a sequence where it is done first, among the groups that have room for it.
    ///
    /// @return the place of that group's degree; -1 when no group has room
    int place(int k) {
        int length = tasks.lengths()[k];
        double[] seconds = tasks.seconds()[k];
        int chosen = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int j = tasks.least()[k]; j + 1 < start.length; j++) {
            int at = start[j] == start[j + 1] ? -1 : firstWithRoom(j, length);
            if (at >= 0 && time[heap[at]] + seconds[j] < least) {
                least = time[heap[at]] + seconds[j];
                chosen = at;
            }
        }
        if (chosen < 0) {
            return -1;
        }
        int group = heap[chosen];
        time[group] = least;
        room[group] -= length;
        groupOf[k] = group;
        sink(chosen, start[degree[group]], start[degree[group] + 1]);
        return degree[group];
    }

    private int firstWithRoom(int j, int length) {
        if (room[heap[start[j]]] >= length) {
            return start[j];
        }
        int best = -1;
        for (int at = start[j] + 1; at < start[j + 1]; at++) {
            if (room[heap[at]] >= length && (best < 0 || time[heap[at]] < time[heap[best]])) {
                best = at;
            }
        }
        return best;
    }

    private void sink(int from, int low, int high) {
        int at = from;
        int group = heap[at];
        while (true) {
            int child = low + 2 * (at - low) + 1;
            if (child >= high) {
                break;
            }
            if (child + 1 < high && time[heap[child + 1]] < time[heap[child]]) {
                child++;
            }
            if (time[heap[child]] >= time[group]) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = group;
    }

    /// When the last group that has something is done; the groups that have nothing do not count.
    double seconds() {
        double most = 0;
        for (double each : time) {
            most = Math.max(most, each);
        }
        return most;
    }

    /// Puts a sequence into another group.
    void move(int k, int to) {
        remove(k);
        add(k, to);
    }

    void add(int k, int to) {
        time[to] += tasks.seconds()[k][degree[to]];
        room[to] -= tasks.lengths()[k];
        groupOf[k] = to;
    }

    void remove(int k) {
        int from = groupOf[k];
        time[from] -= tasks.seconds()[k][degree[from]];
        room[from] += tasks.lengths()[k];
    }

    boolean empty(int group) {
        return room[group] == (long) tasks.degrees()[degree[group]] * tasks.capacity();
    }

    Sharing sharing() {
        int[] degrees = new int[degree.length];
        for (int g = 0; g < degrees.length; g++) {
            degrees[g] = tasks.degrees()[degree[g]];
        }
        return new Sharing(degrees, groupOf.clone(), seconds());
    }
}
