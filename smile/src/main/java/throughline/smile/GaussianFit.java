package throughline.smile;

import java.util.Arrays;
import smile.regression.GaussianProcessRegression;
import throughline.learning.surface.Prediction;

/// One Gaussian process through one answer.
///
/// The likelihood is maximised over the logarithms of the length scales, in units of the knobs' ranges, and of the
/// ratio of noise to height, both as variances; the height follows in closed form. The logarithms of the length scales
/// have a normal prior about 0.7 with a standard deviation of 1: with few runs the likelihood alone is flat, and its
/// maximum too sure of itself.
final class GaussianFit {
    private static final double PRIOR_MEAN = Math.log(0.7);

    /// `[knob]`: logarithms of the length scales; then the logarithm of the noise over the height.
    private final double[] parameters;

    private final Standardised answer;
    private final GaussianProcessRegression<double[]> process;
    private final double height;
    private final double likely;

    /// @param x      `[run][knob]`, from 0 to 1
    /// @param answer `[run]`
    /// @param height variance of the process in units of the answer's; NaN for the most likely
    private GaussianFit(double[] parameters, double[][] x, Standardised answer, double height) {
        this.parameters = parameters;
        this.answer = answer;
        process = GaussianProcessRegression.fit(
                x,
                answer.values(),
                new Covariance(Arrays.stream(parameters)
                        .limit(x[0].length)
                        .map(Math::exp)
                        .toArray()),
                new GaussianProcessRegression.Options(Math.exp(parameters[parameters.length - 1]), false));
        double square = 0;
        for (int run = 0; run < x.length; run++) {
            square += process.w.get(run) * answer.values()[run];
        }
        // One run's worth is spent on the mean.
        int free = x.length - 1;
        double mostLikely = Math.max(square / free, Double.MIN_NORMAL);
        // The height is estimated too, so predictions have Student's distribution; this is its variance.
        this.height = Double.isNaN(height) ? mostLikely * free / Math.max(1, free - 2) : height;
        likely = process.L + square / 2 - free / 2.0 * Math.log(mostLikely) + prior();
    }

    private double prior() {
        double prior = 0;
        for (int knob = 0; knob < parameters.length - 1; knob++) {
            prior -= (parameters[knob] - PRIOR_MEAN) * (parameters[knob] - PRIOR_MEAN) / 2;
        }
        return prior;
    }

    /// The process with these parameters and its most likely height.
    ///
    /// @param parameters logarithms of the length scales, one a knob, and of the noise over the height
    /// @param x          `[run][knob]`, from 0 to 1
    static GaussianFit of(double[] parameters, double[][] x, Standardised answer) {
        return new GaussianFit(parameters, x, answer, Double.NaN);
    }

    /// Its parameters, to be left as they are.
    double[] parameters() {
        return parameters;
    }

    /// How likely the runs are, up to a constant, as a logarithm: the marginal likelihood at the most likely height
    /// times the prior. Rasmussen & Williams 2006, equation 2.30.
    double likely() {
        return likely;
    }

    /// The same parameters with other runs to go by.
    GaussianFit given(double[][] x, double[] y) {
        return new GaussianFit(parameters, x, answer.other(y), height);
    }

    /// @param x `[knob]`, from 0 to 1
    Prediction at(double[] x) {
        double[] meanAndSd = new double[2];
        process.predict(x, meanAndSd);
        // Rounding can take the variance at a run below zero.
        double sd = Double.isNaN(meanAndSd[1]) ? 0 : meanAndSd[1];
        double unit = Math.sqrt(height) * answer.sd();
        double noise = unit * Math.exp(parameters[parameters.length - 1] / 2);
        return new Prediction(answer.mean() + answer.sd() * meanAndSd[0], unit * sd, noise);
    }

    /// @param values less `mean`, over `sd`
    record Standardised(double mean, double sd, double[] values) {
        static Standardised of(double[] y) {
            double mean = Arrays.stream(y).average().orElseThrow();
            double variance = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum() / y.length;
            return new Standardised(mean, variance > 0 ? Math.sqrt(variance) : 1, y).other(y);
        }

        /// Other values in the same units.
        Standardised other(double[] y) {
            return new Standardised(
                    mean, sd, Arrays.stream(y).map(v -> (v - mean) / sd).toArray());
        }
    }
}
