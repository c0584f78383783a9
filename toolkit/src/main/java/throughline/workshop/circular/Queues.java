package throughline.workshop.circular;

import java.util.function.DoubleUnaryOperator;

/// What is known exactly of queues in front of machines that take an hour a lot in the mean. Times are in hours; loads
/// lie between 0 and 1.
final class Queues {
    private static final int HALVINGS = 60;

    private Queues() {}

    /// Mean cycle time of M/G/1 (Pollaczek 1930, Khinchine 1932).
    ///
    /// @param variability squared coefficient of variation of the service time, 0 or more
    static double cycle(double load, double variability) {
        return 1 + load / (1 - load) * (1 + variability) / 2;
    }

    /// Mean wait in GI/M/1 whose arrivals are more variable than Poisson's: hyperexponential with balanced means.
    ///
    /// @param variability squared coefficient of variation of the time between arrivals, above 1
    static double burstyWait(double load, double variability) {
        double p = (1 + Math.sqrt((variability - 1) / (variability + 1))) / 2;
        double fast = 2 * p * load;
        double slow = 2 * (1 - p) * load;
        return wait(theta -> p * fast / (fast + theta) + (1 - p) * slow / (slow + theta));
    }

    /// Mean wait in D/M/1: arrivals evenly spaced.
    static double evenWait(double load) {
        return wait(theta -> StrictMath.exp(-theta / load));
    }

    /// Mean wait in GI/M/1 (Kendall 1953), out of the Laplace transform of the time between arrivals.
    private static double wait(DoubleUnaryOperator transform) {
        double low = 0;
        double high = 1 - 1e-9;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (transform.applyAsDouble(1 - middle) > middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low / (1 - low);
    }

    /// Kingman's approximation of the mean wait in GI/G/1 (1961): exact in heavy traffic, and elsewhere not.
    static double kingmanWait(double load, double arrivals, double service) {
        return load / (1 - load) * (arrivals + service) / 2;
    }

    /// Mean cycle time of M/M/2 (Erlang 1917).
    static double twoMachines(double load) {
        return 1 / (1 - load * load);
    }

    /// Mean cycle time of a line of M/M/1 (Jackson 1957).
    static double line(double load, int machines) {
        return machines / (1 - load);
    }
}
