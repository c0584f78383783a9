package throughline.spec;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// A request to stop, polled by long loops, which then return what they have done so far.
///
/// Every method that can run for more than a second takes one. Where none is passed, [#onInterrupt()] is used, so that
/// the notebook's stop button and Ctrl-C reach work that was started without a thought for them.
public final class Cancel {
    /// A process has one Ctrl-C: this says whether it was pressed, and nothing else.
    private static final AtomicReference<Cancel> INTERRUPT = new AtomicReference<>(new Cancel());

    /// Never requested, by anybody.
    public static final Cancel NEVER = new Cancel(() -> false);

    private final BooleanSupplier outside;
    private volatile boolean requested;

    private Cancel(BooleanSupplier outside) {
        this.outside = outside;
    }

    /// A request that nobody has made yet; [#cancel()] makes it.
    public Cancel() {
        this(() -> false);
    }

    /// Requested by an interrupt of this process, also by one that has come already: what follows an interrupted loop
    /// in the same command, or in the same cell of a notebook, stops as well. [#settle()] ends that.
    public static Cancel onInterrupt() {
        return following(INTERRUPT.get());
    }

    /// Requests the stop of everything that waits for an interrupt. Called by whoever handles SIGINT; safe in a signal
    /// handler's thread.
    public static void interrupt() {
        INTERRUPT.get().cancel();
    }

    /// Says that what was interrupted is over: what starts from now on is not stopped. A notebook's kernel calls it.
    public static void settle() {
        if (INTERRUPT.get().requested()) {
            INTERRUPT.set(new Cancel());
        }
    }

    /// A request that follows another one, and can be made by itself without making the other.
    public static Cancel following(Cancel other) {
        return new Cancel(other::requested);
    }

    /// A request that something outside makes, such as the master of a cluster; asked as often as [#requested].
    public static Cancel when(BooleanSupplier outside) {
        return new Cancel(outside);
    }

    /// Requests the stop. It cannot be taken back.
    ///
    /// @throws UnsupportedOperationException for [#NEVER], which everybody shares
    public void cancel() {
        if (this == NEVER) {
            throw new UnsupportedOperationException("Cancel.NEVER cannot be requested; use a new Cancel()");
        }
        requested = true;
    }

    /// Whether to stop; cheap enough for every thousandth turn of a hot loop. Once true, it stays true.
    public boolean requested() {
        if (!requested && outside.getAsBoolean()) {
            requested = true;
        }
        return requested;
    }
}
