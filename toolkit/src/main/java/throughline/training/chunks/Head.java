package throughline.training.chunks;

/// The last norm, the logits of each next token, and their way back.
///
/// @param model     whose output layer it is
/// @param gradients to be added to
record Head(LanguageModel model, LanguageModel gradients, Meter meter) {
    /// Logits of some tokens.
    ///
    /// @param from   place of the first token
    /// @param normed input of the output layer
    /// @param logits `[tokens, V]`
    record Logits(int from, Matrix normed, Matrix logits) {
        int to() {
            return from + logits.rows();
        }

        void free(Meter meter) {
            meter.free(normed, logits);
        }
    }

    Logits forward(Matrix x, int from, int to) {
        Matrix normed = meter.take(to - from, x.columns());
        Norm.forward(x.rows(from, to), model.norm(), normed);
        Matrix logits = meter.take(to - from, model.output().columns());
        logits.addProduct(normed, model.output());
        return new Logits(from, normed, logits);
    }

    /// The log probability of a token after the one at a place.
    double logProbability(Logits some, int place, int next) {
        return some.logits.at(place - some.from, next) - logSum(some, place);
    }

    private static double logSum(Logits some, int place) {
        int row = place - some.from;
        double most = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < some.logits.columns(); v++) {
            most = Math.max(most, some.logits.at(row, v));
        }
        double sum = 0;
        for (int v = 0; v < some.logits.columns(); v++) {
            sum += Math.exp(some.logits.at(row, v) - most);
        }
        return most + Math.log(sum);
    }

    /// Turns the logits of a place into their gradients.
    ///
    /// @param slope of the loss by the log probability of the next token
    void slope(Logits some, int place, int next, double slope) {
        double logSum = logSum(some, place);
        int row = place - some.from;
        for (int v = 0; v < some.logits.columns(); v++) {
            double share = Math.exp(some.logits.at(row, v) - logSum);
            some.logits.set(row, v, slope * ((v == next ? 1 : 0) - share));
        }
    }

    /// Turns the logits of a place that predicts nothing into their gradients.
    void none(Logits some, int place) {
        for (int v = 0; v < some.logits.columns(); v++) {
            some.logits.set(place - some.from, v, 0);
        }
    }

    /// Adds to the gradient of what the head was given, once all logits of `some` are gradients.
    void backward(Matrix x, Logits some, Matrix d) {
        Matrix dNormed = meter.take(some.normed.rows(), some.normed.columns());
        dNormed.addProductWithTransposed(some.logits, model.output());
        gradients.output().addTransposedProduct(some.normed, some.logits);
        Norm.backward(
                x.rows(some.from, some.to()), model.norm(), dNormed, d.rows(some.from, some.to()), gradients.norm());
        meter.free(dNormed);
    }
}
