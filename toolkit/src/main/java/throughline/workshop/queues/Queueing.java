package throughline.workshop.queues;

/// Closed forms of one machine with a queue (Kleinrock, Queueing Systems I, 1975; Hopp and Spearman, Factory Physics,
/// 2008). Times are in units of the mean process time; loads are from 0 up to but not 1.
public final class Queueing {
    private static final double DIGITS = 1e-14;

    private Queueing() {}

    /// Time in the system, waiting and process, of M/M/1: 1 / (1 - load).
    public static double mm1(double load) {
        return 1 / (1 - check(load));
    }

    /// The mean wait in the queue of G/G/1 by Kingman's approximation (Kingman, 1961): exact for M/G/1, near elsewhere,
    /// above the truth for even arrivals and below it for arrivals in clumps.
    ///
    /// @param ca2 squared coefficient of variation of the times between arrivals: variance over mean squared
    /// @param cs2 the same of the process times
    public static double kingman(double load, double ca2, double cs2) {
        return check(load) / (1 - load) * (ca2 + cs2) / 2;
    }

    /// The mean wait in the queue of D/M/1: arrivals at even distances, exponential process times. Its root s in (0, 1)
    /// of s = exp(-(1 - s) / load) gives s / (1 - s).
    public static double dm1(double load) {
        check(load);
        double root = 0;
        double next = Math.exp(-1 / load);
        while (Math.abs(next - root) > DIGITS) {
            root = next;
            next = Math.exp(-(1 - root) / load);
        }
        return root / (1 - root);
    }

    private static double check(double load) {
        if (!(load >= 0 && load < 1)) {
            throw new IllegalArgumentException("load [%s] must be from 0 up to, but not, 1".formatted(load));
        }
        return load;
    }
}
