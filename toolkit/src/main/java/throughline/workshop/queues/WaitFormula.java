package throughline.workshop.queues;

/// A formula for the mean wait in a queue.
@FunctionalInterface
public interface WaitFormula {
    /// The mean wait, in units of the mean process time.
    ///
    /// @param load in [0, 1)
    /// @param ca2  squared coefficient of variation of the times between arrivals
    /// @param cs2  the same of the process times
    double wait(double load, double ca2, double cs2);
}
