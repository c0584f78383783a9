package throughline.parallel.snapshot;

/// Told of each stage of a snapshot before it begins, by the thread that is about to begin it: tests stop there.
@FunctionalInterface
interface Watcher {
    /// Sees nothing.
    Watcher NONE = (stage, rank, step, chunk) -> {};

    /// What is about to happen.
    enum Stage {
        COPY,
        FLUSH,
        SYNC,
        VOTE,
        MANIFEST
    }

    /// @param rank  whose snapshot it is; of a manifest, the one that voted last
    /// @param chunk of a copy or a flush; otherwise -1
    void before(Stage stage, int rank, long step, int chunk);
}
