package throughline.smile;

import throughline.learning.Forecaster;
import throughline.learning.Learner;

/// Provides [RandomForestForecaster] as `random-forest`, with the options `trees`, `rows`, `share`, `leaf` and `seed`.
public final class RandomForestLearner implements Learner {
    @Override
    public String name() {
        return "random-forest";
    }

    @Override
    public Forecaster create() {
        return new RandomForestForecaster();
    }
}
