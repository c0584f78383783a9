package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;

/// Accuracy and tokens of LIMOPro's students before and after pruning, which are recalled, beside what its abstract
/// says of them; and how far one share of tokens removed would carry from one benchmark to the others.
final class LimoProTables {
    private static final List<String> BENCHMARKS = List.of("AIME", "AMC", "GPQA");
    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final String RECALLED = "main table, recalled";

    private static final String LEAST_GAIN = "least gain of accuracy";
    private static final String MOST_GAIN = "largest gain of accuracy";
    private static final String LEAST_CUT = "least cut of tokens";
    private static final String MOST_CUT = "largest cut of tokens";
    private static final String EFFICIENCY = "largest gain of accuracy a token";
    private static final String TRIED =
            "One share of tokens for all benchmarks: chains differ in how much of them is functional, and the cut differs"
                    + " between 3 % and 41 %. Without the share of each benchmark nothing better can be said.";

    private LimoProTables() {}

    private static String accuracy(String chains, String benchmark, String when) {
        return "%s %s, accuracy %s".formatted(chains, benchmark, when);
    }

    private static String tokens(String chains, String benchmark, String when) {
        return "%s %s, tokens %s".formatted(chains, benchmark, when);
    }

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        student(rows, "S1", "AIME", 37.9, 6646, 42.1, 4716);
        student(rows, "S1", "AMC", 80.9, 4542, 83.1, 3809);
        student(rows, "S1", "GPQA", 60.7, 4172, 61.6, 2472);
        student(rows, "LIMO", "AIME", 56.7, 12497, 63.3, 10588);
        student(rows, "LIMO", "AMC", 91.9, 5516, 93.8, 5235);
        student(rows, "LIMO", "GPQA", 67.2, 7173, 71.2, 6969);
        rows.add(Reported.printed(LEAST_GAIN, 0.9, "%", "abstract"));
        rows.add(Reported.printed(MOST_GAIN, 6.6, "%", "abstract"));
        rows.add(Reported.printed(LEAST_CUT, 3, "%", "abstract"));
        rows.add(Reported.printed(MOST_CUT, 41, "%", "abstract"));
        rows.add(Reported.of(EFFICIENCY, 71, "%", "notes on the paper", Provenance.SECONDHAND));
        return rows;
    }

    private static void student(
            List<Reported> rows,
            String chains,
            String benchmark,
            double before,
            double tokensBefore,
            double after,
            double tokensAfter) {
        rows.add(recalled(accuracy(chains, benchmark, BEFORE), before, "%"));
        rows.add(recalled(tokens(chains, benchmark, BEFORE), tokensBefore, "tokens"));
        rows.add(recalled(accuracy(chains, benchmark, AFTER), after, "%"));
        rows.add(recalled(tokens(chains, benchmark, AFTER), tokensAfter, "tokens"));
    }

    private static Reported recalled(String key, double value, String unit) {
        return Reported.of(key, value, unit, RECALLED, Provenance.RECALLED);
    }

    static void claims(Evidence evidence) {
        extremes(evidence);
        oneShare(evidence);
    }

    /// What the abstract says, from the rows.
    private static void extremes(Evidence evidence) {
        List<String> names = List.of(LEAST_GAIN, MOST_GAIN, LEAST_CUT, MOST_CUT, EFFICIENCY);
        List<Constant> values = evidence.fit(names, rows -> new double[] {
            gains(rows).min().orElseThrow(),
            gains(rows).max().orElseThrow(),
            cuts(rows).min().orElseThrow(),
            cuts(rows).max().orElseThrow(),
            efficiencies(rows).max().orElseThrow()
        });
        for (int i = 0; i < names.size(); i++) {
            double width = names.get(i).endsWith("accuracy") ? 0.06 : 0.5;
            evidence.claim(Recomputed.of(names.get(i), values.get(i).value())
                    .within(Tolerance.absolute(width, "half of the last digit that is printed"))
                    .using(values.get(i))
                    .byArithmetic("differences and ratios of the table's rows"));
        }
    }

    private static DoubleStream gains(Published rows) {
        return each(rows, false, (before, after) -> after - before);
    }

    private static DoubleStream cuts(Published rows) {
        return each(rows, true, (before, after) -> 100 * (1 - after / before));
    }

    private static DoubleStream efficiencies(Published rows) {
        double[] accuracies =
                each(rows, false, (before, after) -> after / before).toArray();
        double[] lengths = each(rows, true, (before, after) -> after / before).toArray();
        double[] gains = new double[lengths.length];
        Arrays.setAll(gains, i -> 100 * (accuracies[i] / lengths[i] - 1));
        return Arrays.stream(gains);
    }

    /// Of both students and all benchmarks.
    private static DoubleStream each(Published rows, boolean tokens, DoubleBinaryOperator of) {
        return List.of("S1", "LIMO").stream().flatMapToDouble(chains -> BENCHMARKS.stream()
                .mapToDouble(benchmark -> tokens
                        ? of.applyAsDouble(
                                rows.value(tokens(chains, benchmark, BEFORE)),
                                rows.value(tokens(chains, benchmark, AFTER)))
                        : of.applyAsDouble(
                                rows.value(accuracy(chains, benchmark, BEFORE)),
                                rows.value(accuracy(chains, benchmark, AFTER)))));
    }

    /// The share of tokens removed on AIME, carried to the other benchmarks of the same student.
    private static void oneShare(Evidence evidence) {
        List<String> others = List.of("AMC", "GPQA");
        List<Constant> fitted = evidence.fit(
                others.stream()
                        .map(name -> "tokens on " + name + " with the share of AIME")
                        .toList(),
                rows -> others.stream()
                        .mapToDouble(name -> rows.value(tokens("S1", name, BEFORE))
                                * rows.value(tokens("S1", "AIME", AFTER))
                                / rows.value(tokens("S1", "AIME", BEFORE)))
                        .toArray());
        for (int i = 0; i < fitted.size(); i++) {
            String name = others.get(i);
            evidence.claim(
                    Recomputed.of(tokens("S1", name, AFTER), fitted.get(i).value())
                            .within(Tolerance.relative(0.1, "half of the spread of cuts between benchmarks"))
                            .against(Null.of("as many as before", rows -> rows.value(tokens("S1", name, BEFORE))))
                            .using(fitted.get(i))
                            .tried(TRIED));
        }
    }
}
