package throughline.training.chunks;

import throughline.training.chunks.Layer.Keys;

/// Causal attention of a chunk of queries to all keys up to the chunk's end, heads of queries sharing heads of keys.
///
/// Of the scores nothing but the logarithm of each row's sum is kept; on the way back they are computed again row by
/// row (FlashAttention, Dao et al. 2022). Scores of the future within the chunk are computed and then masked, as a
/// product of matrices would: a chunk of `n` queries that ends at token `e` takes `n · e` of them.
///
/// @param heads     of the queries
/// @param keyHeads  of keys and values
/// @param headWidth of a head
record CausalAttention(int heads, int keyHeads, int headWidth, Meter meter) {
    private static final int PRODUCTS_FORWARD = 2;
    private static final int PRODUCTS_BACKWARD = 5;

    /// @param from    place of the first query in the sequence
    /// @param out     zeros, to be filled
    /// @param logSums one a row and head, to be filled
    void forward(Matrix queries, Keys keys, int from, Matrix out, Matrix logSums) {
        int end = from + queries.rows();
        Matrix row = meter.take(1, end);
        for (int i = 0; i < queries.rows(); i++) {
            for (int head = 0; head < heads; head++) {
                double most = scores(queries, keys.keys(), i, head, from + i, row);
                double sum = 0;
                for (int j = 0; j < end; j++) {
                    sum += Math.exp(row.at(0, j) - most);
                }
                logSums.set(i, head, most + Math.log(sum));
                for (int j = 0; j < end; j++) {
                    double share = Math.exp(row.at(0, j) - logSums.at(i, head));
                    for (int c = 0; c < headWidth; c++) {
                        out.add(i, head * headWidth + c, share * keys.values().at(j, keyHead(head) + c));
                    }
                }
            }
        }
        meter.free(row);
        count(PRODUCTS_FORWARD, queries.rows(), end);
    }

    /// Scores of one query with all keys of the row, the future masked; the largest of them.
    private double scores(Matrix queries, Matrix keys, int i, int head, int place, Matrix row) {
        double scale = 1 / Math.sqrt(headWidth);
        double most = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < row.columns(); j++) {
            double score = 0;
            for (int c = 0; c < headWidth; c++) {
                score += queries.at(i, head * headWidth + c) * keys.at(j, keyHead(head) + c);
            }
            row.set(0, j, j > place ? Double.NEGATIVE_INFINITY : score * scale);
            most = Math.max(most, row.at(0, j));
        }
        return most;
    }

    /// Fills the gradients of the queries, and adds to those of all keys and values up to the chunk's end.
    void backward(Chunk chunk, Keys keys, Matrix dOut, Matrix dQueries, Keys dKeys) {
        Matrix row = meter.take(1, chunk.to());
        for (int i = 0; i < dOut.rows(); i++) {
            for (int head = 0; head < heads; head++) {
                scores(chunk.queries(), keys.keys(), i, head, chunk.from() + i, row);
                double mean = dot(dOut, chunk.attended(), i, head);
                for (int j = 0; j < row.columns(); j++) {
                    double share = Math.exp(row.at(0, j) - chunk.logSums().at(i, head));
                    row.set(0, j, share * (backToValue(i, j, head, share, keys, dOut, dKeys) - mean));
                }
                backToQueryAndKeys(i, head, row, chunk, keys, dQueries, dKeys);
            }
        }
        meter.free(row);
        count(PRODUCTS_BACKWARD, dOut.rows(), chunk.to());
    }

    private double dot(Matrix a, Matrix b, int row, int head) {
        double sum = 0;
        for (int c = head * headWidth; c < (head + 1) * headWidth; c++) {
            sum += a.at(row, c) * b.at(row, c);
        }
        return sum;
    }

    /// Adds to the gradient of a value; the gradient of its share.
    private double backToValue(int i, int j, int head, double share, Keys keys, Matrix dOut, Keys dKeys) {
        double dShare = 0;
        for (int c = 0; c < headWidth; c++) {
            double d = dOut.at(i, head * headWidth + c);
            dShare += d * keys.values().at(j, keyHead(head) + c);
            dKeys.values().add(j, keyHead(head) + c, share * d);
        }
        return dShare;
    }

    /// @param dScores of one query with all keys
    private void backToQueryAndKeys(
            int i, int head, Matrix dScores, Chunk chunk, Keys keys, Matrix dQueries, Keys dKeys) {
        double scale = 1 / Math.sqrt(headWidth);
        for (int j = 0; j < dScores.columns(); j++) {
            double d = dScores.at(0, j) * scale;
            for (int c = 0; c < headWidth; c++) {
                int at = head * headWidth + c;
                dQueries.add(i, at, d * keys.keys().at(j, keyHead(head) + c));
                dKeys.keys().add(j, keyHead(head) + c, d * chunk.queries().at(i, at));
            }
        }
    }

    /// First column of the keys that a head of queries looks at.
    private int keyHead(int head) {
        return head / (heads / keyHeads) * headWidth;
    }

    private void count(int products, long rows, long keys) {
        meter.attended(products * rows * keys * heads * headWidth);
    }
}
