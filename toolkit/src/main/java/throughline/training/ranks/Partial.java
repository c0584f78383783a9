package throughline.training.ranks;

import java.util.List;

/// Attention of some queries to some keys, which can be merged with that to others (online softmax, Milakov and
/// Gimelshein 2018).
///
/// @param out    weighted means of values, `[rows, heads x size]`
/// @param lse    logarithm of the sum of the exponentials of the scores, `[rows, heads]`; minus infinity where a query
///               may see none of the keys
/// @param scores how many were computed, over all heads
public record Partial(Matrix out, Matrix lse, long scores) {
    /// Attention to the keys of both.
    ///
    /// @param other of the same queries
    public Partial merge(Partial other) {
        int size = out.columns() / lse.columns();
        double[] merged = out.values();
        double[] total = lse.values();
        for (int i = 0; i < total.length; i++) {
            int row = i / lse.columns();
            int head = i % lse.columns();
            double there = other.lse.at(row, head);
            if (there == Double.NEGATIVE_INFINITY) {
                continue;
            }
            double share = 1 / (1 + StrictMath.exp(total[i] - there));
            for (int c = 0; c < size; c++) {
                int place = row * out.columns() + head * size + c;
                merged[place] -= share * (merged[place] - other.out.at(row, head * size + c));
            }
            total[i] = Math.max(total[i], there) + StrictMath.log1p(StrictMath.exp(-Math.abs(total[i] - there)));
        }
        return new Partial(
                Matrix.of(out.rows(), out.columns(), merged),
                Matrix.of(lse.rows(), lse.columns(), total),
                scores + other.scores);
    }

    /// This, with another's rows merged into the last rows.
    ///
    /// @param other of the last of these queries
    Partial mergeLast(Partial other) {
        int rows = out.rows();
        int first = rows - other.out.rows();
        if (first == 0) {
            return merge(other);
        }
        Partial last = new Partial(out.rows(first, rows), lse.rows(first, rows), scores).merge(other);
        return new Partial(
                Matrix.stack(List.of(out.rows(0, first), last.out)),
                Matrix.stack(List.of(lse.rows(0, first), last.lse)),
                last.scores);
    }
}
