package throughline.devs;

import java.util.Arrays;

/// The next event time of every component, or of every part of one: an indexed binary heap, with a set beside it for
/// those that are due at once, so that zero delays never touch the heap.
///
/// The set is a bit for each component, and a bit for each word of those that is not empty: taking it in ascending
/// order needs no sorting and no memory, and passes over 4,096 absent components at a time.
public final class Agenda {
    private static final int ABSENT = -1;

    private final long[] time;
    private final int[] heap;
    private final int[] position;
    private int size;

    private final long[] due;
    private final long[] dueWords;
    private int dueCount;

    /// Nobody is due.
    public Agenda(int components) {
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
    public long earliest() {
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
    public void schedule(int component, long at) {
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

    /// Names the components of the next cycle in ascending order. Each must be scheduled anew before the next call:
    /// until then it keeps its place in the heap, which most leave for a later one.
    ///
    /// @param at   the earliest time
    /// @param into has room for all
    /// @return how many there are
    public int take(long at, int[] into) {
        if (dueCount > 0) {
            return takeDue(into);
        }
        if (earliest() != at) {
            return 0;
        }
        int n = 0;
        into[n++] = heap[0];
        for (int i = 0; i < n; i++) {
            int below = 2 * position[into[i]] + 1;
            for (int child = below; child < size && child < below + 2; child++) {
                if (time[heap[child]] == at) {
                    into[n++] = heap[child];
                }
            }
        }
        if (n > 1) {
            Arrays.sort(into, 0, n);
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

    private void up(int from) {
        int component = heap[from];
        int at = from;
        while (at > 0) {
            int above = (at - 1) >>> 1;
            if (time[component] >= time[heap[above]]) {
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
            if (below + 1 < size && time[heap[below + 1]] < time[heap[below]]) {
                below++;
            }
            if (time[heap[below]] >= time[component]) {
                break;
            }
            place(heap[below], at);
            at = below;
        }
        place(component, at);
    }
}
