package throughline.hardware;

import throughline.spec.BadInput;

/// A piece of work, such as a [Matmul], and how long it took.
///
/// @param work    that was done
/// @param seconds that it took, more than 0
public record Measured<W>(W work, double seconds) {
    public Measured {
        if (!(seconds > 0)) {
            throw new BadInput("measured time of %s [%s s] must be positive", work, seconds);
        }
    }
}
