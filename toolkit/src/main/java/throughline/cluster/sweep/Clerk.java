package throughline.cluster.sweep;

import java.util.ArrayDeque;
import java.util.Deque;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;

/// Serves tasks one after the other, each for the same time: the server of the storage's metadata.
final class Clerk extends Atomic {
    final In<Task> arriving = in("arriving", Task.class);
    final Out<Task> served = out("served", Task.class);

    private final long each;
    private final Deque<Task> waiting = new ArrayDeque<>();
    private long ends = NEVER;
    private long busy;

    Clerk(String name, double seconds) {
        super(name);
        each = Tick.NANOSECOND.seconds(seconds);
    }

    /// Seconds in which it served.
    double busy() {
        return Tick.NANOSECOND.toSeconds(busy);
    }

    @Override
    protected long timeAdvance() {
        return ends == NEVER ? NEVER : ends - now();
    }

    @Override
    protected void output() {
        served.send(waiting.peek());
    }

    @Override
    protected void internalTransition() {
        waiting.poll();
        busy += each;
        ends = waiting.isEmpty() ? NEVER : now() + each;
    }

    @Override
    protected void externalTransition(long elapsed) {
        for (Task task : arriving) {
            waiting.add(task);
        }
        if (ends == NEVER && !waiting.isEmpty()) {
            ends = now() + each;
        }
    }
}
