package throughline.notebook;

/// Publishing from a thread that has been interrupted.
final class Uninterrupted {
    private Uninterrupted() {}

    /// Runs an action with the thread's interrupt put aside: an interrupted thread that writes to a kernel's channel
    /// closes it, and the kernel would be mute from then on.
    static void run(Runnable publish) {
        boolean interrupted = Thread.interrupted();
        try {
            publish.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
