package throughline.learning.detect;

import throughline.spec.BadInput;

/// When scores become an alarm: it is on while at least `of` of the newest `last` scores reach the threshold.
///
/// @param threshold of a score
/// @param of        at least 1
/// @param last      at least `of`
public record Hysteresis(double threshold, int of, int last) {
    /// @throws BadInput when the numbers are out of their ranges
    public Hysteresis {
        if (of < 1 || last < of || Double.isNaN(threshold)) {
            throw new BadInput(
                    "an alarm by [%d] of [%d] scores over [%s]: 1 or more of as many or more", of, last, threshold);
        }
    }

    /// The same at another threshold.
    public Hysteresis at(double other) {
        return new Hysteresis(other, of, last);
    }

    /// Whether the alarm is on, step by step. With a lower threshold it is on in all steps in which it was, and
    /// perhaps in more.
    public boolean[] on(double[] scores) {
        boolean[] on = new boolean[scores.length];
        int count = 0;
        for (int step = 0; step < on.length; step++) {
            count += scores[step] >= threshold ? 1 : 0;
            if (step >= last) {
                count -= scores[step - last] >= threshold ? 1 : 0;
            }
            on[step] = count >= of;
        }
        return on;
    }
}
