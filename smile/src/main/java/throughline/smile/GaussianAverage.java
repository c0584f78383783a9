package throughline.smile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import throughline.learning.surface.Prediction;
import throughline.smile.GaussianFit.Standardised;
import throughline.spec.Cancel;

/// Gaussian processes through one answer, averaged over what their parameters may be. The most likely parameters alone
/// are too sure of themselves with few runs: of 90 % intervals from 12 runs, as few as 64 % held.
///
/// The average is a cubature of third degree: beside the most likely point, which has a third of the weight, one point
/// up and one down along each parameter, so far away as a normal distribution of the same curvature asks for, weighted
/// by how much more likely each is than under that distribution.
///
/// @param fits    the most likely first
/// @param weights as many, adding up to 1
record GaussianAverage(List<GaussianFit> fits, List<Double> weights) {
    private static final double CENTRE = 1 / 3.0;
    private static final double DIFFERENCE = 0.3;
    private static final double WIDEST = 1.5;
    private static final double HEAVIEST = 3;

    /// @param x `[run][knob]`, from 0 to 1
    /// @param y `[run]`
    static GaussianAverage of(double[][] x, double[] y, Cancel cancel) {
        Standardised answer = Standardised.of(y);
        Function<double[], GaussianFit> fit = parameters -> GaussianFit.of(parameters, x, answer);
        GaussianFit mode = Climb.highest(x[0].length, fit, cancel);
        List<GaussianFit> fits = new ArrayList<>(List.of(mode));
        List<Double> weights = new ArrayList<>(List.of(CENTRE));
        int dimensions = x[0].length + 1;
        double radius = Math.sqrt(dimensions / (1 - CENTRE));
        for (int p = 0; p < dimensions && !cancel.requested(); p++) {
            double away = radius * sd(mode, p, fit);
            for (double step : new double[] {away, -away}) {
                GaussianFit there = fit.apply(moved(mode, p, step));
                double ratio = Math.exp(there.likely() - mode.likely() + radius * radius / 2);
                fits.add(there);
                weights.add((1 - CENTRE) / (2 * dimensions) * Math.min(HEAVIEST, ratio));
            }
        }
        double sum = weights.stream().mapToDouble(weight -> weight).sum();
        return new GaussianAverage(
                List.copyOf(fits), weights.stream().map(weight -> weight / sum).toList());
    }

    /// The standard deviation of a parameter, from the curvature at the most likely point.
    private static double sd(GaussianFit mode, int p, Function<double[], GaussianFit> fit) {
        double up = fit.apply(moved(mode, p, DIFFERENCE)).likely();
        double down = fit.apply(moved(mode, p, -DIFFERENCE)).likely();
        double curvature = (2 * mode.likely() - up - down) / (DIFFERENCE * DIFFERENCE);
        return 1 / Math.sqrt(Math.max(curvature, 1 / (WIDEST * WIDEST)));
    }

    private static double[] moved(GaussianFit mode, int p, double by) {
        double[] parameters = mode.parameters().clone();
        parameters[p] += by;
        return parameters;
    }

    /// The same parameters with other runs to go by.
    GaussianAverage given(double[][] x, double[] y) {
        return new GaussianAverage(fits.stream().map(fit -> fit.given(x, y)).toList(), weights);
    }

    /// Mean and variance of the mixture.
    ///
    /// @param x `[knob]`, from 0 to 1
    Prediction at(double[] x) {
        List<Prediction> all = fits.stream().map(fit -> fit.at(x)).toList();
        double mean = 0;
        double noise = 0;
        for (int f = 0; f < all.size(); f++) {
            mean += weights.get(f) * all.get(f).mean();
            noise += weights.get(f) * all.get(f).noise() * all.get(f).noise();
        }
        double variance = 0;
        for (int f = 0; f < all.size(); f++) {
            Prediction each = all.get(f);
            double off = each.mean() - mean;
            variance += weights.get(f) * (each.sd() * each.sd() + off * off);
        }
        return new Prediction(mean, Math.sqrt(variance), Math.sqrt(noise));
    }
}
