package throughline.cluster;

import throughline.spec.BadInput;

/// Something that breaks.
///
/// @param start    instant, ns since the start
/// @param category as its profile calls it, such as `gpu-hbm`
/// @param node     physical node, from 0; [#JOB] for what strikes the job alone, such as a bug in its program
/// @param unit     GPU or network card of the node that breaks, from 0; [#WHOLE] for the node
/// @param effect   on a job that runs there
/// @param severity of [Effect#SLOW] how many times as long the work takes, above 1; of [Effect#DEGRADED_LINK] the
///                 share of the rate that is left, between 0 and 1; of the others 0
/// @param lasts    ns from the start to the end of the repair, or of the slowness or flap where it ends by itself; 0
///                 when a restart of the process mends it
public record Fault(long start, String category, int node, int unit, Effect effect, double severity, long lasts) {
    /// In place of a node.
    public static final int JOB = -1;
    /// In place of a unit.
    public static final int WHOLE = -1;

    /// @throws BadInput when a number is outside its range
    public Fault {
        if (start < 0 || lasts < 0 || node < JOB || unit < WHOLE) {
            throw new BadInput(
                    "fault %s: start [%d], lasts [%d], node [%d] and unit [%d] must be at least 0, 0, -1 and -1",
                    category, start, lasts, node, unit);
        }
        boolean right =
                switch (effect) {
                    case SLOW -> severity > 1 && severity < Double.POSITIVE_INFINITY;
                    case DEGRADED_LINK -> severity > 0 && severity < 1;
                    default -> severity == 0;
                };
        if (!right) {
            throw new BadInput(
                    "fault %s: severity [%s] of %s must be %s",
                    category,
                    severity,
                    effect,
                    effect == Effect.SLOW ? "above 1" : effect == Effect.DEGRADED_LINK ? "between 0 and 1" : "0");
        }
    }

    /// Whether its node does not work until it is repaired.
    boolean fatal() {
        return !passes() && (effect == Effect.CRASH || effect == Effect.HANG);
    }

    /// Whether it ends by itself or with the process, so that no node has to go.
    public boolean passes() {
        return node == JOB || lasts == 0 || effect == Effect.FLAP;
    }
}
