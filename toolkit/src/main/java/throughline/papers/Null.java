package throughline.papers;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// The best prediction of a reported value that knows the paper's other rows but not its mechanism: a mean, a straight
/// line, "repeat the last step". A claim counts only by its skill over it.
///
/// @param text what the null is, in words
/// @param rule gives its value from the reported rows; reading the row it predicts is an error
public record Null(String text, ToDoubleFunction<Published> rule) {
    /// No effect: the null of every [Tolerance#direction].
    static final Null NO_EFFECT = of(0, "no effect");

    /// A null that needs no other row.
    public static Null of(double value, String text) {
        return new Null(text, published -> value);
    }

    /// A null computed from other rows, after everything is recomputed.
    public static Null of(String text, ToDoubleFunction<Published> rule) {
        return new Null(text, rule);
    }

    /// The mean of other rows.
    public static Null mean(String... rows) {
        return of("mean of " + String.join(", ", rows), published -> Arrays.stream(published.values(rows))
                .average()
                .orElseThrow(() -> new IllegalArgumentException("a mean needs rows")));
    }
}
