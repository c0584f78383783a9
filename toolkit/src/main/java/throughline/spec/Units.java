package throughline.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Quantities as people write them, such as `50 h`, in the unit a parameter wants.
final class Units {
    private static final Pattern QUANTITY =
            Pattern.compile("\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\\s*([^\\s].*?)?\\s*");
    private static final Map<String, Double> SECONDS = new LinkedHashMap<>();

    static {
        SECONDS.put("ms", 1e-3);
        SECONDS.put("s", 1.0);
        SECONDS.put("min", 60.0);
        SECONDS.put("h", 3_600.0);
        SECONDS.put("d", 86_400.0);
        SECONDS.put("week", 604_800.0);
    }

    private Units() {}

    /// The number of `unit`s that the text says; a text without a unit is taken to be in `unit`.
    static double parse(String where, String text, String unit) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches()) {
            throw new BadInput("%s [%s] is not a number%s", where, text, unit.isEmpty() ? "" : " of " + unit);
        }
        double number;
        try {
            number = Double.parseDouble(matcher.group(1));
        } catch (NumberFormatException e) {
            throw new BadInput("%s [%s] is not a number%s", where, text, unit.isEmpty() ? "" : " of " + unit);
        }
        String found = matcher.group(2);
        if (found == null || found.equals(unit)) {
            return number;
        }
        if (!SECONDS.containsKey(unit) || !SECONDS.containsKey(found)) {
            String allowed = SECONDS.containsKey(unit)
                    ? "one of " + SECONDS.keySet()
                    : unit.isEmpty() ? "a pure number" : "in " + unit;
            throw new BadInput("%s [%s] has an unknown unit [%s]; it must be %s", where, text, found, allowed);
        }
        return SECONDS.get(unit).equals(SECONDS.get(found)) ? number : number * SECONDS.get(found) / SECONDS.get(unit);
    }
}
