package throughline.devs;

import java.util.Arrays;

/// The next event time of every component: an indexed binary heap, ordered by time and then by component, with a list
/// beside it for components that are due at once, so that zero delays never touch the heap.
final class Agenda {
    private static final int ABSENT = -1;

    private final long[] time;
    private final int[] heap;
    private final int[] position;
    private int size;

    private int[] due;
    private int dueCount;
    private boolean dueSorted = true;

    Agenda(int components) {
        time = new long[components];
        heap = new int[components];
        position = new int[components];
        due = new int[Math.max(1, components)];
        Arrays.fill(time, Component.NEVER);
        Arrays.fill(position, ABSENT);
    }

    /// The earliest time in the heap; the due list is earlier than that.
    long earliest() {
        return size == 0 ? Component.NEVER : time[heap[0]];
    }

    boolean hasDue() {
        return dueCount > 0;
    }

    /// Schedules a component for the next cycle of the present instant.
    void dueNow(int component) {
        if (position[component] != ABSENT) {
            remove(component);
        }
        dueSorted &= dueCount == 0 || due[dueCount - 1] < component;
        due[dueCount++] = component;
    }

    /// Schedules a component for a time in the future, or for never.
    void schedule(int component, long at) {
        int where = position[component];
        if (at == Component.NEVER) {
            if (where != ABSENT) {
                remove(component);
            }
            return;
        }
        if (where == ABSENT) {
            time[component] = at;
            place(component, size++);
            up(position[component]);
        } else {
            long before = time[component];
            time[component] = at;
            if (at < before) {
                up(where);
            } else {
                down(where);
            }
        }
    }

    /// Moves the components of the next cycle, in ascending order, into the array.
    ///
    /// @return how many there are
    int take(long at, int[] into) {
        int n = 0;
        if (dueCount > 0) {
            if (!dueSorted) {
                Arrays.sort(due, 0, dueCount);
            }
            System.arraycopy(due, 0, into, 0, dueCount);
            n = dueCount;
            dueCount = 0;
            dueSorted = true;
            return n;
        }
        while (size > 0 && time[heap[0]] == at) {
            into[n++] = heap[0];
            remove(heap[0]);
        }
        return n;
    }

    private void remove(int component) {
        int hole = position[component];
        position[component] = ABSENT;
        int last = heap[--size];
        if (last != component) {
            place(last, hole);
            up(hole);
            down(position[last]);
        }
    }

    private void place(int component, int at) {
        heap[at] = component;
        position[component] = at;
    }

    private boolean before(int a, int b) {
        return time[a] < time[b] || (time[a] == time[b] && a < b);
    }

    private void up(int from) {
        int component = heap[from];
        int at = from;
        while (at > 0) {
            int above = (at - 1) >>> 1;
            if (!before(component, heap[above])) {
                break;
            }
            place(heap[above], at);
            at = above;
        }
        place(component, at);
    }

    private void down(int from) {
        int component = heap[from];
        int at = from;
        while (true) {
            int below = 2 * at + 1;
            if (below >= size) {
                break;
            }
            if (below + 1 < size && before(heap[below + 1], heap[below])) {
                below++;
            }
            if (!before(heap[below], component)) {
                break;
            }
            place(heap[below], at);
            at = below;
        }
        place(component, at);
    }
}
