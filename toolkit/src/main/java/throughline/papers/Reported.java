package throughline.papers;

import java.util.Optional;
import java.util.OptionalDouble;

/// One number that a paper reports. Its value cannot be read from here by what recomputes it: only a fit, a null or a
/// figure is handed the [Published] values, and a fit is on record.
public final class Reported {
    private final String key;
    private final OptionalDouble value;
    private final String unit;
    private final String where;
    private final Optional<Provenance> provenance;

    private Reported(String key, OptionalDouble value, String unit, String where, Optional<Provenance> provenance) {
        this.key = key;
        this.value = value;
        this.unit = unit;
        this.where = where;
        this.provenance = provenance;
    }

    /// A reported value.
    ///
    /// @param key        names the row within its paper
    /// @param value      as reported, finite
    /// @param unit       of the value; empty for a pure number
    /// @param where      table, figure, page or sentence
    /// @param provenance how the number came to us
    public static Reported of(String key, double value, String unit, String where, Provenance provenance) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("reported row %s: value [%s] must be finite".formatted(key, value));
        }
        return new Reported(key, OptionalDouble.of(value), unit, where, Optional.of(provenance));
    }

    /// A value printed in the paper.
    public static Reported printed(String key, double value, String unit, String where) {
        return of(key, value, unit, where, Provenance.PRINTED);
    }

    /// A statement that something is larger, or rises, printed in the paper: a sign without a size, to be held with
    /// [Tolerance#direction].
    ///
    /// @param unit of the effect that is recomputed
    public static Reported rises(String key, String unit, String where, Provenance provenance) {
        return of(key, 1, unit, where, provenance);
    }

    /// A statement that something is smaller, or falls: as [#rises].
    public static Reported falls(String key, String unit, String where, Provenance provenance) {
        return of(key, -1, unit, where, provenance);
    }

    /// A number that the paper is said to hold, and that we do not have.
    ///
    /// @param where where it should stand
    public static Reported notKnown(String key, String unit, String where) {
        return new Reported(key, OptionalDouble.empty(), unit, where, Optional.empty());
    }

    /// This row with another value, or itself where there is none: the shake test's hand.
    Reported withValue(double other) {
        return value.isEmpty() ? this : new Reported(key, OptionalDouble.of(other), unit, where, provenance);
    }

    /// The value, for the ledger's eyes only.
    OptionalDouble value() {
        return value;
    }

    /// The row's name within its paper.
    public String key() {
        return key;
    }

    /// The unit; empty for a pure number.
    public String unit() {
        return unit;
    }

    /// Table, figure, page or sentence.
    public String where() {
        return where;
    }

    /// How the number came to us; empty when it is not known.
    public Optional<Provenance> provenance() {
        return provenance;
    }
}
