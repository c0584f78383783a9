package throughline.reasoning;

import org.apache.commons.statistics.distribution.BetaDistribution;
import throughline.spec.BadInput;

/// The quantile of a Beta distribution, quick for thousands of ranks: a table of the distribution over the log-odds
/// gives a bracket and a first guess, which Newton's method sharpens inside the bracket.
public final class SuccessQuantile {
    private static final int CELLS = 512;
    private static final double WIDEST = 80;
    private static final int STEPS = 60;
    private static final double ENOUGH = 1e-13;

    private final BetaDistribution beta;
    private final double a;
    private final double b;
    private final double[] below = new double[CELLS + 1];

    SuccessQuantile(double a, double b) {
        this.a = a;
        this.b = b;
        beta = BetaDistribution.of(a, b);
        for (int i = 0; i <= CELLS; i++) {
            below[i] = beta.cumulativeProbability(chance(odds(i)));
        }
    }

    private static double odds(int cell) {
        double x = 2.0 * cell / CELLS - 1;
        return WIDEST * x * Math.abs(x);
    }

    private static double chance(double odds) {
        return 1 / (1 + StrictMath.exp(-odds));
    }

    /// The chance below which a share of the problems lies; 0 or 1 where it is nearer to these than 1e-34.
    ///
    /// @param rank the share, above 0 and below 1
    public double at(double rank) {
        if (!(rank > 0 && rank < 1)) {
            throw new BadInput("rank [%s] must be above 0 and below 1", rank);
        }
        int cell = cell(rank);
        if (cell < 0) {
            return 0;
        }
        if (cell >= CELLS) {
            return 1;
        }
        return sharpened(rank, odds(cell), odds(cell + 1));
    }

    /// The last entry of the table that is at most the rank; -1 if there is none.
    private int cell(double rank) {
        int low = -1;
        int high = CELLS + 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (below[middle] <= rank) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Newton's method on the log-odds, where the distribution is smooth at both ends; a step that leaves the bracket
    /// is replaced by its middle.
    private double sharpened(double rank, double from, double to) {
        double low = from;
        double high = to;
        double odds = (low + high) / 2;
        for (int step = 0; step < STEPS && high - low > ENOUGH * (1 + Math.abs(odds)); step++) {
            double p = chance(odds);
            double over = beta.cumulativeProbability(p) - rank;
            if (over == 0) {
                return p;
            }
            if (over > 0) {
                high = odds;
            } else {
                low = odds;
            }
            double slope = slope(odds);
            double next = odds - over / slope;
            double moved = Math.abs(next - odds);
            odds = next > low && next < high ? next : (low + high) / 2;
            if (next == odds && moved < ENOUGH * (1 + Math.abs(odds))) {
                break;
            }
        }
        return chance(odds);
    }

    /// Density over the log-odds: `p^a (1 - p)^b / B(a, b)`.
    private double slope(double odds) {
        double p = chance(odds);
        double q = chance(-odds);
        return beta.density(Math.min(p, 1 - 1e-16)) * p * q;
    }

    @Override
    public String toString() {
        return "quantile of Beta(%s, %s)".formatted(a, b);
    }
}
