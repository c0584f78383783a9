package throughline.cluster.rollout;

import java.util.ArrayDeque;
import java.util.Deque;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;

/// Carries new weights to the instances' hosts, one version after the other.
final class Push extends Atomic {
    final In<Integer> updated = in("updated", Integer.class);
    final Out<Integer> arrived = out("arrived", Integer.class);

    private final long ticks;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private long ends = NEVER;

    Push(long ticks) {
        super("push");
        this.ticks = ticks;
    }

    @Override
    protected long timeAdvance() {
        return ends == NEVER ? NEVER : ends - now();
    }

    @Override
    protected void output() {
        arrived.send(waiting.getFirst());
    }

    @Override
    protected void internalTransition() {
        waiting.removeFirst();
        ends = waiting.isEmpty() ? NEVER : now() + ticks;
    }

    @Override
    protected void externalTransition(long elapsed) {
        updated.forEach(waiting::add);
        if (ends == NEVER) {
            ends = now() + ticks;
        }
    }
}
