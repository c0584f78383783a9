package throughline.parallel.snapshot;

/// A snapshot that is not the state at its step: something changed a shard while it was copied.
public final class TornSnapshot extends IllegalStateException {
    private static final long serialVersionUID = 1;

    TornSnapshot(int rank, long step, int chunk) {
        super(("chunk %d of rank %d is not what it was at the end of step %d: a shard was changed before beforeUpdate()"
                        + " had returned")
                .formatted(chunk, rank, step));
    }
}
