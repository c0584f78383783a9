package throughline.learning.detect;

import throughline.spec.BadInput;

/// Windows as numbers, and whether something was wrong at their end.
///
/// @param x     `[window][feature]`
/// @param wrong `[window]`
public record Examples(double[][] x, boolean[] wrong) {
    /// @throws BadInput when they are unequally many
    public Examples {
        if (x.length != wrong.length) {
            throw new BadInput("[%d] windows and [%d] truths", x.length, wrong.length);
        }
    }

    /// How many.
    public int size() {
        return x.length;
    }

    /// The share that is wrong; 0 of none.
    public double share() {
        int count = 0;
        for (boolean one : wrong) {
            count += one ? 1 : 0;
        }
        return x.length == 0 ? 0 : (double) count / x.length;
    }
}
