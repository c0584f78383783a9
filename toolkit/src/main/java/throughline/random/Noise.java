package throughline.random;

/// Random numbers by place: each depends on the seed and two coordinates alone, so that millions of sensors can be read
/// in any order, or only some of them. A mix of 64 bits (Steele, Lea, Flood 2014, SplitMix) gives five normal numbers
/// from a table of 4,096 equally likely ones; the largest is 3.7.
public final class Noise {
    private static final int BITS = 12;
    private static final double[] NORMAL = table();

    private final long seed;

    /// @param stream from which the seed is drawn
    public Noise(Stream stream) {
        seed = ((long) stream.below(Integer.MAX_VALUE) << 31) ^ stream.below(Integer.MAX_VALUE);
    }

    private static double[] table() {
        double[] table = new double[1 << BITS];
        for (int i = 0; i < table.length; i++) {
            table[i] = NormalQuantile.upper(1 - (i + 0.5) / table.length);
        }
        return table;
    }

    /// 64 random bits of a place.
    public long bits(long row, long column) {
        return row(row).bits(column);
    }

    /// The places of a row, where many of them are asked for.
    public Row row(long row) {
        return new Row(mix(seed + row * 0x9E3779B97F4A7C15L));
    }

    /// The places of a row.
    ///
    /// @param state of the row
    public record Row(long state) {
        /// 64 random bits of a place.
        public long bits(long column) {
            return mix(state + column * 0xD1B54A32D192ED03L);
        }
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /// One of the normal numbers of a place.
    ///
    /// @param bits  of the place
    /// @param which 0 to 4; numbers of one place and different `which` are independent
    public static double normal(long bits, int which) {
        return NORMAL[(int) (bits >>> BITS * which) & NORMAL.length - 1];
    }

    /// A number in [0, 1) of a place, independent of none of its normal numbers.
    public static double uniform(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }
}
