package throughline.parallel.coding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hipparchus.fraction.Fraction;
import throughline.spec.BadInput;

/// Gradient coding and repetition side by side (M-SGC). The data are W - 1 chunks a worker that are sent as they are,
/// and again when they did not come, and B coded groups of n smaller chunks. A job takes W - 1 + B mini-tasks a worker,
/// one a round; each round holds one mini-task of each of so many jobs.
///
/// @param workers n
/// @param burst   B, 1 to W - 1
/// @param window  W, 2 or more
/// @param lambda  λ, workers that may straggle in a window: 0 to n; with n nothing is coded
public record Multiplexed(int workers, int burst, int window, int lambda) implements Scheme {
    public Multiplexed {
        if (workers < 1 || burst < 1 || window <= burst || lambda < 0 || lambda > workers) {
            throw new BadInput(
                    "multiplexed [n=%d, B=%d, W=%d, λ=%d] must have n >= 1, 1 <= B < W and 0 <= λ <= n",
                    workers, burst, window, lambda);
        }
    }

    /// {@inheritDoc} (λ + 1) (W - 1 + B) / (n (B + (W - 1) (λ + 1))), and (W - 1 + B) / (n (W - 1)) where λ is n.
    @Override
    public Fraction load() {
        int plain = window - 1;
        return lambda == workers
                ? new Fraction(plain + burst, workers * plain)
                : new Fraction((lambda + 1) * (plain + burst), workers * (burst + plain * (lambda + 1)));
    }

    @Override
    public int delay() {
        return window - 2 + burst;
    }

    @Override
    public StragglerPattern.Bursty pattern() {
        return new StragglerPattern.Bursty(burst, window, lambda);
    }

    /// Stragglers that may come anyhow, which it survives as well: at most λ in W - 1 + B rounds, each B times.
    public StragglerPattern.Arbitrary arbitrary() {
        return new StragglerPattern.Arbitrary(burst, window - 1 + burst, lambda);
    }

    /// {@inheritDoc} Chunk m of worker i is number m n + i.
    @Override
    public List<Fraction> chunks() {
        int plain = (window - 1) * workers;
        if (lambda == workers) {
            return Collections.nCopies(plain, new Fraction(1, plain));
        }
        int parts = workers * (burst + (window - 1) * (lambda + 1));
        List<Fraction> sizes = new ArrayList<>(Collections.nCopies(plain, new Fraction(lambda + 1, parts)));
        sizes.addAll(Collections.nCopies(burst * workers, new Fraction(1, parts)));
        return sizes;
    }

    @Override
    public int firstCoded() {
        return (window - 1) * workers;
    }

    @Override
    public int groups() {
        return lambda == workers ? 0 : burst;
    }

    @Override
    public int codeStragglers() {
        return lambda;
    }

    @Override
    public Course start(int jobs) {
        return new MultiplexedCourse(this, Course.check(jobs));
    }
}
