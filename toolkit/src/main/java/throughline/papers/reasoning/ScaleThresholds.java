package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;

/// Table 2: accuracy and tokens over the threshold. Accuracies are those of [throughline.reasoning.Adaptive] in closed
/// form; a test holds that to the simulation.
///
/// Rows that nothing was fitted on are scored together, as one error for a benchmark. Eight rows scored one by one
/// have some that come near by chance, and would be counted.
final class ScaleThresholds {
    private static final String ACCURACY = "%s: RMS error of accuracy over thresholds that were not fitted";
    private static final String TOKENS = "%s: RMS error of tokens over thresholds that were not fitted";
    private static final String EXACT = "0 by definition: what a law that the rows obey would err";
    private static final String FALL = "%s: fall of accuracy from threshold 0.6 to 0.7";
    private static final String JUDGE = "accuracy kept by a judge who errs by 0.2, as many thoughts as at 0.5";
    private static final Tolerance POINTS =
            Tolerance.absolute(5, "30 problems of 8 samples, by threshold: a problem is 3.3 points, sampling 2 to 3");
    private static final Tolerance THOUSANDS =
            Tolerance.absolute(1.1, "a line through all eight rows of a benchmark leaves as much");

    private ScaleThresholds() {}

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (String benchmark : List.of("AIME24", "AIME25")) {
            double[] around = ScaleTables.settings().stream()
                    .filter(setting -> setting.benchmark().equals(benchmark))
                    .filter(setting -> setting.threshold() == 0.6 || setting.threshold() == 0.7)
                    .mapToDouble(ScaleTables.Setting::accuracy)
                    .toArray();
            rows.add(Reported.printed(FALL.formatted(benchmark), around[0] - around[1], "points", "table 2"));
            rows.add(Reported.printed(ACCURACY.formatted(benchmark), 0, "points", EXACT));
            rows.add(Reported.printed(TOKENS.formatted(benchmark), 0, "k tokens", EXACT));
        }
        rows.add(Reported.notKnown(JUDGE, "%", "nowhere"));
        return rows;
    }

    static void claims(Evidence evidence) {
        ScaleLaw first = ScaleLaw.fit(evidence);
        ScaleLaw second = ScaleLaw.moved(evidence, first);
        Series predicted = new Series("AIME24", true, unfitted(ScaleLaw.FITTED));
        error(
                evidence,
                predicted,
                first,
                Null.of("straight lines in the threshold between fitted rows", predicted.error(ScaleThresholds::line)),
                "");
        Series written = new Series("AIME24", false, unfitted(ScaleLaw.FITTED));
        error(
                evidence,
                written,
                first,
                Null.of(
                        "straight lines in the share that is hard, between fitted rows",
                        written.error(ScaleThresholds::byShare)),
                "The paper's own tokens rise from threshold 0.3 to 0.5 while the share of hard sub-problems does not:"
                        + " no law of that share can follow.");
        Series moved = new Series("AIME25", true, unfitted(ScaleLaw.FITTED[0]));
        error(
                evidence,
                moved,
                second,
                Null.of(
                        "AIME24's accuracy, times the ratio of both benchmarks at threshold 0.2",
                        moved.error(ScaleThresholds::shifted)),
                "From 0.3 to 0.5 the share of hard sub-problems stays at 58 %, and the printed accuracy falls by 10"
                        + " points and comes back by 5: samples of 30 problems, or settings that the table does not"
                        + " name.");
        Series there = new Series("AIME25", false, unfitted());
        error(
                evidence,
                there,
                second,
                Null.of("AIME24's tokens", there.error((rows, at) -> rows.value(ScaleTables.tokens("AIME24", at)))),
                "A line of AIME25's own, 7.3 + 22.4 thousand times the share, leaves at most 1.1 thousand: harder"
                        + " sub-problems take longer there.");
        fall(evidence, "AIME24", first);
        fall(evidence, "AIME25", second);
        judge(evidence, first);
    }

    private static double[] unfitted(double... fitted) {
        return Arrays.stream(ScaleTables.THRESHOLDS)
                .filter(at -> Arrays.stream(fitted).noneMatch(one -> one == at))
                .toArray();
    }

    /// Rows of table 2 that are scored together.
    private record Series(String benchmark, boolean accuracy, double[] thresholds) {
        String name() {
            return (accuracy ? ACCURACY : TOKENS).formatted(benchmark);
        }

        String row(double at) {
            return accuracy ? ScaleTables.accuracy(benchmark, at) : ScaleTables.tokens(benchmark, at);
        }

        /// Root of the mean square by which a rule of rows and threshold is off.
        ToDoubleFunction<Published> error(ToDoubleBiFunction<Published, Double> rule) {
            return rows -> Math.sqrt(Arrays.stream(thresholds)
                    .map(at -> rule.applyAsDouble(rows, at) - rows.value(row(at)))
                    .map(off -> off * off)
                    .average()
                    .orElseThrow());
        }
    }

    private static void error(Evidence evidence, Series series, ScaleLaw law, Null none, String tried) {
        Constant error = evidence.fit(
                series.name(), series.error((_, at) -> series.accuracy ? law.accuracy(at) : law.thousands(at)));
        evidence.claim(Recomputed.of(series.name(), error.value())
                .within(series.accuracy ? POINTS : THOUSANDS)
                .against(none)
                .using(law.all())
                .using(error)
                .tried(tried));
    }

    private static double line(Published rows, double at) {
        return between(rows, at, threshold -> threshold, threshold -> ScaleTables.accuracy("AIME24", threshold));
    }

    private static double byShare(Published rows, double at) {
        return between(
                rows,
                at,
                threshold -> rows.value(ScaleTables.hard("AIME24", threshold)),
                threshold -> ScaleTables.tokens("AIME24", threshold));
    }

    /// Between the fitted rows on both sides, a straight line in `x`.
    private static double between(Published rows, double at, DoubleUnaryOperator x, DoubleFunction<String> y) {
        double[] fitted = ScaleLaw.FITTED;
        double low = at < fitted[1] ? fitted[0] : fitted[1];
        double high = at < fitted[1] ? fitted[1] : fitted[2];
        double from = rows.value(y.apply(low));
        double to = rows.value(y.apply(high));
        double start = x.applyAsDouble(low);
        return from + (to - from) * (x.applyAsDouble(at) - start) / (x.applyAsDouble(high) - start);
    }

    /// AIME24's row, moved as the first row of AIME25 is.
    private static double shifted(Published rows, double at) {
        return rows.value(ScaleTables.accuracy("AIME24", at))
                * rows.value(ScaleTables.accuracy("AIME25", ScaleLaw.FITTED[0]))
                / rows.value(ScaleTables.accuracy("AIME24", ScaleLaw.FITTED[0]));
    }

    /// The elbow.
    private static void fall(Evidence evidence, String benchmark, ScaleLaw law) {
        String other = benchmark.equals("AIME24") ? "AIME25" : "AIME24";
        evidence.claim(Recomputed.of(FALL.formatted(benchmark), law.accuracy(0.6) - law.accuracy(0.7))
                .within(POINTS)
                .against(Null.mean(FALL.formatted(other)))
                .using(law.all()));
    }

    /// The threshold is moved until as many sub-problems are thought about as without error.
    private static void judge(Evidence evidence, ScaleLaw law) {
        double thoughts = law.at(0.5).hard();
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (law.at(middle).judged(0.2).hard() > thoughts) {
                low = middle;
            } else {
                high = middle;
            }
        }
        evidence.claim(Recomputed.of(
                        JUDGE, 100 * law.thinking() * law.at(high).judged(0.2).kept())
                .using(law.all()));
    }
}
