package throughline.cluster.overlap;

import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// What a checkpoint has to move, with what, and beside which work: the knobs of a [CheckpointScheme].
///
/// All devices of a node save their shards at the same time and share its way to storage.
public record CheckpointSpec(
        @Param(value = "bytes of a checkpoint on each device", unit = "B", min = 1, max = 1e15)
        double bytes,

        @Param(value = "forward pass of a step", unit = "s", min = 0, max = 1e6)
        double forward,

        @Param(value = "backward pass of a step", unit = "s", min = 0, max = 1e6)
        double backward,

        @Param(value = "update of a step", unit = "s", min = 0, max = 1e6)
        double update,

        @Param(value = "steps from a checkpoint to the next", min = 1, max = 1_000_000)
        int interval,

        @Param(value = "rate at which a device's state is serialised", unit = "B/s", min = 1, max = 1e15)
        double serialise,

        @Param(value = "rate from a device to memory of its host that is not pinned", unit = "B/s", min = 1, max = 1e15)
        double pageable,

        @Param(value = "rate from a device to pinned memory of its host", unit = "B/s", min = 1, max = 1e15)
        double pinned,

        @Param(value = "rate at which a node writes to storage", unit = "B/s", min = 1, max = 1e15)
        double storage,

        @Param(value = "devices of a node", min = 1, max = 1024)
        int devices,

        @Param(value = "pinned buffer of the host for each device", unit = "B", min = 1, max = 1e15)
        double buffer,

        @Param(value = "largest chunk that is copied and flushed at once", unit = "B", min = 1, max = 1e15)
        double chunk,

        @Param(value = "what every checkpoint blocks at least: launches, requests", unit = "s", min = 0, max = 1e6)
        double floor) {
    /// A share that is lost when bytes are divided and multiplied again.
    private static final double ROUNDING = 1e-12;

    public CheckpointSpec {
        Spec.check(
                CheckpointSpec.class,
                bytes,
                forward,
                backward,
                update,
                interval,
                serialise,
                pageable,
                pinned,
                storage,
                devices,
                buffer,
                chunk,
                floor);
        if (!(chunk <= buffer)) {
            throw new BadInput("chunk [%s B] must fit into the buffer [%s B]", chunk, buffer);
        }
        if (!(forward + backward + update > 0)) {
            throw new BadInput("forward, backward and update must not all be 0");
        }
    }

    /// A copy with one knob set from text, as in `with("interval", "10")`.
    ///
    /// @throws BadInput when there is no such knob, or the value is not allowed
    public CheckpointSpec with(String knob, String text) {
        return Spec.with(this, knob, text);
    }

    /// Chunks of a shard, all of one size.
    public int chunks() {
        return (int) Math.max(1, Math.ceil(bytes / chunk * (1 - ROUNDING)));
    }

    /// Chunks that the buffer has room for.
    public int slots() {
        return (int) Math.min(Integer.MAX_VALUE, Math.floor(buffer / chunkBytes() * (1 + ROUNDING)));
    }

    /// Bytes of a chunk.
    public double chunkBytes() {
        return bytes / chunks();
    }

    /// Seconds of the forward and backward pass, in which nothing of the state changes.
    public double unchanged() {
        return forward + backward;
    }

    /// Seconds of a step without a checkpoint.
    public double step() {
        return forward + backward + update;
    }

    /// Seconds from a checkpoint to the next, without what they block.
    public double between() {
        return interval * step();
    }

    /// Seconds in which the shard is written, when all devices of the node write.
    public double flush() {
        return bytes * devices / storage;
    }
}
