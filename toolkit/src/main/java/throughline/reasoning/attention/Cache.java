package throughline.reasoning.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A block of text as a [BlockDecoder] keeps it: a [KeyBlock] in each layer. Several writers may look at it, at the
/// places where each has it; one writes.
public final class Cache {
    private final BlockDecoder decoder;
    private final int thought;
    private final List<KeyBlock> layers = new ArrayList<>();
    private int tokens;

    Cache(BlockDecoder decoder, int thought) {
        this.decoder = decoder;
        this.thought = thought;
        clear();
    }

    /// How many tokens it holds.
    public int tokens() {
        return tokens;
    }

    /// Which thought its keys and values carry the embedding of; 0 for none.
    public int thought() {
        return thought;
    }

    /// Puts another's tokens behind these, without computing anything anew.
    public void append(Cache other) {
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.set(layer, layers.get(layer).append(other.layers.get(layer), decoder.rotary(), decoder.size()));
        }
        tokens += other.tokens;
    }

    /// Forgets all tokens.
    public void clear() {
        layers.clear();
        Stream.generate(() -> KeyBlock.empty(decoder.keyWidth()))
                .limit(decoder.layers())
                .forEach(layers::add);
        tokens = 0;
    }

    /// Makes room for one token, whose keys and values are to come layer by layer.
    void reserve() {
        tokens++;
    }

    void append(int layer, KeyBlock token) {
        layers.set(layer, layers.get(layer).append(token, decoder.rotary(), decoder.size()));
    }

    KeyBlock layer(int layer) {
        return layers.get(layer);
    }
}
