package throughline.smile;

import throughline.learning.Forecaster;
import throughline.learning.Learner;

/// Provides [RidgeAr] as `ridge-ar`, with the options `lags` and `penalty`.
public final class RidgeArLearner implements Learner {
    @Override
    public String name() {
        return "ridge-ar";
    }

    @Override
    public Forecaster create() {
        return new RidgeAr();
    }
}
