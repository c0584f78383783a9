package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;

/// Table 2: accuracy and tokens over the threshold. Accuracies are those of [throughline.reasoning.Adaptive] in closed
/// form; a test holds that to the simulation.
final class ScaleThresholds {
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
        }
        rows.add(Reported.notKnown(JUDGE, "%", "nowhere"));
        return rows;
    }

    static void claims(Evidence evidence) {
        ScaleLaw first = ScaleLaw.fit(evidence);
        ScaleLaw second = ScaleLaw.moved(evidence, first);
        for (double at : ScaleTables.THRESHOLDS) {
            evidence.claim(Recomputed.of(ScaleTables.accuracy("AIME24", at), first.accuracy(at))
                    .within(POINTS)
                    .against(between(at, true))
                    .using(first.all()));
            evidence.claim(Recomputed.of(ScaleTables.tokens("AIME24", at), first.thousands(at))
                    .within(THOUSANDS)
                    .against(between(at, false))
                    .using(first.all())
                    .tried("The paper's own tokens rise from threshold 0.3 to 0.5 while the share of hard"
                            + " sub-problems does not: no law of that share can follow."));
        }
        for (double at : ScaleTables.THRESHOLDS) {
            evidence.claim(Recomputed.of(ScaleTables.accuracy("AIME25", at), second.accuracy(at))
                    .within(POINTS)
                    .against(shifted(at))
                    .using(second.all())
                    .tried("From 0.3 to 0.5 the share of hard sub-problems stays at 58 %, and the printed accuracy"
                            + " falls by 10 points and comes back by 5: samples of 30 problems, or settings that"
                            + " the table does not name."));
            evidence.claim(Recomputed.of(ScaleTables.tokens("AIME25", at), second.thousands(at))
                    .within(THOUSANDS)
                    .against(same(at))
                    .using(second.all())
                    .tried("A line of AIME25's own, 7.3 + 22.4 thousand times the share, leaves at most 1.1"
                            + " thousand: harder sub-problems take longer there."));
        }
        fall(evidence, "AIME24", first);
        fall(evidence, "AIME25", second);
        judge(evidence, first);
    }

    /// Between the rows that were fitted, a straight line in the threshold.
    private static Null between(double at, boolean accuracy) {
        double[] fitted = ScaleLaw.FITTED;
        if (Arrays.stream(fitted).anyMatch(one -> one == at)) {
            return Null.mean(Arrays.stream(fitted)
                    .filter(one -> one != at)
                    .mapToObj(one -> row("AIME24", one, accuracy))
                    .toArray(String[]::new));
        }
        double low = at < fitted[1] ? fitted[0] : fitted[1];
        double high = at < fitted[1] ? fitted[1] : fitted[2];
        return Null.of(
                "a straight line from threshold %s to %s".formatted(low, high),
                rows -> line(rows, at, low, high, accuracy));
    }

    private static String row(String benchmark, double at, boolean accuracy) {
        return accuracy ? ScaleTables.accuracy(benchmark, at) : ScaleTables.tokens(benchmark, at);
    }

    private static double line(Published rows, double at, double low, double high, boolean accuracy) {
        double from = rows.value(row("AIME24", low, accuracy));
        double to = rows.value(row("AIME24", high, accuracy));
        return from + (to - from) * (at - low) / (high - low);
    }

    /// AIME24's row, moved as the first row of AIME25 is.
    private static Null shifted(double at) {
        if (at == ScaleLaw.FITTED[0]) {
            return Null.mean(ScaleTables.accuracy("AIME24", at));
        }
        return Null.of(
                "AIME24's accuracy, times the ratio of both benchmarks at threshold 0.2",
                rows -> rows.value(ScaleTables.accuracy("AIME24", at))
                        * rows.value(ScaleTables.accuracy("AIME25", ScaleLaw.FITTED[0]))
                        / rows.value(ScaleTables.accuracy("AIME24", ScaleLaw.FITTED[0])));
    }

    private static Null same(double at) {
        return Null.of("AIME24's tokens", rows -> rows.value(ScaleTables.tokens("AIME24", at)));
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
