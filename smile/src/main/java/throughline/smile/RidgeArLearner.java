package throughline.smile;

import java.util.Map;
import throughline.learning.Forecaster;
import throughline.learning.Learner;
import throughline.spec.BadInput;

/// Provides [RidgeAr] as `ridge-ar`, with the options `lags` and `penalty`.
public final class RidgeArLearner implements Learner {
    @Override
    public String name() {
        return "ridge-ar";
    }

    @Override
    public Forecaster create(Map<String, String> options) {
        RidgeAr ridge = new RidgeAr();
        options.forEach((name, value) -> {
            try {
                switch (name) {
                    case "lags" -> ridge.lags(Integer.parseInt(value));
                    case "penalty" -> ridge.penalty(Double.parseDouble(value));
                    default -> throw new BadInput("ridge-ar: no option [%s]; there are lags, penalty", name);
                }
            } catch (NumberFormatException e) {
                throw new BadInput("ridge-ar: %s [%s] is not a number", name, value);
            }
        });
        return ridge;
    }
}
