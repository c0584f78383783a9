package throughline.reasoning.attention;

/// Which tokens of a text with branches see which, and from how far: a mask and its positions.
public interface Ancestry {
    /// How many tokens there are; they are numbered from 0, in the order in which the text is laid flat.
    int tokens();

    /// Whether a token sees another. Every token sees itself.
    boolean sees(int query, int key);

    /// The position of a token less that of another that it sees.
    int distance(int query, int key);
}
