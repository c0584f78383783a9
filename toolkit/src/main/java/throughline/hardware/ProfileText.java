package throughline.hardware;

import java.math.BigDecimal;
import java.util.Locale;

/// A profile as YAML, as it is written: keys in the order in which they are put, numbers with three digits, and long
/// texts folded, so that the same values give the same bytes.
final class ProfileText {
    private static final int WIDTH = 116;

    private final StringBuilder text = new StringBuilder();
    private String indent = "";

    ProfileText(String kind, String name) {
        line("kind", kind);
        line("name", name);
    }

    /// A number with three digits, as profiles have them.
    static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.2e", value));
    }

    private ProfileText line(String key, String value) {
        text.append(indent).append(key).append(": ").append(value).append('\n');
        return this;
    }

    /// Begins a part, below which all that follows stands, until the next.
    ProfileText part(String key) {
        text.append(key).append(":\n");
        indent = "  ";
        return this;
    }

    /// A part of the part begun last: what it takes to begin an exchange, and the share of the bandwidth.
    ProfileText exchange(String key, double seconds, double share) {
        return line(key, "{latency: %s us, bandwidth: %s}".formatted(digits(seconds * 1e6), digits(share)));
    }

    ProfileText number(String key, double value) {
        return line(key, digits(value));
    }

    ProfileText microseconds(String key, double seconds) {
        return line(key, digits(seconds * 1e6) + " us");
    }

    private static String digits(double value) {
        return new BigDecimal(String.format(Locale.ROOT, "%.2e", value))
                .stripTrailingZeros()
                .toPlainString();
    }

    ProfileText folded(String key, String words) {
        line(key, ">-");
        StringBuilder row = new StringBuilder();
        for (String word : words.strip().split("\\s+")) {
            if (!row.isEmpty() && indent.length() + 3 + row.length() + word.length() > WIDTH) {
                text.append(indent).append("  ").append(row).append('\n');
                row.setLength(0);
            }
            row.append(row.isEmpty() ? "" : " ").append(word);
        }
        text.append(indent).append("  ").append(row).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
