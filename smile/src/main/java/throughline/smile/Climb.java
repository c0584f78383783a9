package throughline.smile;

import java.util.Arrays;
import java.util.function.Function;
import throughline.spec.Cancel;

/// Climbs to the most likely parameters by trying one after the other a step up and a step down (Hooke & Jeeves 1961,
/// without the pattern moves), from a few starts. It asks for no derivative, draws no random numbers, and the surface
/// it climbs has a handful of dimensions.
final class Climb {
    private static final double[] LOG_LENGTHS = {Math.log(0.05), Math.log(20)};
    private static final double[] LOG_NOISES = {Math.log(1e-6), Math.log(20)};
    private static final double[][] STARTS = {{0.3, 1e-3}, {1.5, 0.1}};
    private static final double FIRST_STEP = 1.2;
    private static final double LAST_STEP = 0.1;

    private final Function<double[], GaussianFit> fit;
    private final Cancel cancel;
    private double[] parameters;
    private GaussianFit best;

    private Climb(Function<double[], GaussianFit> fit, double[] start, Cancel cancel) {
        this.fit = fit;
        this.cancel = cancel;
        parameters = start;
        best = fit.apply(start);
    }

    /// The most likely fit that is found.
    ///
    /// @param knobs how many
    /// @param fit   from the logarithms of the length scales, one a knob, and of the noise
    static GaussianFit highest(int knobs, Function<double[], GaussianFit> fit, Cancel cancel) {
        GaussianFit highest = null;
        for (double[] start : STARTS) {
            double[] parameters = new double[knobs + 1];
            Arrays.fill(parameters, Math.log(start[0]));
            parameters[knobs] = Math.log(start[1]);
            GaussianFit found = new Climb(fit, parameters, cancel).top();
            if (highest == null || found.likely() > highest.likely()) {
                highest = found;
            }
        }
        return highest;
    }

    private GaussianFit top() {
        for (double step = FIRST_STEP; step >= LAST_STEP && !cancel.requested(); ) {
            boolean up = false;
            for (int p = 0; p < parameters.length; p++) {
                // Noise goes over many orders of magnitude, lengths over few.
                double size = p == parameters.length - 1 ? 2 * step : step;
                up |= moved(p, size) || moved(p, -size);
            }
            step = up ? step : step / 2;
        }
        return best;
    }

    private boolean moved(int p, double by) {
        double[] bounds = p == parameters.length - 1 ? LOG_NOISES : LOG_LENGTHS;
        double[] tried = parameters.clone();
        tried[p] = Math.clamp(tried[p] + by, bounds[0], bounds[1]);
        if (tried[p] == parameters[p] || cancel.requested()) {
            return false;
        }
        GaussianFit there = fit.apply(tried);
        if (!(there.likely() > best.likely() + 1e-6)) {
            return false;
        }
        parameters = tried;
        best = there;
        return true;
    }
}
