package throughline.reasoning.pruning;

import org.hipparchus.distribution.continuous.NormalDistribution;
import throughline.random.Stream;

/// A random number for each pair, without a table of pairs: the pair is hashed (SplitMix64, Steele, Lea and Flood,
/// 2014), so that the order in which pairs are asked for changes nothing.
///
/// @param seed of all pairs
record PairNoise(long seed) {
    private static final int LEVELS = 1 << 12;
    private static final double[] QUANTILES = quantiles();

    static PairNoise of(Stream stream) {
        return new PairNoise(Double.doubleToLongBits(stream.uniform()));
    }

    /// In [0, 1), uniform.
    double uniform(int one, int other) {
        return (hash(one, other) >>> 11) * 0x1p-53;
    }

    /// Standard normal, of 4,096 equally likely values.
    double normal(int one, int other) {
        return QUANTILES[(int) (hash(one, other) >>> 52)];
    }

    private long hash(int one, int other) {
        long pair = (long) Math.min(one, other) << 32 | Math.max(one, other);
        return mix(seed + mix(pair + 0x9E3779B97F4A7C15L));
    }

    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    private static double[] quantiles() {
        NormalDistribution standard = new NormalDistribution();
        double[] quantiles = new double[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            quantiles[i] = standard.inverseCumulativeProbability((i + 0.5) / LEVELS);
        }
        return quantiles;
    }
}
