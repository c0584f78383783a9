package throughline.notebook;

import sun.misc.Signal;

/// Ctrl-C and Jupyter's stop button, which are both the signal SIGINT, as a plain callback.
public final class Interrupts {
    private Interrupts() {}

    /// Runs an action, in a thread of its own, at each SIGINT from now on, instead of ending the process.
    ///
    /// @param action must return soon and throw nothing
    @SuppressWarnings("sunapi")
    public static void handle(Runnable action) {
        Signal.handle(new Signal("INT"), signal -> action.run());
    }
}
