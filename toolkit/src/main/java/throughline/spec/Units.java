package throughline.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Quantities as people write them, such as `50 h` or `3.35 TB/s`, in the unit somebody wants.
public final class Units {
    private static final Pattern QUANTITY =
            Pattern.compile("\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\\s*([^\\s].*?)?\\s*");

    private static final Map<String, Double> SECONDS = units("ns", 1e-9, "us", 1e-6, "ms", 1e-3, "s", 1.0);
    private static final Map<String, Double> BYTES = units(
            "B", 1.0, "kB", 1e3, "MB", 1e6, "GB", 1e9, "TB", 1e12, "KiB", 0x1p10, "MiB", 0x1p20, "GiB", 0x1p30, "TiB",
            0x1p40);
    private static final Map<String, Double> BYTES_PER_SECOND = units(
            "B/s", 1.0, "kB/s", 1e3, "MB/s", 1e6, "GB/s", 1e9, "TB/s", 1e12, "GiB/s", 0x1p30, "TiB/s", 0x1p40, "Gbit/s",
            1e9 / 8, "Tbit/s", 1e12 / 8);
    private static final Map<String, Double> OPERATIONS_PER_SECOND = units(
            "FLOP/s", 1.0, "GFLOP/s", 1e9, "TFLOP/s", 1e12, "PFLOP/s", 1e15, "OP/s", 1.0, "GOP/s", 1e9, "TOP/s", 1e12,
            "POP/s", 1e15);
    private static final Map<String, Double> HERTZ = units("Hz", 1.0, "kHz", 1e3, "MHz", 1e6, "GHz", 1e9);
    private static final Map<String, Double> WATTS = units("mW", 1e-3, "W", 1.0, "kW", 1e3, "MW", 1e6);

    private static final List<Map<String, Double>> KINDS =
            List.of(SECONDS, BYTES, BYTES_PER_SECOND, OPERATIONS_PER_SECOND, HERTZ, WATTS);

    static {
        SECONDS.put("min", 60.0);
        SECONDS.put("h", 3_600.0);
        SECONDS.put("d", 86_400.0);
        SECONDS.put("week", 604_800.0);
    }

    private Units() {}

    private static Map<String, Double> units(Object... namesAndSizes) {
        Map<String, Double> units = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSizes.length; i += 2) {
            units.put((String) namesAndSizes[i], (Double) namesAndSizes[i + 1]);
        }
        return units;
    }

    /// The number of `unit`s that a text says, which must carry a unit.
    ///
    /// @param where what the text is for, as the message of a refusal begins
    /// @param unit  `s`, `B`, `B/s`, `FLOP/s`, `Hz` or `W`, or one that converts to these
    /// @throws BadInput when it is no quantity, carries no unit, or one of another kind
    public static double quantity(String where, String text, String unit) {
        Matcher matcher = QUANTITY.matcher(text);
        if (matcher.matches() && matcher.group(2) == null) {
            throw new BadInput("%s [%s] has no unit; it must be one of %s", where, text, allowed(unit));
        }
        return parse(where, text, unit);
    }

    /// The number of `unit`s that the text says; a text without a unit is taken to be in `unit`.
    ///
    /// @param where what the text is for, as the message of a refusal begins
    /// @throws BadInput when it is no number, or its unit is of another kind
    public static double parse(String where, String text, String unit) {
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
        Map<String, Double> kind = kind(unit);
        if (!kind.containsKey(found)) {
            String allowed =
                    kind.isEmpty() ? unit.isEmpty() ? "a pure number" : "in " + unit : "one of " + kind.keySet();
            throw new BadInput("%s [%s] has an unknown unit [%s]; it must be %s", where, text, found, allowed);
        }
        return kind.get(unit).equals(kind.get(found)) ? number : number * kind.get(found) / kind.get(unit);
    }

    private static Map<String, Double> kind(String unit) {
        return KINDS.stream().filter(kind -> kind.containsKey(unit)).findFirst().orElse(Map.of());
    }

    private static String allowed(String unit) {
        return kind(unit).isEmpty() ? "[" + unit + "]" : kind(unit).keySet().toString();
    }
}
