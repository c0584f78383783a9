package throughline.notebook;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/// Where output goes. One implementation for each kernel, and one for a JVM that is none.
interface Display {
    /// Adds an output below those that are there.
    void show(Bundle bundle);

    /// An output that is rewritten in place; nothing is shown before the first writing.
    Slot slot();

    /// What stands for the cell that is running: not equal to that of any other. Rapaio gives each its own stream.
    default Object cell() {
        return System.out;
    }

    /// The slot of a kernel that knows an output by an id: shown once, then updated.
    ///
    /// @param first shows an output under an id
    /// @param next  replaces the output of that id
    static Slot slot(BiConsumer<String, Bundle> first, BiConsumer<String, Bundle> next) {
        String id = UUID.randomUUID().toString();
        AtomicBoolean shown = new AtomicBoolean();
        return (now, last) -> {
            BiConsumer<String, Bundle> writing = shown.compareAndSet(false, true) ? first : next;
            Uninterrupted.run(() -> writing.accept(id, now));
        };
    }

    /// One output, rewritten in place.
    @FunctionalInterface
    interface Slot {
        /// @param last whether this is how it stays
        void write(Bundle now, boolean last);
    }

    /// The display of this JVM.
    static Display here() {
        return Found.HERE;
    }

    /// Looked for once: a kernel does not come or go while its JVM runs.
    final class Found {
        private static final Display HERE = find();

        private Found() {}

        private static Display find() {
            if (KernelKind.RAPAIO.running()) {
                return new RapaioDisplay();
            }
            if (KernelKind.IJAVA.running()) {
                return IJavaDisplay.ofIJava();
            }
            if (KernelKind.JJAVA.running()) {
                return IJavaDisplay.ofJJava();
            }
            return new ConsoleDisplay(
                    System.console() != null && System.console().isTerminal());
        }
    }
}
