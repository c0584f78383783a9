package throughline.papers;

import java.util.Optional;

/// A line of the ledger: a claim of a paper, or a paper that is not built.
///
/// @param paper as listed in the catalogue
/// @param claim empty if the paper is not built
public record Entry(Catalogue.Listing paper, Optional<Claim> claim) {
    /// The claim's verdict, or [Verdict#NOT_YET].
    public Verdict verdict() {
        return claim.map(Claim::verdict).orElse(Verdict.NOT_YET);
    }
}
