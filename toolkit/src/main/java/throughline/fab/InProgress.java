package throughline.fab;

/// A lot that is in the fab when a run starts, waiting for a step.
///
/// @param name            of the lot
/// @param order           it was released for
/// @param position        steps of the route that are behind it
/// @param releasedMinutes time of its release; 0 or less when it is there at the start, else the time at which it
///                        comes, to wait for that step
public record InProgress(String name, Order order, int position, double releasedMinutes) {
    public InProgress {
        int steps = order.product().route().steps().size();
        if (position < 0 || position >= steps || !Double.isFinite(releasedMinutes)) {
            throw new IllegalArgumentException("lot %s: position [%d] must be from 0 to %d, its release [%s min] a time"
                    .formatted(name, position, steps - 1, releasedMinutes));
        }
    }

    /// Minutes after the start at which it comes into the run.
    double entersMinutes() {
        return Math.max(0, releasedMinutes);
    }
}
