package throughline.notebook;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The corners of a line to draw.
///
/// @param x ascending
/// @param y as long as x; NaN makes a gap
record Line(double[] x, double[] y) {
    /// As many points as a figure can resolve.
    static final int LIMIT = 2_000;

    /// The corners of a step function that holds each value until the next x.
    Line steps() {
        int n = x.length;
        if (n < 2) {
            return this;
        }
        double[] cornerX = new double[2 * n - 1];
        double[] cornerY = new double[2 * n - 1];
        for (int i = 0; i < n; i++) {
            cornerX[2 * i] = x[i];
            cornerY[2 * i] = y[i];
            if (i + 1 < n) {
                cornerX[2 * i + 1] = x[i + 1];
                cornerY[2 * i + 1] = y[i];
            }
        }
        return new Line(cornerX, cornerY);
    }

    /// At most [#LIMIT] points that look the same: of each run of points the lowest and the highest, in their order,
    /// and both ends. A gap remains where it fills a whole run.
    Line decimated() {
        int n = x.length;
        if (n <= LIMIT) {
            return this;
        }
        int runs = LIMIT / 2 - 1;
        int[] kept = new int[LIMIT];
        int count = 0;
        kept[count++] = 0;
        for (int run = 0; run < runs; run++) {
            int from = 1 + (int) ((long) run * (n - 2) / runs);
            int to = 1 + (int) ((long) (run + 1) * (n - 2) / runs);
            int low = -1;
            int high = -1;
            for (int i = from; i < to; i++) {
                if (!Double.isNaN(y[i])) {
                    low = low < 0 || y[i] < y[low] ? i : low;
                    high = high < 0 || y[i] > y[high] ? i : high;
                }
            }
            if (low < 0) {
                kept[count++] = from;
                continue;
            }
            kept[count++] = Math.min(low, high);
            if (low != high) {
                kept[count++] = Math.max(low, high);
            }
        }
        kept[count++] = n - 1;
        int[] chosen = Arrays.copyOf(kept, count);
        return new Line(pick(x, chosen), pick(y, chosen));
    }

    /// A closed outline: along this line and back along another.
    Line andBackAlong(Line other) {
        int n = x.length;
        int m = other.x.length;
        return new Line(
                IntStream.range(0, n + m)
                        .mapToDouble(i -> i < n ? x[i] : other.x[n + m - 1 - i])
                        .toArray(),
                IntStream.range(0, n + m)
                        .mapToDouble(i -> i < n ? y[i] : other.y[n + m - 1 - i])
                        .toArray());
    }

    private static double[] pick(double[] values, int[] chosen) {
        return Arrays.stream(chosen).mapToDouble(i -> values[i]).toArray();
    }
}
