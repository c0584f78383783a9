package throughline.cluster.monitor;

import throughline.cluster.fabric.Routing;
import throughline.spec.Param;
import throughline.spec.Spec;

/// The knobs of a [Rehearsal]. None is measured: they say under what conditions a detector is tried.
public record RehearsalSpec(
        @Param(value = "ranks, one card of a rail each", min = 4, max = 4_096)
        int ranks,

        @Param(value = "rings over the same ranks, each in an order of its own", min = 1, max = 32)
        int channels,

        @Param(value = "length of a window", unit = "s", min = 0.1, max = 3_600)
        double window,

        @Param(value = "collective operations in a window", min = 1, max = 1_000)
        int operations,

        @Param(value = "messages of a pair of ranks in a window", min = 1, max = 100_000)
        int messages,

        @Param(value = "size of a message", unit = "B", min = 1, max = 1e9)
        double bytes,

        @Param(value = "standard deviation of a message's delay over its mean", min = 0, max = 10)
        double jitter,

        @Param(value = "standard deviation of computing over its mean", min = 0, max = 1)
        double noise,

        @Param(value = "bursts of others' traffic that begin on a pair in an hour", min = 0, max = 1_000)
        double bursts,

        @Param(value = "mean windows that a burst lasts", min = 0.01, max = 1_000)
        double lasting,

        @Param(value = "how many times as long messages take in a burst", min = 1, max = 100)
        double burst,

        @Param("how flows find their way") Routing routing) {
    /// 64 ranks in four rings, windows of 10 s with 10 operations and 32 messages of 1 MB a pair, delays that vary by
    /// half their mean, computing by one percent; planned routes, no bursts.
    public static final RehearsalSpec QUIET =
            new RehearsalSpec(64, 4, 10, 10, 32, 1e6, 0.5, 0.01, 0, 1, 2, Routing.PLANNED);

    /// @throws throughline.spec.BadInput when a number is outside its range
    public RehearsalSpec {
        Spec.check(
                RehearsalSpec.class,
                ranks,
                channels,
                window,
                operations,
                messages,
                bytes,
                jitter,
                noise,
                bursts,
                lasting,
                burst,
                routing);
    }

    /// A copy with one knob set from text.
    ///
    /// @throws throughline.spec.BadInput naming the knobs there are, or the values allowed
    public RehearsalSpec with(String key, String text) {
        return Spec.with(this, key, text);
    }
}
