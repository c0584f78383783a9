package throughline.cluster.faults;

import throughline.spec.BadInput;

/// Nodes that fail more often than others: some are lemons from the start, and each may fail again soon after a repair
/// that mended nothing.
///
/// @param lemons     share of nodes that are lemons, from 0 to 1
/// @param factor     times as often as others that lemons fail, at least 1
/// @param again      probability that a repaired node fails once more of the same, below 1; that failure may come back
///                   as well
/// @param afterDays  mean time from the repair to that, positive; exponential
public record Offenders(double lemons, double factor, double again, double afterDays) {
    /// All nodes are alike, and repairs mend.
    public static final Offenders NONE = new Offenders(0, 1, 0, 1);

    /// @throws BadInput when a number is outside its range
    public Offenders {
        if (!(lemons >= 0 && lemons <= 1 && factor >= 1 && factor <= 1e4)) {
            throw new BadInput(
                    "share of lemons [%s] must be from 0 to 1, and their factor [%s] from 1 to 10000", lemons, factor);
        }
        if (!(again >= 0 && again < 1 && afterDays > 0 && afterDays < 1e6)) {
            throw new BadInput(
                    "probability of failing again [%s] must be from 0 to below 1, the days until then [%s] positive",
                    again, afterDays);
        }
    }

    /// On the rate of a node, so that the mean over nodes, repeats among them, stays what it was.
    double on(boolean lemon) {
        return (1 - again) * (lemon ? factor : 1) / (1 - lemons + lemons * factor);
    }
}
