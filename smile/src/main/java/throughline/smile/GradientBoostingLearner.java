package throughline.smile;

import throughline.learning.Forecaster;
import throughline.learning.Learner;

/// Provides [GradientBoosting] as `gradient-boosting`, with the options `trees`, `rows`, `share`, `leaf`, `seed`,
/// `step`, `leaves` and `patience`.
public final class GradientBoostingLearner implements Learner {
    @Override
    public String name() {
        return "gradient-boosting";
    }

    @Override
    public Forecaster create() {
        return new GradientBoosting();
    }
}
