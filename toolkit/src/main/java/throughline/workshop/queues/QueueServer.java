package throughline.workshop.queues;

import java.util.ArrayDeque;
import java.util.Deque;

/// A machine that does one lot after another. It takes the one that came first, or the one that came last.
final class QueueServer extends Server {
    private final boolean lastFirst;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private Integer onMachine;
    private long left = NEVER;

    QueueServer(boolean lastFirst) {
        this.lastFirst = lastFirst;
    }

    @Override
    protected long timeAdvance() {
        return left;
    }

    @Override
    protected void output() {
        leaving.send(onMachine);
    }

    @Override
    protected void internalTransition() {
        start();
    }

    @Override
    protected void externalTransition(long elapsed) {
        arriving.forEach(waiting::add);
        if (onMachine == null) {
            start();
        } else {
            left -= elapsed;
        }
    }

    private void start() {
        onMachine = lastFirst ? waiting.pollLast() : waiting.pollFirst();
        left = onMachine == null ? NEVER : processTicks();
    }
}
