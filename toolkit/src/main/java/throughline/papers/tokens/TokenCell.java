package throughline.papers.tokens;

import java.util.Comparator;
import throughline.learning.tokens.TokenShape;

/// One configuration of a grid.
///
/// @param layers  of the model
/// @param width   of the model
/// @param heads   of the model
/// @param streams P
/// @param tokens  D, those that are learned from
record TokenCell(int layers, int width, int heads, int streams, long tokens) {
    /// Small models first, then few data, then few streams.
    static final Comparator<TokenCell> ORDER = Comparator.comparingInt(TokenCell::layers)
            .thenComparingInt(TokenCell::width)
            .thenComparingLong(TokenCell::tokens)
            .thenComparingInt(TokenCell::streams);

    /// The model.
    TokenShape shape(int vocabulary, int context, int prefix) {
        TokenShape plain = TokenShape.plain(vocabulary, context, layers, width, heads);
        return streams == 1 ? plain : plain.streams(streams, prefix);
    }

    /// A name for files.
    String name() {
        return "L%d-d%d-D%d-P%d".formatted(layers, width, tokens, streams);
    }

    /// How much there is to compute, about: tokens times weights and what a step takes in any case, times streams.
    long work() {
        return tokens * streams * (12L * layers * width * width / 1_000 + 15L);
    }
}
