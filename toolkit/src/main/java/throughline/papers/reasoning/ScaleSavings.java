package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;

/// What the text of SCALE says of its own tables, beside the arithmetic.
final class ScaleSavings {
    private static final String LEAST = "tokens saved on InftyThink, least";
    private static final String MOST = "tokens saved on InftyThink, most";
    private static final String COVERED = "combinations of 12 that save 33 % or more";
    private static final String FEWER = "tokens of a vote over SCALE's, least";
    private static final String FEWEST = "tokens of a vote over SCALE's, most";
    private static final String SUPERIOR = "accuracy above InftyThink's, all combinations";
    private static final String BETTER = "accuracy above CoT's, all combinations";
    private static final String AVERAGE = "accuracy above CoT's, mean";
    private static final List<String> STATEMENTS =
            List.of(LEAST, MOST, COVERED, FEWER, FEWEST, SUPERIOR, BETTER, AVERAGE);

    private ScaleSavings() {}

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        rows.add(Reported.printed(LEAST, 33, "%", "abstract and results: 33-53 % across combinations"));
        rows.add(Reported.printed(MOST, 53, "%", "abstract and results: 33-53 % across combinations"));
        rows.add(Reported.notKnown(COVERED, "", "follows from table 1"));
        rows.add(Reported.printed(FEWER, 2, "", "results: 2-3 times fewer"));
        rows.add(Reported.printed(FEWEST, 3, "", "results: 2-3 times fewer"));
        rows.add(Reported.rises(SUPERIOR, "points", "results", Provenance.PRINTED));
        rows.add(Reported.rises(BETTER, "points", "results", Provenance.PRINTED));
        rows.add(Reported.printed(AVERAGE, 3.41, "points", "results"));
        return rows;
    }

    private static double[] each(Published rows, ToDoubleBiFunction<Double, Double> rule, String method, String what) {
        List<Double> all = new ArrayList<>();
        for (String model : ScaleTables.MODELS) {
            for (String benchmark : ScaleTables.BENCHMARKS) {
                all.add(rule.applyAsDouble(
                        rows.value(ScaleTables.result(model, "SCALE", benchmark, what)),
                        rows.value(ScaleTables.result(model, method, benchmark, what))));
            }
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] savings(Published rows) {
        return each(rows, (own, theirs) -> 100 * (1 - own / theirs), "InftyThink", "tokens");
    }

    private static double[] ratios(Published rows) {
        return each(rows, (own, theirs) -> theirs / own, "Majority", "tokens");
    }

    private static double[] gains(Published rows, String method) {
        return each(rows, (own, theirs) -> own - theirs, method, "accuracy");
    }

    /// In the order of [#STATEMENTS].
    private static double[] statements(Published rows) {
        double[] saved = savings(rows);
        return new double[] {
            min(saved),
            max(saved),
            Arrays.stream(saved).filter(each -> each >= 32.5).count(),
            min(ratios(rows)),
            max(ratios(rows)),
            min(gains(rows, "InftyThink")),
            min(gains(rows, "CoT")),
            Arrays.stream(gains(rows, "CoT")).average().orElseThrow()
        };
    }

    static void claims(Evidence evidence) {
        List<Constant> found = evidence.fit(STATEMENTS, ScaleSavings::statements);
        Tolerance percent = Tolerance.absolute(1, "the text gives whole percents");
        Tolerance half = Tolerance.absolute(0.5, "the text gives whole numbers");
        Tolerance sign = Tolerance.direction(0, "as printed");
        evidence.claim(entry(found.get(0), percent)
                .tried("33-53 % holds of QwQ and of Qwen3-32B but for AIME25, where it is 27 %; of the six of the"
                        + " distilled models one is at 33 %, and the least is 8 %: Distill-Llama-70B on AIME25."));
        evidence.claim(entry(found.get(1), percent));
        evidence.claim(Recomputed.of(COVERED, found.get(2).value()).using(found.get(2)));
        evidence.claim(entry(found.get(3), half));
        evidence.claim(
                entry(found.get(4), half).tried("3.7 is Qwen3-32B on AMC23: the text says less than its table gives."));
        evidence.claim(entry(found.get(5), sign).tried("QwQ loses 0.94 points on AMC23 and Qwen3-32B 0.83 on AIME24."));
        evidence.claim(entry(found.get(6), sign).tried("QwQ loses 0.63 points on AMC23."));
        evidence.claim(entry(found.get(7), Tolerance.absolute(0.02, "two decimals, from averages of two decimals")));
        settings(evidence);
    }

    private static Recomputed entry(Constant found, Tolerance tolerance) {
        return Recomputed.of(found.name(), found.value())
                .within(tolerance)
                .using(found)
                .byArithmetic("arithmetic on table 1");
    }

    private static double best(Published rows, String benchmark) {
        return Arrays.stream(ScaleTables.THRESHOLDS)
                .map(at -> rows.value(ScaleTables.accuracy(benchmark, at)))
                .max()
                .orElseThrow();
    }

    /// The best of table 2 is below what table 1 gives for the same model, method and benchmark.
    private static void settings(Evidence evidence) {
        List<String> benchmarks = List.of("AIME24", "AIME25");
        List<Constant> best = evidence.fit(
                benchmarks.stream().map("best of table 2, "::concat).toList(), rows -> benchmarks.stream()
                        .mapToDouble(benchmark -> best(rows, benchmark))
                        .toArray());
        for (int i = 0; i < benchmarks.size(); i++) {
            String row = ScaleTables.result("Qwen3-32B", "SCALE", benchmarks.get(i), "accuracy");
            evidence.claim(Recomputed.of(row, best.get(i).value())
                    .as("best threshold of table 2 beside table 1, " + benchmarks.get(i))
                    .within(Tolerance.absolute(3, "8 samples of 30 problems leave 2 to 3 points"))
                    .using(best.get(i))
                    .byArithmetic("table 2 beside table 1")
                    .tried("Tokens are near each other (22.5 and 25.6 thousand, 23.2 and 26.6): the settings of the"
                            + " two tables differ in what is not told. Nothing is fitted across them."));
        }
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }
}
