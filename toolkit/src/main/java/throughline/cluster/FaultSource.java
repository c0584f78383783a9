package throughline.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;
import throughline.devs.Atomic;
import throughline.devs.Out;
import throughline.spec.BadInput;

/// Sends each fault at its instant. It knows some time ahead what is coming, because memory errors announce themselves.
final class FaultSource extends Atomic {
    final Out<Fault> faults = out("faults", Fault.class);

    private final Iterator<Fault> source;
    private final int nodes;
    private final long ahead;
    private final Deque<Fault> coming = new ArrayDeque<>();
    private long last;

    /// @param nodes physical ones
    /// @param ahead how far ahead [#coming] sees, ns
    FaultSource(String name, Iterator<Fault> source, int nodes, long ahead) {
        super(name);
        this.source = source;
        this.nodes = nodes;
        this.ahead = ahead;
        look(0);
    }

    /// Looks at least one fault ahead.
    private void look(long now) {
        while (source.hasNext() && (coming.isEmpty() || coming.peekLast().start() <= now + ahead)) {
            Fault next = source.next();
            if (next.start() < last) {
                throw new BadInput(
                        "faults must come in order: [%s] starts at %d ns, after one at %d ns",
                        next.category(), next.start(), last);
            }
            check(next);
            last = next.start();
            coming.add(next);
        }
    }

    private void check(Fault fault) {
        if (fault.node() >= nodes) {
            throw new BadInput(
                    "fault [%s] at %d ns strikes node [%d]; the cluster has nodes 0 to %d",
                    fault.category(), fault.start(), fault.node(), nodes - 1);
        }
        boolean ofNode =
                switch (fault.effect()) {
                    case SLOW, DEGRADED_LINK, FLAP -> true;
                    case CRASH, HANG, SILENT -> false;
                };
        if (fault.node() == Fault.JOB && ofNode) {
            throw new BadInput(
                    "fault [%s] at %d ns is of the job alone, whose effect [%s] must be crash, hang or silent",
                    fault.category(), fault.start(), fault.effect().text());
        }
    }

    /// Shows the faults that are to come within the time it sees ahead.
    void coming(Consumer<Fault> each) {
        coming.forEach(each);
    }

    @Override
    protected long timeAdvance() {
        return coming.isEmpty() ? NEVER : coming.peek().start() - now();
    }

    @Override
    protected void output() {
        faults.send(coming.peek());
    }

    @Override
    protected void internalTransition() {
        coming.poll();
        look(now());
    }
}
