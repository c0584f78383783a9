package throughline.papers;

import java.util.Optional;
import java.util.Set;

/// A number that a recomputation needs and the mechanism does not give. Every one is named by the claims that use
/// it, so that constants can be counted.
///
/// @param name       as in the formula
/// @param value      in the unit of the formula
/// @param rows       the reported rows it was fitted on; empty if it was taken from elsewhere
/// @param where      how it was found, or where it stands
/// @param provenance of a constant taken from elsewhere; empty for a fitted one, which is as good as its rows
public record Constant(String name, double value, Set<String> rows, String where, Optional<Provenance> provenance) {
    public Constant {
        rows = Set.copyOf(rows);
    }

    /// A constant taken from elsewhere and frozen.
    ///
    /// @param where      the source
    /// @param provenance how it came to us; a claim that uses a recalled one is at best [Verdict#UNVERIFIED]
    public static Constant frozen(String name, double value, String where, Provenance provenance) {
        return new Constant(name, value, Set.of(), where, Optional.of(provenance));
    }
}
