package throughline.learning.tokens;

import throughline.spec.Param;
import throughline.spec.Spec;

/// How fast a token transformer learns: the rate rises in a straight line, then falls along half a cosine to a tenth.
///
/// @param steps  of the optimiser; each sees sequences that no step before has seen
/// @param batch  sequences of a step
/// @param rate   of [throughline.learning.Adam] at its highest
/// @param warmup steps until then
/// @param clip   largest norm of all gradients together
public record TokenSchedule(
        @Param(value = "steps", min = 1) int steps,
        @Param(value = "sequences of a step", min = 1) int batch,
        @Param(value = "highest learning rate", min = 0) double rate,
        @Param(value = "steps until it is reached", min = 0) int warmup,

        @Param(value = "largest norm of the gradients", min = 0)
        double clip) {
    private static final double LEAST = 0.1;

    public TokenSchedule {
        Spec.check(TokenSchedule.class, steps, batch, rate, warmup, clip);
    }

    /// A schedule that warms up over a tenth of its steps and clips at norm 1.
    public static TokenSchedule of(int steps, int batch, double rate) {
        return new TokenSchedule(steps, batch, rate, steps / 10, 1);
    }

    /// The rate of a step, from 0.
    public double rate(int step) {
        if (step < warmup) {
            return rate * (step + 1) / (warmup + 1);
        }
        double passed = (double) (step - warmup) / Math.max(1, steps - warmup);
        return rate * (LEAST + (1 - LEAST) * (1 + StrictMath.cos(Math.PI * passed)) / 2);
    }
}
