package throughline.parallel.snapshot;

import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// The knobs of a [LazyCheckpointer].
public record SnapshotSpec(
        @Param(value = "buffer of the host for each rank, a multiple of 4", unit = "B", min = 4, max = 2_147_483_644)
        int buffer,

        @Param(value = "largest chunk copied and flushed at once, a multiple of 4", unit = "B", min = 4)
        int chunk,

        @Param(value = "threads that write chunks", min = 1, max = 64)
        int flushers,

        @Param("whether each snapshot is held against checksums taken when it was requested, which stops training")
        boolean proven) {
    public SnapshotSpec {
        Spec.check(SnapshotSpec.class, buffer, chunk, flushers, proven);
        if (buffer % Float.BYTES != 0 || chunk % Float.BYTES != 0) {
            throw new BadInput("buffer [%d B] and chunk [%d B] must be multiples of %d", buffer, chunk, Float.BYTES);
        }
        if (chunk > buffer) {
            throw new BadInput("chunk [%d B] must fit into the buffer [%d B]", chunk, buffer);
        }
    }

    /// A copy with one knob set from text, as in `with("flushers", "4")`.
    ///
    /// @throws BadInput when there is no such knob, or the value is not allowed
    public SnapshotSpec with(String knob, String text) {
        return Spec.with(this, knob, text);
    }
}
