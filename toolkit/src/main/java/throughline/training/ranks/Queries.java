package throughline.training.ranks;

import java.util.Arrays;

/// Rows of queries, and which tokens they are.
///
/// @param q      `[rows, heads x size]`
/// @param tokens by their places in the sequence
record Queries(Matrix q, int[] tokens) {
    /// Those from a row on.
    Queries from(int row) {
        return new Queries(q.rows(row, q.rows()), Arrays.copyOfRange(tokens, row, tokens.length));
    }
}
