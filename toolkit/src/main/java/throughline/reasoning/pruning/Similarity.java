package throughline.reasoning.pruning;

/// What a judge says of two samples of one problem that it has read the first words of.
@FunctionalInterface
public interface Similarity {
    /// The probability that both end with the same answer, as the judge sees it: 0 to 1, and the same for (a, b) as for
    /// (b, a), each time it is asked.
    double of(int one, int other);
}
