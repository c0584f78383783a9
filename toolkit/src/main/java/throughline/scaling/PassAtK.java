package throughline.scaling;

import java.util.Arrays;
import throughline.spec.BadInput;

/// The share of problems that at least one of `k` samples solves, out of more samples than `k` (Chen and others,
/// 2021, arXiv 2107.03374, equation 1).
public final class PassAtK {
    private PassAtK() {}

    /// The estimate for one problem: `1 - C(n - c, k) / C(n, k)`, whose mean over samples is the true one. To take
    /// `1 - (1 - c/n)^k` instead would be too low.
    ///
    /// @param n samples made
    /// @param c of which so many were right, 0 to n
    /// @param k 1 to n
    public static double unbiased(int n, int c, int k) {
        if (n < 1 || c < 0 || c > n || k < 1 || k > n) {
            throw new BadInput("pass@[%d] of [%d] right among [%d]: 0 <= right <= n and 1 <= k <= n", k, c, n);
        }
        if (n - c < k) {
            return 1;
        }
        double none = 1;
        for (int i = n - c + 1; i <= n; i++) {
            none *= 1 - (double) k / i;
        }
        return 1 - none;
    }

    /// The mean over problems.
    ///
    /// @param n     samples made of each
    /// @param right of each problem
    /// @param k     1 to n
    public static double mean(int n, int[] right, int k) {
        return Arrays.stream(right)
                .mapToDouble(c -> unbiased(n, c, k))
                .average()
                .orElseThrow(() -> new BadInput("[0] problems have no mean"));
    }
}
