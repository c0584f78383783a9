package throughline.papers.cluster;

import throughline.spec.BadInput;

/// How bad faults are; each lies evenly between two bounds.
///
/// @param slowLeast times as long as a slow GPU takes at least, above 1
/// @param slowMost  at most
/// @param leftLeast share of its rate that an ill card has left, above 0
/// @param leftMost  at most, below 1
public record FaultDetectionHarm(double slowLeast, double slowMost, double leftLeast, double leftMost) {
    /// Milder than in profiles of faults, which are assumed as well.
    public static final FaultDetectionHarm PLAIN = new FaultDetectionHarm(1.02, 1.3, 0.3, 0.95);
    /// About as large as what differs from step to step and from card to card.
    public static final FaultDetectionHarm MILD = new FaultDetectionHarm(1.005, 1.03, 0.9, 0.99);

    /// @throws BadInput when a number is out of its range
    public FaultDetectionHarm {
        if (!(slowLeast > 1 && slowMost >= slowLeast && leftLeast > 0 && leftMost >= leftLeast && leftMost < 1)) {
            throw new BadInput(
                    "slow [%s to %s] must be above 1 and left [%s to %s] between 0 and 1, each from least to most",
                    slowLeast, slowMost, leftLeast, leftMost);
        }
    }
}
