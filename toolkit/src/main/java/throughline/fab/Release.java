package throughline.fab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SequencedMap;
import throughline.devs.Tick;
import throughline.random.Stream;

/// When which product is started.
@FunctionalInterface
public interface Release {
    /// A start.
    ///
    /// @param tick    not before the one before
    /// @param product what is started
    record Start(long tick, Product product) {}

    /// The starts of one run, from the first; may be endless.
    ///
    /// @param stream of this release
    Iterator<Start> starts(Stream stream);

    /// One lot at a time, evenly spaced, in a random order that holds each product's share of every round.
    ///
    /// @param lots            lots in all
    /// @param intervalMinutes between two starts, the first at 0
    /// @param round           how many of each product a round has, at least one in all
    static Release mixed(int lots, double intervalMinutes, SequencedMap<Product, Integer> round) {
        return stream -> new Iterator<>() {
            private final List<Product> left = new ArrayList<>();
            private int started;

            @Override
            public boolean hasNext() {
                return started < lots;
            }

            @Override
            public Start next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                if (left.isEmpty()) {
                    round.forEach((product, count) -> left.addAll(Collections.nCopies(count, product)));
                    stream.shuffle(left);
                }
                return new Start(Tick.MILLISECOND.minutes(intervalMinutes * started++), left.removeLast());
            }
        };
    }
}
