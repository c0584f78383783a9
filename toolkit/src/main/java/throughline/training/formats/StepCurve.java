package throughline.training.formats;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import throughline.spec.BadInput;

/// A share of a peak that hangs on the size of the work, in steps: that of the largest bound which the size reaches.
///
/// @param bounds falling, the last one 0
/// @param shares one for each bound, above 0 and at most 1
public record StepCurve(List<Double> bounds, List<Double> shares) {
    public StepCurve {
        bounds = List.copyOf(bounds);
        shares = List.copyOf(shares);
        if (bounds.isEmpty() || bounds.size() != shares.size()) {
            throw new BadInput("step curve: bounds %s and shares %s must be as many, at least one", bounds, shares);
        }
        for (int i = 0; i < bounds.size(); i++) {
            if (i > 0 && !(bounds.get(i) < bounds.get(i - 1)) || !(shares.get(i) > 0 && shares.get(i) <= 1)) {
                throw new BadInput(
                        "step curve: bounds %s must fall, and shares %s be above 0, at most 1", bounds, shares);
            }
        }
        if (bounds.getLast() != 0) {
            throw new BadInput("step curve: the last of the bounds %s must be 0", bounds);
        }
    }

    /// The share at a size.
    public double at(double size) {
        for (int i = 0; i < bounds.size(); i++) {
            if (size >= bounds.get(i)) {
                return shares.get(i);
            }
        }
        throw new IllegalArgumentException("size [%s] must be 0 or more".formatted(size));
    }

    /// Pairs of a bound and a share, as `[[128, 0.95], [0, 0.1]]`.
    ///
    /// @param unit of the bounds there
    static StepCurve of(JsonKeys keys, String key, double unit) {
        List<Double> bounds = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (JsonNode pair : keys.list(key)) {
            if (!pair.isArray()
                    || pair.size() != 2
                    || !pair.get(0).isNumber()
                    || !pair.get(1).isNumber()) {
                throw keys.refusal(key, "must be pairs of numbers, as in [[128, 0.95], [0, 0.1]]");
            }
            bounds.add(pair.get(0).doubleValue() * unit);
            shares.add(pair.get(1).doubleValue());
        }
        try {
            return new StepCurve(bounds, shares);
        } catch (BadInput e) {
            throw keys.refusal(key, "is no step curve: %s", e.getMessage());
        }
    }
}
