package throughline.training.ranks;

/// What the backward pass of attention needs beside queries, keys and values; one row a query.
///
/// @param out   gradient of the output, `[rows, heads x size]`
/// @param lse   of all scores of the query, `[rows, heads]`
/// @param inner product of the output and its gradient, `[rows, heads]`
record Slope(Matrix out, Matrix lse, Matrix inner) {
    /// Of the merged attention to all keys.
    static Slope of(Partial all, Matrix gradient) {
        int heads = all.lse().columns();
        int size = gradient.columns() / heads;
        double[] inner = new double[gradient.rows() * heads];
        for (int i = 0; i < inner.length; i++) {
            for (int c = 0; c < size; c++) {
                int column = i % heads * size + c;
                inner[i] += gradient.at(i / heads, column) * all.out().at(i / heads, column);
            }
        }
        return new Slope(gradient, all.lse(), Matrix.of(gradient.rows(), heads, inner));
    }

    /// Those from a row on.
    Slope from(int row) {
        return new Slope(out.rows(row, out.rows()), lse.rows(row, out.rows()), inner.rows(row, out.rows()));
    }
}
