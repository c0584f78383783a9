package throughline.parallel.coding;

import org.hipparchus.fraction.Fraction;
import throughline.spec.BadInput;

/// Gradient coding that repeats (SR-SGC): where more than s results of a job did not come, as many workers as are too
/// many do their part again B rounds later, instead of that of a new job.
///
/// @param workers n
/// @param burst   B, 1 or more
/// @param window  W, so that B divides W - 1
/// @param lambda  λ, workers that may straggle in a window: 0 to n
public record SelectiveRepeat(int workers, int burst, int window, int lambda) implements Scheme {
    public SelectiveRepeat {
        if (burst < 1 || window <= burst || (window - 1) % burst != 0 || lambda < 0 || lambda > workers) {
            throw new BadInput(
                    "selective repeat [n=%d, B=%d, W=%d, λ=%d] must have B >= 1, W - 1 a positive multiple of B, and"
                            + " 0 <= λ <= n",
                    workers, burst, window, lambda);
        }
        GradientCode.check(workers, codeStragglers(burst, window, lambda));
    }

    private static int codeStragglers(int burst, int window, int lambda) {
        return Math.ceilDiv(burst * lambda, window - 1 + burst);
    }

    /// {@inheritDoc} s = ⌈B λ / (W - 1 + B)⌉.
    @Override
    public int codeStragglers() {
        return codeStragglers(burst, window, lambda);
    }

    @Override
    public Fraction load() {
        return new Fraction(codeStragglers() + 1, workers);
    }

    @Override
    public int delay() {
        return burst;
    }

    /// {@inheritDoc} A round with at most s stragglers in which nobody repeats is not counted among those that must
    /// conform.
    @Override
    public StragglerPattern pattern() {
        return new StragglerPattern.Bursty(burst, window, lambda);
    }

    @Override
    public Course start(int jobs) {
        return new RepeatCourse(this, Course.check(jobs), burst);
    }
}
