package throughline.papers;

/// Where a number comes from, strongest first.
public enum Provenance {
    /// Printed in the paper or its abstract.
    PRINTED,
    /// In a repository or data set of the authors.
    AUTHORS_DATA,
    /// Read off a figure, as exact as the eye.
    READ_OFF_FIGURE,
    /// Told by somebody else who read the source.
    SECONDHAND,
    /// Remembered, not looked up. What rests on it is at best [Verdict#UNVERIFIED].
    RECALLED;

    /// Whether the headline counts claims of this provenance: the number was seen at its source.
    public boolean firstHand() {
        return this == PRINTED || this == AUTHORS_DATA;
    }

    /// The weaker of two.
    Provenance weaker(Provenance other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
