package throughline.workshop.queues;

import java.util.function.LongSupplier;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;

/// A machine with a queue, for a class to finish: lots come in by their numbers, and leave in some order. What is left
/// to write is the state and its transitions.
///
/// ```java
/// class Machine extends Server {
///     final Deque<Integer> waiting = new ArrayDeque<>();
///     Integer onMachine;                       // null while it stands still
///     long left = NEVER;                       // ticks until that lot is done
///     ...
/// }
/// ```
public abstract class Server extends Atomic {
    /// Lots that come, by number from 0.
    public final In<Integer> arriving = in("arriving", Integer.class);
    /// Lots that are done.
    public final Out<Integer> leaving = out("leaving", Integer.class);

    private LongSupplier process = () -> {
        throw new IllegalStateException("a server asks for process times only while a OneMachine runs it");
    };

    /// A machine at rest.
    protected Server() {
        super("machine");
    }

    void process(LongSupplier ticks) {
        process = ticks;
    }

    /// How long the next lot takes, in ticks; asked once a lot, when it is started.
    protected final long processTicks() {
        return process.getAsLong();
    }
}
