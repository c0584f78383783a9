package throughline.learning;

/// The learning rate over a training: it rises in equal steps to its peak, then falls along half a cosine to a floor
/// (Loshchilov & Hutter 2017, equation 5, after a warm-up as Goyal et al. 2017, section 2.2).
///
/// | schedule | warm-up | floor |
/// |---|---|---|
/// | constant | 0 | 1 |
/// | cosine | 0 | 0 |
/// | warm-up and cosine | 0.05 | 0 |
/// | one cycle (Smith & Topin 2018) | 0.3 | 0 |
///
/// @param steps  of the whole training, at least 1
/// @param peak   largest rate, positive
/// @param warmUp share of the steps before the peak is reached, in [0, 1]
/// @param floor  last rate over the peak, in [0, 1]
record Schedule(long steps, double peak, double warmUp, double floor) {
    /// The rate of one step.
    ///
    /// @param step from 0 to `steps - 1`
    double rate(long step) {
        long rising = Math.round(warmUp * steps);
        if (step < rising) {
            return peak * (step + 1) / (rising + 1);
        }
        double fallen = (double) (step - rising) / Math.max(1, steps - rising);
        return peak * (floor + (1 - floor) * (1 + StrictMath.cos(Math.PI * fallen)) / 2);
    }
}
