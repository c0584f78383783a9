package throughline.parallel.snapshot;

import throughline.spec.BadInput;

/// A part of a rank's state: an array that stands for memory of a device. Only the update of a step may change it.
///
/// @param name   of the weights or moments, unique in a rank
/// @param values of it, not copied
public record Shard(String name, float[] values) {
    public Shard {
        if (name.isBlank()) {
            throw new BadInput("a shard needs a name");
        }
    }

    /// Bytes of it.
    public long bytes() {
        return (long) values.length * Float.BYTES;
    }
}
