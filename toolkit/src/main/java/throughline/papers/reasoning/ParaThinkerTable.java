package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.reasoning.TraceModel;
import throughline.reasoning.fit.Calibration;
import throughline.reasoning.fit.ExpectedAccuracy;
import throughline.reasoning.fit.Knob;
import throughline.reasoning.fit.Panel;
import throughline.reasoning.fit.Row;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The table of the 1.5B model, on four benchmarks: one path of 32K tokens, and 2, 4 and 8 of 16K each. A skill of the
/// summary for each benchmark, from one and eight paths; two and four are predicted. Its averages are added up again.
final class ParaThinkerTable {
    private static final String AVERAGE = "average";
    private static final String GAIN = "gain of 8 paths over sequential, 1.5B";
    private static final String OWN_GAIN = "gain of 8 paths over sequential, 1.5B, from printed averages";
    private static final String ALONE = "AIME24, 1.5B: 8 paths by a majority alone";
    private static final String SEVEN = "average gain of 8 paths, 7B";
    private static final String CARD = "table of the model card";
    private static final List<String> BENCHMARKS = List.of("AIME24", "AIME25", "AMC23", "MATH-500");
    private static final List<Integer> PATHS = List.of(1, 2, 4, 8);
    private static final List<Knob> KNOBS = List.of(Knob.MEAN, Knob.SKILL);
    private static final double UNCUT = Double.POSITIVE_INFINITY;
    private static final String ADDED = "The four printed values of one path have another mean, 51.6, than is printed.";

    private static final String TIES =
            "Two answers are a tie, which nothing but the summary's skill can tell; and AIME has 30 problems.";
    private static final String SPREAD =
            "A vote of eight alone, of problems spread as AIME's, gains more than the table has: no skill is left, and"
                    + " pass@1 gives way. A smaller spread fits, which rows of one and eight paths do not tell from skill.";

    private ParaThinkerTable() {}

    private static String key(String benchmark, int paths) {
        return "%s, 1.5B: %s".formatted(benchmark, paths == 1 ? "sequential" : "P = " + paths);
    }

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        Map<String, Double> table = Resource.lines("parathinker-table.csv").stream()
                .collect(Collectors.toMap(
                        c -> key(c.get(0), Integer.parseInt(c.get(1))), c -> Double.parseDouble(c.get(2))));
        List<String> names = new ArrayList<>(BENCHMARKS);
        names.add(AVERAGE);
        for (String name : names) {
            for (int paths : PATHS) {
                String key = key(name, paths);
                rows.add(Reported.of(key, table.get(key), "%", CARD, Provenance.AUTHORS_DATA));
            }
        }
        rows.add(Reported.printed(GAIN, 12.3, "points", "abstract"));
        rows.add(Reported.printed(OWN_GAIN, 12.3, "points", "abstract"));
        rows.add(Reported.notKnown(ALONE, "%", "the table has 8 paths with a summary only, 48.1"));
        rows.add(Reported.notKnown(SEVEN, "points", "7.5 in the abstract; the table of 7B is not at hand"));
        return rows;
    }

    static void claims(Evidence evidence, Cancel cancel) {
        averages(evidence);
        for (String benchmark : BENCHMARKS) {
            middle(evidence, benchmark, cancel);
        }
        alone(evidence);
    }

    private static void middle(Evidence evidence, String benchmark, Cancel cancel) {
        List<Constant> constants =
                Distilled.fit(evidence, benchmark + ", 1.5B", KNOBS, rows -> fit(benchmark, rows, cancel));
        if (cancel.requested()) {
            return;
        }
        ExpectedAccuracy expected = Distilled.with(start(), KNOBS, constants).expected(8);
        for (int paths : List.of(2, 4)) {
            evidence.claim(Recomputed.of(key(benchmark, paths), 100 * expected.accuracy(paths, UNCUT))
                    .within(Tolerance.absolute(2.5, "less than a problem of 30 or 40"))
                    .against(Null.of(
                            "a straight line in log P from P = 1 to 8",
                            rows -> between(paths, rows.value(key(benchmark, 1)), rows.value(key(benchmark, 8)))))
                    .using(constants.toArray(Constant[]::new))
                    .using(Distilled.constants())
                    .tried(benchmark.startsWith("AIME") ? TIES : SPREAD));
        }
    }

    private static double between(int paths, double one, double eight) {
        return one + (eight - one) * Math.log(paths) / Math.log(8);
    }

    private static Panel start() {
        return Distilled.summary(0.5, 0.5, TraceModel.usual());
    }

    private static Panel fit(String benchmark, Published rows, Cancel cancel) {
        return Calibration.of(
                        start(),
                        EnumSet.copyOf(KNOBS),
                        List.of(
                                Row.single(key(benchmark, 1), UNCUT, rows.value(key(benchmark, 1)) / 100),
                                Row.voted(key(benchmark, 8), 8, UNCUT, rows.value(key(benchmark, 8)) / 100)),
                        cancel,
                        Progress.NONE)
                .panel();
    }

    /// What eight answers are worth without anybody who reads them.
    private static void alone(Evidence evidence) {
        Constant mean = evidence.fit("mean of AIME24, 1.5B, alone", rows -> rows.value(key("AIME24", 1)) / 100);
        double voted = Distilled.majority(mean.value()).expected(8).accuracy(8, UNCUT);
        evidence.claim(Recomputed.of(ALONE, 100 * voted).using(mean, Distilled.SPREAD, Distilled.CONFUSION));
    }

    private static void averages(Evidence evidence) {
        List<String> names = new ArrayList<>();
        PATHS.forEach(paths -> names.add("mean of four benchmarks, P = " + paths));
        names.add("printed average of P = 8 less that of one path");
        List<Constant> means = evidence.fit(names, rows -> new double[] {
            mean(rows, 1),
            mean(rows, 2),
            mean(rows, 4),
            mean(rows, 8),
            rows.value(key(AVERAGE, 8)) - rows.value(key(AVERAGE, 1))
        });
        for (int i = 0; i < PATHS.size(); i++) {
            evidence.claim(
                    Recomputed.of(key(AVERAGE, PATHS.get(i)), means.get(i).value())
                            .within(Tolerance.absolute(0.051, "rounded to 0.1"))
                            .using(means.get(i))
                            .byArithmetic("the mean of four printed numbers")
                            .tried(i == 0 ? ADDED : ""));
        }
        evidence.claim(Recomputed.of(GAIN, means.get(3).value() - means.get(0).value())
                .within(Tolerance.absolute(0.1, "of two rounded numbers"))
                .using(means.get(0), means.get(3))
                .byArithmetic("the difference of the means of printed numbers")
                .tried(ADDED));
        evidence.claim(Recomputed.of(OWN_GAIN, means.get(4).value())
                .within(Tolerance.absolute(0.1, "of two rounded numbers"))
                .using(means.get(4))
                .byArithmetic("the difference of two printed averages"));
    }

    private static double mean(Published rows, int paths) {
        return BENCHMARKS.stream()
                .mapToDouble(benchmark -> rows.value(key(benchmark, paths)))
                .average()
                .orElseThrow();
    }
}
