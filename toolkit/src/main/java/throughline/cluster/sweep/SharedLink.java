package throughline.cluster.sweep;

import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import throughline.cluster.overlap.Resource;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;

/// Carries what several send at once in equal parts, each as fast as all the others.
///
/// What one has been served since the beginning of time grows at one rate for all, so a transfer ends when that has
/// grown by its amount: a heap by that end is all there is to keep.
///
/// @param <T> what is carried
final class SharedLink<T> extends Atomic {
    /// A share that is lost when amounts are added up.
    private static final double ROUNDING = 1e-12;

    final In<T> arriving;
    final In<Life> lost = in("lost", Life.class);
    final Out<T> carried;

    private final Resource resource;
    private final ToDoubleFunction<T> amount;
    private final ToIntFunction<T> worker;
    private PriorityQueue<Transfer<T>> transfers = new PriorityQueue<>();
    private double served;
    private long last;
    private double busy;

    private record Transfer<T>(double end, int worker, T what) implements Comparable<Transfer<T>> {
        @Override
        public int compareTo(Transfer<T> other) {
            int byEnd = Double.compare(end, other.end);
            return byEnd != 0 ? byEnd : Integer.compare(worker, other.worker);
        }
    }

    SharedLink(String name, Class<T> kind, Resource resource, ToDoubleFunction<T> amount, ToIntFunction<T> worker) {
        super(name);
        arriving = in("arriving", kind);
        carried = out("carried", kind);
        this.resource = resource;
        this.amount = amount;
        this.worker = worker;
    }

    /// Seconds in which it carried something.
    double busy() {
        return busy;
    }

    @Override
    protected long timeAdvance() {
        if (transfers.isEmpty()) {
            return NEVER;
        }
        double rest = Math.max(0, transfers.peek().end() - served);
        return (long) Math.ceil(rest / resource.served(transfers.size()) * Tick.NANOSECOND.perSecond());
    }

    @Override
    protected void output() {
        carried.send(transfers.peek().what());
    }

    @Override
    protected void internalTransition() {
        advance();
        Transfer<T> ended = transfers.poll();
        // Rounding up to a tick served it a little more than it asked for; the others have had as much.
        served = Math.max(served * (1 - ROUNDING), ended.end());
    }

    @Override
    protected void externalTransition(long elapsed) {
        advance();
        if (!lost.isEmpty()) {
            PriorityQueue<Transfer<T>> left = new PriorityQueue<>();
            for (Transfer<T> transfer : transfers) {
                if (!isLost(transfer)) {
                    left.add(transfer);
                }
            }
            transfers = left;
        }
        for (T what : arriving) {
            transfers.add(new Transfer<>(served + amount.applyAsDouble(what), worker.applyAsInt(what), what));
        }
    }

    private boolean isLost(Transfer<T> transfer) {
        for (Life life : lost) {
            if (life.worker() == transfer.worker()) {
                return true;
            }
        }
        return false;
    }

    private void advance() {
        double elapsed = Tick.NANOSECOND.toSeconds(now() - last);
        last = now();
        if (!transfers.isEmpty()) {
            served += elapsed * resource.served(transfers.size());
            busy += elapsed;
        }
    }
}
