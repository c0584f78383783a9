package throughline.training.ranks;

/// The sums of a backward pass of attention, pair by pair (Dao 2023, algorithm 2).
final class AttentionBack {
    private final Attention attention;
    private final Queries queries;
    private final Slope slope;
    private final Keys keys;
    private final int size;
    private final int keyWidth;
    private final double[] dq;
    private final double[] dk;
    private final double[] dv;

    AttentionBack(Attention attention, Queries queries, Slope slope, Keys keys) {
        this.attention = attention;
        this.queries = queries;
        this.slope = slope;
        this.keys = keys;
        size = queries.q().columns() / attention.heads();
        keyWidth = keys.k().columns();
        dq = new double[queries.q().rows() * queries.q().columns()];
        dk = new double[keys.k().rows() * keyWidth];
        dv = new double[dk.length];
    }

    /// Adds what a query and a key that it sees owe each other.
    void add(int query, int head, int key, double score) {
        int own = head * size;
        int shared = attention.keyHead(head) * size;
        double weight = StrictMath.exp(score - slope.lse().at(query, head));
        double product = 0;
        for (int c = 0; c < size; c++) {
            double gradient = slope.out().at(query, own + c);
            dv[key * keyWidth + shared + c] += weight * gradient;
            product += gradient * keys.v().at(key, shared + c);
        }
        double change = weight * (product - slope.inner().at(query, head)) / Math.sqrt(size);
        for (int c = 0; c < size; c++) {
            dq[query * queries.q().columns() + own + c] += change * keys.k().at(key, shared + c);
            dk[key * keyWidth + shared + c] += change * queries.q().at(query, own + c);
        }
    }

    Qkv gradients() {
        return new Qkv(
                Matrix.of(queries.q().rows(), queries.q().columns(), dq),
                Matrix.of(keys.k().rows(), keyWidth, dk),
                Matrix.of(keys.k().rows(), keyWidth, dv));
    }
}
