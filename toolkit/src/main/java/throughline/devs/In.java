package throughline.devs;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// An input port. During an external or confluent transition it holds the bag of all values that arrived at that
/// instant; at any other time it is empty or undefined. A bag has no order a model may rely on.
///
/// @param <T> type of the values
public final class In<T> extends Port<T> implements Iterable<T> {
    private static final int USUAL_BAG = 4;

    /// The first value stands here, as most bags hold one.
    private Object first;
    /// The others; null until there were any.
    private Object[] more;

    private int size;
    /// Index of the owner among the flattened atomic models.
    int receiver;

    In(Component owner, String name, Class<T> type) {
        super(owner, name, type);
    }

    /// How many values arrived.
    public int size() {
        return size;
    }

    /// Whether nothing arrived here.
    public boolean isEmpty() {
        return size == 0;
    }

    /// One of the values.
    ///
    /// @param i from 0 to size - 1
    @SuppressWarnings("unchecked")
    public T value(int i) {
        if (i >= size) {
            throw new NoSuchElementException("%s holds %d values, not %d".formatted(this, size, i + 1));
        }
        return (T) (i == 0 ? first : more[i - 1]);
    }

    /// The values; they must not be kept beyond the transition through this iterator.
    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < size;
            }

            @Override
            public T next() {
                return value(at++);
            }
        };
    }

    void add(Object value) {
        if (size == 0) {
            first = value;
        } else {
            if (more == null) {
                more = new Object[USUAL_BAG];
            } else if (size > more.length) {
                more = Arrays.copyOf(more, 2 * more.length);
            }
            more[size - 1] = value;
        }
        size++;
    }

    void clear() {
        first = null;
        for (int i = 1; i < size; i++) {
            more[i - 1] = null;
        }
        size = 0;
    }
}
