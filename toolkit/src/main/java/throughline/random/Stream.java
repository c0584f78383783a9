package throughline.random;

import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/// A stream of random numbers. Not safe for use by several threads; each component has its own.
public final class Stream {
    private final UniformRandomProvider source;

    Stream(UniformRandomProvider source) {
        this.source = source;
    }

    /// A number in [0, 1), uniform, with 53 random bits.
    public double uniform() {
        return source.nextDouble();
    }

    /// A number in [low, high), uniform.
    public double uniform(double low, double high) {
        return low + (high - low) * uniform();
    }

    /// An integer from 0 to bound - 1, uniform.
    ///
    /// @param bound 1 or more
    public int below(int bound) {
        return source.nextInt(bound);
    }

    /// An exponential number, by inversion with the strict logarithm.
    ///
    /// @param mean positive
    public double exponential(double mean) {
        return -mean * StrictMath.log(1 - uniform());
    }

    /// A standard normal number, by the polar method (Marsaglia and Bray, 1964) with the strict logarithm; the second
    /// number of each pair is thrown away, so that a stream has no hidden state.
    public double normal() {
        while (true) {
            double x = uniform(-1, 1);
            double y = uniform(-1, 1);
            double s = x * x + y * y;
            if (s > 0 && s < 1) {
                return x * Math.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }

    /// The largest of so many standard normal numbers, by inversion of its distribution: one draw, whatever the count.
    ///
    /// @param count 1 or more
    public double largestNormal(int count) {
        double u = uniform();
        while (u == 0) {
            u = uniform();
        }
        double tail = -StrictMath.expm1(StrictMath.log(u) / count);
        return NormalQuantile.upper(Math.max(Double.MIN_NORMAL, tail));
    }

    /// Shuffles a list in place; every order is equally likely.
    public void shuffle(List<?> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            swap(list, i, below(i + 1));
        }
    }

    private static <T> void swap(List<T> list, int i, int j) {
        list.set(i, list.set(j, list.get(i)));
    }
}
