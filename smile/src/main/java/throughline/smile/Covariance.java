package throughline.smile;

import java.util.Arrays;
import smile.math.kernel.MercerKernel;

/// How alike the answers at two settings are: Matérn's covariance with smoothness 5/2 and a length scale for each knob
/// (Rasmussen & Williams 2006, equation 4.17), of height 1, and a constant. The constant stands for a mean that nobody
/// knows: so large that the data alone decide about it.
///
/// @param lengths `[knob]`: how far a knob is turned for the answer to become another
record Covariance(double[] lengths) implements MercerKernel<double[]> {
    private static final long serialVersionUID = 1;
    private static final double CONSTANT = 100;
    private static final double ROOT_5 = Math.sqrt(5);

    @Override
    public double k(double[] x, double[] y) {
        double square = 0;
        for (int knob = 0; knob < lengths.length; knob++) {
            double apart = (x[knob] - y[knob]) / lengths[knob];
            square += apart * apart;
        }
        double distance = ROOT_5 * Math.sqrt(square);
        return CONSTANT + (1 + distance + distance * distance / 3) * Math.exp(-distance);
    }

    /// Smile's own search climbs along gradients, and is not used.
    @Override
    public double[] kg(double[] x, double[] y) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MercerKernel<double[]> of(double[] parameters) {
        return new Covariance(parameters);
    }

    @Override
    public double[] hyperparameters() {
        return lengths.clone();
    }

    @Override
    public double[] lo() {
        return new double[lengths.length];
    }

    @Override
    public double[] hi() {
        double[] high = new double[lengths.length];
        Arrays.fill(high, Double.POSITIVE_INFINITY);
        return high;
    }
}
