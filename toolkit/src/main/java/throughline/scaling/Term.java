package throughline.scaling;

/// A term of a law, `coefficient / variable^exponent`.
///
/// @param coefficient its name
/// @param variable    such as `N`
/// @param exponent    its name
public record Term(String coefficient, String variable, String exponent) {
    /// A term, such as `A / N^alpha`.
    public static Term of(String coefficient, String variable, String exponent) {
        return new Term(coefficient, variable, exponent);
    }

    @Override
    public String toString() {
        return "%s / %s^%s".formatted(coefficient, variable, exponent);
    }
}
