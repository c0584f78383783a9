package throughline.training.chunks;

/// A layer of a causal transformer, chunk by chunk: attention to all tokens before, then a gated feed-forward part,
/// each after a norm and added to the stream.
///
/// @param weights   of the layer
/// @param gradients to be added to
record Layer(LayerWeights weights, LayerWeights gradients, CausalAttention attention, Meter meter) {
    /// Keys and values of all tokens of a sequence, or their gradients.
    record Keys(Matrix keys, Matrix values) {
        void free(Meter meter) {
            meter.free(keys, values);
        }
    }

    /// Keys and values of all tokens.
    ///
    /// @param x     input of the layer
    /// @param tiles in which the norm of `x` is computed
    Keys keys(Matrix x, Tiles tiles) {
        Keys all = emptyKeys(x.rows());
        tiles.each(x.rows(), (from, to) -> {
            Matrix normed = meter.take(to - from, x.columns());
            Norm.forward(x.rows(from, to), weights.attentionNorm(), normed);
            all.keys.rows(from, to).addProduct(normed, weights.key());
            all.values.rows(from, to).addProduct(normed, weights.value());
            meter.free(normed);
        });
        return all;
    }

    Keys emptyKeys(int tokens) {
        int width = weights.key().columns();
        return new Keys(meter.take(tokens, width), meter.take(tokens, width));
    }

    /// Computes a chunk.
    ///
    /// @param x   input of the layer, all tokens
    /// @param y   output of the layer for the chunk, to be filled
    Chunk forward(Matrix x, int from, int to, Keys keys, Matrix y) {
        int n = to - from;
        Matrix rows = x.rows(from, to);
        Matrix normed = meter.take(n, x.columns());
        Norm.forward(rows, weights.attentionNorm(), normed);
        Matrix queries = product(normed, weights.query());
        Matrix attended = meter.take(n, queries.columns());
        Matrix logSums = meter.take(n, attention.heads());
        attention.forward(queries, keys, from, attended, logSums);
        Matrix middle = product(attended, weights.output());
        middle.add(rows);
        Matrix fed = meter.take(n, x.columns());
        Norm.forward(middle, weights.feedNorm(), fed);
        Matrix gate = product(fed, weights.gate());
        Matrix up = product(fed, weights.up());
        Matrix inner = meter.take(n, gate.columns());
        Gate.forward(gate, up, inner);
        y.copy(middle);
        y.addProduct(inner, weights.down());
        return new Chunk(from, normed, queries, attended, logSums, middle, fed, gate, up, inner);
    }

    private Matrix product(Matrix a, Matrix b) {
        Matrix out = meter.take(a.rows(), b.columns());
        out.addProduct(a, b);
        return out;
    }

    /// Takes the gradient of a chunk's outputs to that of its inputs, save what goes through keys and values.
    ///
    /// @param d the gradient of the chunk's outputs, to be replaced by that of its inputs
    void backward(Matrix x, Chunk chunk, Keys keys, Keys dKeys, Matrix d) {
        Matrix dInner = back(chunk.inner(), d, weights.down(), gradients.down());
        Matrix dGate = meter.take(dInner.rows(), dInner.columns());
        Gate.backward(chunk.gate(), chunk.up(), dInner, dGate);
        Matrix dFed = back(chunk.fed(), dGate, weights.gate(), gradients.gate());
        meter.free(dGate);
        addBack(chunk.fed(), dInner, weights.up(), gradients.up(), dFed);
        meter.free(dInner);
        Norm.backward(chunk.middle(), weights.feedNorm(), dFed, d, gradients.feedNorm());
        meter.free(dFed);
        Matrix dAttended = back(chunk.attended(), d, weights.output(), gradients.output());
        Matrix dQueries = meter.take(dAttended.rows(), dAttended.columns());
        attention.backward(chunk, keys, dAttended, dQueries, dKeys);
        meter.free(dAttended);
        Matrix dNormed = back(chunk.normed(), dQueries, weights.query(), gradients.query());
        meter.free(dQueries);
        Matrix rows = x.rows(chunk.from(), chunk.to());
        Norm.backward(rows, weights.attentionNorm(), dNormed, d, gradients.attentionNorm());
        meter.free(dNormed);
    }

    /// The gradient of `in`, from that of `in · weights`; adds to the weights' own.
    private Matrix back(Matrix in, Matrix dOut, Matrix through, Matrix gradient) {
        Matrix dIn = meter.take(in.rows(), in.columns());
        addBack(in, dOut, through, gradient, dIn);
        return dIn;
    }

    private static void addBack(Matrix in, Matrix dOut, Matrix through, Matrix gradient, Matrix dIn) {
        dIn.addProductWithTransposed(dOut, through);
        gradient.addTransposedProduct(in, dOut);
    }

    /// Adds what goes through keys and values, once all chunks have added to their gradients.
    ///
    /// @param d the gradient of the layer's inputs, all tokens, to be added to
    void finish(Matrix x, Keys dKeys, Matrix d, Tiles tiles) {
        tiles.each(x.rows(), (from, to) -> {
            Matrix normed = meter.take(to - from, x.columns());
            Norm.forward(x.rows(from, to), weights.attentionNorm(), normed);
            Matrix dNormed = back(normed, dKeys.keys.rows(from, to), weights.key(), gradients.key());
            addBack(normed, dKeys.values.rows(from, to), weights.value(), gradients.value(), dNormed);
            Norm.backward(
                    x.rows(from, to), weights.attentionNorm(), dNormed, d.rows(from, to), gradients.attentionNorm());
            meter.free(normed, dNormed);
        });
    }
}
