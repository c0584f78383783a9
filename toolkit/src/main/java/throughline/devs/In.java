package throughline.devs;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// An input port. During an external or confluent transition it holds the bag of all values that arrived at that
/// instant; at any other time it is empty or undefined. A bag has no order a model may rely on.
///
/// @param <T> type of the values
public final class In<T> extends Port<T> implements Iterable<T> {
    private static final int USUAL_BAG = 2;

    private Object[] bag = new Object[USUAL_BAG];
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
        return (T) bag[i];
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
        if (size == bag.length) {
            bag = Arrays.copyOf(bag, 2 * size);
        }
        bag[size++] = value;
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            bag[i] = null;
        }
        size = 0;
    }
}
