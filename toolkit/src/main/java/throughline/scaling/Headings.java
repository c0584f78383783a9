package throughline.scaling;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import throughline.spec.BadInput;

/// Under which headings people write what laws call `N`, `D`, `C`, `P`, `loss`, `k` and `coverage`.
final class Headings {
    private static final Map<String, List<String>> ALSO = Map.of(
            "n",
            List.of(
                    "params",
                    "parameters",
                    "modelsize",
                    "nparams",
                    "numparams",
                    "nparameters",
                    "modelparams",
                    "size",
                    "totalparams",
                    "nonembeddingparams",
                    "nonembedding",
                    "ntotal"),
            "d",
            List.of("tokens", "trainingtokens", "traintokens", "ntokens", "numtokens", "datasize", "data"),
            "c",
            List.of("flop", "flops", "trainingflop", "trainingflops", "compute", "trainingcompute"),
            "p",
            List.of("streams", "parallelstreams", "nstreams", "numstreams", "parallel", "nparallel"),
            "loss",
            List.of(
                    "l",
                    "testloss",
                    "validationloss",
                    "valloss",
                    "evalloss",
                    "finalloss",
                    "trainingloss",
                    "trainloss",
                    "nll",
                    "crossentropy"),
            "e",
            List.of("experts", "nexperts", "numexperts"),
            "g",
            List.of("granularity"),
            "u",
            List.of("uniquetokens", "unique"),
            "k",
            List.of("samples", "attempts", "nsamples"),
            "coverage",
            List.of("passk", "passatk", "accuracy", "score"));

    private Headings() {}

    /// Where the column of a name stands: under the very name, else in other capitals or with a unit in brackets,
    /// else under another word for it.
    ///
    /// @throws BadInput when two have the very name
    static OptionalInt find(String name, List<String> headings) {
        int exact = headings.indexOf(name);
        if (exact >= 0) {
            if (exact != headings.lastIndexOf(name)) {
                throw new BadInput("two columns are named [%s], among %s", name, headings);
            }
            return OptionalInt.of(exact);
        }
        List<String> plain = headings.stream().map(Headings::plain).toList();
        int like = plain.indexOf(plain(name));
        if (like >= 0) {
            return OptionalInt.of(like);
        }
        return ALSO.getOrDefault(plain(name), List.of()).stream()
                .mapToInt(plain::indexOf)
                .filter(place -> place >= 0)
                .findFirst();
    }

    private static String plain(String heading) {
        return heading.replaceAll("[(\\[].*", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /// By what numbers under a heading are to be multiplied: 1e9 under `N (B)` or `tokens [billions]`, 1e18 under
    /// `C (1e18 FLOP)`, otherwise 1.
    ///
    /// @throws BadInput when they are multiples of FLOP that are not written so, such as PF-days
    static double factor(String heading) {
        int open = Math.max(heading.indexOf('('), heading.indexOf('['));
        String unit = open < 0
                ? ""
                : heading.substring(open + 1).replaceAll("[)\\]].*", "").strip();
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "k", "thousand", "thousands" -> 1e3;
            case "m", "million", "millions" -> 1e6;
            case "b", "billion", "billions" -> 1e9;
            case "t", "trillion", "trillions" -> 1e12;
            default -> power(heading, unit);
        };
    }

    private static double power(String heading, String unit) {
        String first = unit.replaceFirst("^10\\^", "1e").replaceFirst("\\s.*", "");
        if (first.matches("1e\\d{1,2}")) {
            return Double.parseDouble(first);
        }
        if (unit.matches("(?i)\\d.*|pf.*|(kilo|mega|giga|tera|peta|exa|zetta|[kmgtpez])flop.*")) {
            throw new BadInput(
                    "heading [%s] has a unit that is not known; write powers of ten, as in C (1e18 FLOP)", heading);
        }
        return 1;
    }

    /// A number in digits, or with the suffix K, M, B, T for 1e3 to 1e12; NaN for anything else.
    static double number(String text) {
        String cell = text.strip();
        if (cell.isEmpty()) {
            return Double.NaN;
        }
        double suffix =
                switch (Character.toUpperCase(cell.charAt(cell.length() - 1))) {
                    case 'K' -> 1e3;
                    case 'M' -> 1e6;
                    case 'B' -> 1e9;
                    case 'T' -> 1e12;
                    default -> 1;
                };
        String digits =
                suffix == 1 ? cell : cell.substring(0, cell.length() - 1).strip();
        return digits.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")
                ? Double.parseDouble(digits) * suffix
                : Double.NaN;
    }

    /// A size in three digits, as people write it: `4`, `0.5`, `2.77B`, `6e18`.
    static String text(double size) {
        if (size >= 1e15 || size < 1e-3) {
            return digits(size, 1).toString().replace("E+", "e").replace("E", "e");
        }
        double unit = size >= 1e12 ? 1e12 : size >= 1e9 ? 1e9 : size >= 1e6 ? 1e6 : size >= 1e4 ? 1e3 : 1;
        String suffix = unit == 1e12 ? "T" : unit == 1e9 ? "B" : unit == 1e6 ? "M" : unit == 1e3 ? "K" : "";
        return digits(size / unit, 3).toPlainString() + suffix;
    }

    private static BigDecimal digits(double value, int count) {
        return new BigDecimal(value).round(new MathContext(count)).stripTrailingZeros();
    }
}
