package throughline.training.sequences;

import throughline.spec.BadInput;

/// Rounds lengths up to a few, so that a program over them stays small: FlexSP's bucketing, exact by dynamic
/// programming over the sorted lengths.
final class Buckets {
    private Buckets() {}

    /// Rounds up.
    ///
    /// @param sorted  lengths, longest first
    /// @param buckets how many lengths there may be, 1 or more
    /// @return for each length that of its bucket; the sum of what is added is least
    static int[] round(int[] sorted, int buckets) {
        if (buckets < 1) {
            throw new BadInput("buckets [%d] must be 1 or more", buckets);
        }
        int n = sorted.length;
        long[] sum = new long[n + 1];
        for (int i = 0; i < n; i++) {
            sum[i + 1] = sum[i] + sorted[i];
        }
        int most = Math.min(buckets, n);
        long[][] added = new long[most + 1][n + 1];
        int[][] from = new int[most + 1][n + 1];
        for (int end = 1; end <= n; end++) {
            added[0][end] = Long.MAX_VALUE / 4;
        }
        for (int used = 1; used <= most; used++) {
            for (int end = 1; end <= n; end++) {
                added[used][end] = Long.MAX_VALUE / 4;
                for (int start = 0; start < end; start++) {
                    long more = added[used - 1][start] + (long) (end - start) * sorted[start] - (sum[end] - sum[start]);
                    if (more < added[used][end]) {
                        added[used][end] = more;
                        from[used][end] = start;
                    }
                }
            }
        }
        int[] rounded = new int[n];
        int end = n;
        for (int used = most; end > 0; used--) {
            int start = from[used][end];
            for (int i = start; i < end; i++) {
                rounded[i] = sorted[start];
            }
            end = start;
        }
        return rounded;
    }
}
