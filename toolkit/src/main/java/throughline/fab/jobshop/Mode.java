package throughline.fab.jobshop;

/// What becomes of a job that is finished on a machine while the next machine is not free.
public enum Mode {
    /// It waits in a buffer without limit: the classical job shop.
    CLASSICAL,
    /// It keeps its machine, and moves only to a machine that is empty. Jobs that wait for each other's machines do so
    /// for ever: see [Deadlock].
    BLOCKING,
    /// It keeps its machine; jobs that wait for each other's machines in a cycle of any length all move at once.
    SWAP;

    /// Whether a finished job keeps its machine.
    public boolean blocks() {
        return this != CLASSICAL;
    }
}
