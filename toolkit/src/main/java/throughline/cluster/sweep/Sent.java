package throughline.cluster.sweep;

/// What the driver sends to a worker: its class path when it starts, and tasks.
sealed interface Sent permits Life, Task {
    /// To whom, from 0.
    int worker();
}
