package throughline.fab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SequencedMap;
import throughline.devs.Tick;
import throughline.random.Distribution;
import throughline.random.Distribution.Constant;
import throughline.random.Stream;

/// When which product is started.
@FunctionalInterface
public interface Release {
    /// A start.
    ///
    /// @param tick  not before the one before
    /// @param order what is started
    record Start(long tick, Order order) {
        /// A start of a product, without priority or due date.
        public Start(long tick, Product product) {
            this(tick, Order.of(product));
        }
    }

    /// The starts of one run, from the first; may be endless.
    ///
    /// @param stream of this release
    Iterator<Start> starts(Stream stream);

    /// Constant work in progress: so many lots at the start, less those in progress, and one more whenever a lot
    /// leaves.
    ///
    /// @param lots   in the fab, 1 or more
    /// @param orders released in turn, at least one
    record Conwip(int lots, List<Order> orders) implements Release {
        public Conwip {
            orders = List.copyOf(orders);
            if (lots < 1 || orders.isEmpty()) {
                throw new IllegalArgumentException(
                        "CONWIP: lots [%d] and orders [%d] must be at least 1".formatted(lots, orders.size()));
            }
        }

        @Override
        public Iterator<Start> starts(Stream stream) {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Start next() {
                    return new Start(0, orders.get(next++ % orders.size()));
                }
            };
        }
    }

    /// Lots of one order again and again.
    ///
    /// @param order           what is released
    /// @param firstMinutes    time of the first release, 0 or more
    /// @param intervalMinutes from one release to the next: constant, or exponential for a Poisson process
    /// @param lots            released each time, 1 or more
    /// @param times           how often, 0 or more
    record Repeated(Order order, double firstMinutes, Distribution intervalMinutes, int lots, long times) {
        public Repeated {
            if (!(firstMinutes >= 0) || lots < 1 || times < 0) {
                throw new IllegalArgumentException(
                        "release of %s: first [%s min], lots [%d] and times [%d] must be at least 0, 1 and 0"
                                .formatted(order.name(), firstMinutes, lots, times));
            }
        }
    }

    /// Several orders, each at its own pace; of those released at one instant, in the order given.
    ///
    /// A constant interval is multiplied, so that the millionth release is as exact as the first.
    ///
    /// @param orders in order
    record Paced(List<Repeated> orders) implements Release {
        public Paced {
            orders = List.copyOf(orders);
        }

        @Override
        public Iterator<Start> starts(Stream stream) {
            return new Merged(orders, stream);
        }
    }

    /// The starts of several orders in the order of time.
    final class Merged implements Iterator<Start> {
        private final List<Repeated> orders;
        private final Stream stream;
        private final double[] minutes;
        private final long[] times;
        private final int[] lots;

        private Merged(List<Repeated> orders, Stream stream) {
            this.orders = orders;
            this.stream = stream;
            minutes = orders.stream().mapToDouble(Repeated::firstMinutes).toArray();
            times = new long[minutes.length];
            lots = new int[minutes.length];
        }

        private int earliest() {
            int first = -1;
            for (int i = 0; i < minutes.length; i++) {
                if (times[i] < orders.get(i).times() && (first < 0 || minutes[i] < minutes[first])) {
                    first = i;
                }
            }
            return first;
        }

        @Override
        public boolean hasNext() {
            return earliest() >= 0;
        }

        @Override
        public Start next() {
            int i = earliest();
            if (i < 0) {
                throw new NoSuchElementException();
            }
            Repeated order = orders.get(i);
            Start start = new Start(Tick.MILLISECOND.minutes(minutes[i]), order.order());
            if (++lots[i] == order.lots()) {
                lots[i] = 0;
                times[i]++;
                minutes[i] = order.intervalMinutes() instanceof Constant(double interval)
                        ? order.firstMinutes() + interval * times[i]
                        : minutes[i] + order.intervalMinutes().sample(stream);
            }
            return start;
        }
    }

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
