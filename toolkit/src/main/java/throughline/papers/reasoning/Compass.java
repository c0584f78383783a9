package throughline.papers.reasoning;

import java.util.function.DoubleBinaryOperator;

/// The least value of a function of two positive numbers: looks to both sides of each in turn, by factors that shrink.
final class Compass {
    private static final double FIRST = 0.5;
    private static final double LAST = 0.01;

    private Compass() {}

    /// @param start two numbers above 0
    static double[] least(DoubleBinaryOperator function, double[] start) {
        double[] best = start.clone();
        double least = function.applyAsDouble(best[0], best[1]);
        for (double step = FIRST; step > LAST; ) {
            boolean moved = false;
            for (int i = 0; i < 4; i++) {
                double[] next = best.clone();
                next[i / 2] *= StrictMath.exp(i % 2 == 0 ? step : -step);
                double value = function.applyAsDouble(next[0], next[1]);
                if (value < least) {
                    least = value;
                    best = next;
                    moved = true;
                }
            }
            step = moved ? step : step / 2;
        }
        return best;
    }
}
