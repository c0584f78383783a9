package throughline.papers;

/// What became of a claim, from best to worst: see [Claim#verdict()].
///
/// The order is that of how well the claim stands. First what agrees: tested ([#INSIDE]), tested against a recalled
/// number ([#UNVERIFIED]), true by arithmetic ([#IDENTITY]), no better than a null ([#UNINFORMATIVE]). Then what
/// disagrees ([#OUTSIDE]). Then what was not compared: so a finding that is [#OUTSIDE] cannot be lost by calling its
/// reported value unknown, while learning that value, or building the paper, is progress however it turns out.
public enum Verdict {
    /// Within tolerance, with skill over the null above [Claim#SKILL], on provenance better than recalled.
    INSIDE,
    /// As [#INSIDE], but a number it rests on is recalled.
    UNVERIFIED,
    /// Holds by arithmetic alone: shown, never counted.
    IDENTITY,
    /// Within tolerance, but a null does as well, or the row it is scored on is one it was fitted on.
    UNINFORMATIVE,
    /// Not within tolerance: a finding, and it stays.
    OUTSIDE,
    /// The reported value is not known; what was recomputed is shown.
    UNKNOWN,
    /// The paper is not built.
    NOT_YET;

    /// Whether a claim that was `before` and is this now stands worse.
    public boolean worseThan(Verdict before) {
        return compareTo(before) > 0;
    }
}
