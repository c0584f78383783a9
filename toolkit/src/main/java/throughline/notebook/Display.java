package throughline.notebook;

import java.util.Arrays;

/// Where output goes. One implementation a kernel, and one for a JVM that is none.
interface Display {
    /// Adds an output below those that are there.
    void show(Bundle bundle);

    /// An output that is rewritten in place; nothing is shown before the first writing.
    Slot slot();

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
        private static final Display HERE = running("org.rapaio.jupyter.kernel.MainApp")
                ? new RapaioDisplay()
                : new ConsoleDisplay(
                        System.console() != null && System.console().isTerminal());

        private Found() {}

        /// A kernel's classes lie on every class path here, so that they can be loaded says nothing; that some thread
        /// is inside its main class does.
        private static boolean running(String mainClass) {
            return Thread.getAllStackTraces().values().stream()
                    .flatMap(Arrays::stream)
                    .anyMatch(frame -> frame.getClassName().equals(mainClass));
        }
    }
}
