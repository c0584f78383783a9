package throughline.decoding;

import throughline.hardware.Cost;

/// Forward passes of a decoder on one device, each kernel at its roofline: a layer's attention, its feed-forward part
/// and its two norms, each either computing or moving weights and activations; then the output.
///
/// As llm-analysis counts them (github.com/cli99/llm-analysis), the program that the authors of ParScale (arXiv
/// 2505.10475) use: scores are computed whole, although a causal mask leaves half of them out, and reading keys and
/// values of earlier tokens is not part of a pass: see [ParallelStreams#seconds].
///
/// @param shape    of the decoder
/// @param roofline of the device
public record RooflineForward(DecoderShape shape, Roofline roofline) {
    private static final double NORM_OPERATIONS = 5;
    /// Softmax keeps this many numbers for each head and token.
    private static final double STATISTICS = 4;

    /// What goes through all layers at once.
    ///
    /// @param sequences at least 1
    /// @param tokens    of each, at least 1
    /// @param outputs   tokens of all sequences that go through the output layer
    public record Pass(double sequences, double tokens, double outputs) {
        /// Tokens of all sequences.
        double all() {
            return sequences * tokens;
        }
    }

    /// Seconds of equal passes, one after the other.
    ///
    /// @param times how many
    public Cost seconds(String name, double times, Pass pass) {
        double layers = times * shape.layers();
        double bytes = roofline.precision().bytes();
        double norm = bytes * 2 * pass.all() * shape.width();
        return Cost.sum(
                name,
                attention("attention", layers, pass),
                feedForward("feed-forward", layers, pass),
                roofline.kernel("norms", 2 * layers, NORM_OPERATIONS * pass.all() * shape.width(), norm),
                Cost.sum("table of tokens", roofline.moving(times, bytes * shape.tableWeights())),
                Cost.sum("output", roofline.computing(times, 2 * pass.outputs() * shape.tableWeights())));
    }

    private Cost attention(String name, double times, Pass pass) {
        double scores = 4 * pass.all() * pass.tokens() * shape.width();
        return roofline.kernel(
                name,
                times,
                2 * pass.all() * shape.attentionWeights() + scores,
                roofline.precision().bytes() * shape.attentionWeights() + attentionActivations(pass));
    }

    /// Seconds of feed-forward layers.
    ///
    /// @param times how many
    Cost feedForward(String name, double times, Pass pass) {
        return roofline.kernel(
                name,
                times,
                2 * pass.all() * shape.feedForwardWeights(),
                roofline.precision().bytes() * shape.feedForwardWeights() + feedForwardActivations(pass));
    }

    /// Bytes of the activations that a layer has at once: those of its attention or of its feed-forward part.
    public double activations(Pass pass) {
        return Math.max(attentionActivations(pass), feedForwardActivations(pass));
    }

    /// Queries, keys and values, counted as wide as the stream, or queries, outputs and statistics.
    private double attentionActivations(Pass pass) {
        double wide = pass.all() * shape.width();
        double fused = 2 * wide + STATISTICS * shape.heads() * pass.all();
        return roofline.precision().bytes() * Math.max(3 * wide, fused);
    }

    private double feedForwardActivations(Pass pass) {
        return roofline.precision().bytes() * pass.all() * Math.max(shape.width(), shape.inner());
    }
}
