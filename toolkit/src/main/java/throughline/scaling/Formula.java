package throughline.scaling;

import java.util.Map;

/// A law as anybody writes it: a number out of named coefficients and named sizes.
///
/// ```java
/// Formula saturating = (c, x) -> c.get("top") - c.get("a") * Math.pow(x.get("k"), -c.get("b"));
/// ```
@FunctionalInterface
public interface Formula {
    /// What is predicted. A value that is not above 0 tells a fit that it is out of the law's range.
    ///
    /// @param coefficients by name
    /// @param sizes        such as `N` and `D`, by name
    double value(Map<String, Double> coefficients, Map<String, Double> sizes);
}
