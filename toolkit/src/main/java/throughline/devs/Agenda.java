package throughline.devs;

import java.util.Arrays;

/// The next event time of every component: an indexed binary heap, ordered by time and then by component, with a set
/// beside it for components that are due at once, so that zero delays never touch the heap.
///
/// The set is a bit for each component, and a bit for each word of those that is not empty: taking it in ascending
/// order needs no sorting and no memory, and passes over 4,096 absent components at a time.
final class Agenda {
    private static final int ABSENT = -1;

    private final long[] time;
    private final int[] heap;
    private final int[] position;
    private int size;

    private final long[] due;
    private final long[] dueWords;
    private int dueCount;

    Agenda(int components) {
        time = new long[components];
        heap = new int[components];
        position = new int[components];
        due = new long[words(components)];
        dueWords = new long[words(due.length)];
        Arrays.fill(time, Component.NEVER);
        Arrays.fill(position, ABSENT);
    }

    private static int words(int bits) {
        return (bits + Long.SIZE - 1) / Long.SIZE;
    }

    /// The earliest time in the heap; what is due at once is earlier than that.
    long earliest() {
        return size == 0 ? Component.NEVER : time[heap[0]];
    }

    /// The next event time of one component.
    ///
    /// @param now the next event time of those that are due at once
    long next(int component, long now) {
        boolean isDue = (due[component >> 6] >>> component & 1) != 0;
        return isDue ? now : position[component] == ABSENT ? Component.NEVER : time[component];
    }

    boolean hasDue() {
        return dueCount > 0;
    }

    /// Schedules a component for the next cycle of the present instant.
    void dueNow(int component) {
        if (position[component] != ABSENT) {
            remove(component);
        }
        int word = component >> 6;
        due[word] |= 1L << component;
        dueWords[word >> 6] |= 1L << word;
        dueCount++;
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
        if (dueCount > 0) {
            return takeDue(into);
        }
        int n = 0;
        while (size > 0 && time[heap[0]] == at) {
            into[n++] = heap[0];
            remove(heap[0]);
        }
        return n;
    }

    private int takeDue(int[] into) {
        int n = 0;
        for (int i = 0; i < dueWords.length; i++) {
            for (long words = dueWords[i]; words != 0; words &= words - 1) {
                int word = (i << 6) + Long.numberOfTrailingZeros(words);
                for (long bits = due[word]; bits != 0; bits &= bits - 1) {
                    into[n++] = (word << 6) + Long.numberOfTrailingZeros(bits);
                }
                due[word] = 0;
            }
            dueWords[i] = 0;
        }
        dueCount = 0;
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
