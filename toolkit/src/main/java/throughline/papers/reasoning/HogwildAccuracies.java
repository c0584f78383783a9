package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.reasoning.Hogwild;

/// Accuracies of one worker and of two, at three budgets. One worker's curve is fitted on all of its points; what two
/// share, and after which lag, on the middle budget; the other two are predicted.
final class HogwildAccuracies {
    static final String IMPROVED = "one worker, answer forced";
    static final String SIMPLE = "one worker";
    static final String INDEPENDENT = "independent workers";
    static final String CONTIGUOUS = "contiguous";
    static final String INTERLEAVED = "interleaved";
    static final String COMBINED = "combined";
    static final int[] BUDGETS = {1024, 4096, 8192};
    private static final String FIGURE = "project page, bars with numbers: QwQ-32B, 512 problems of LIMO";
    private static final String LONG = key(IMPROVED, 16_384);
    private static final int MIDDLE = 4096;

    private HogwildAccuracies() {}

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        bars(rows, SIMPLE, 0, 15.6, 44.3);
        bars(rows, IMPROVED, 13.7, 48.4, 76.2);
        bars(rows, INDEPENDENT, 16.4, 52.3, 79.3);
        bars(rows, CONTIGUOUS, 31.4, 68.2, 83.8);
        bars(rows, INTERLEAVED, 11.9, 67.0, 88.7);
        bars(rows, COMBINED, 29.7, 72.3, 89.1);
        rows.add(Reported.of(LONG, 89.65, "%", FIGURE, Provenance.AUTHORS_DATA));
        return rows;
    }

    private static void bars(List<Reported> rows, String series, double... accuracies) {
        for (int i = 0; i < BUDGETS.length; i++) {
            rows.add(Reported.of(key(series, BUDGETS[i]), accuracies[i], "%", FIGURE, Provenance.AUTHORS_DATA));
        }
    }

    static String key(String series, int passes) {
        return "%s, %d passes".formatted(series, passes);
    }

    static void claims(Evidence evidence) {
        heldOut(evidence);
        forced(evidence);
        List<Constant> curve = curve(evidence, "", 1024, 4096, 8192, 16_384);
        HogwildCurve alone = curve(curve);
        Constant efficiency = shared(evidence, COMBINED, curve);
        shared(evidence, CONTIGUOUS, curve);
        lagging(evidence, curve, efficiency);
        Constant correlation = evidence.fit("correlation of lengths", rows -> curve(rows, 1024, 4096, 8192, 16_384)
                .correlation(MIDDLE, rows.value(key(INDEPENDENT, MIDDLE))));
        for (int passes : List.of(1024, 8192)) {
            evidence.claim(
                    claim(
                                    INDEPENDENT,
                                    passes,
                                    asMuchGained(INDEPENDENT, passes),
                                    alone.independent(passes, 2, correlation.value()))
                            .using(with(curve, correlation))
                            .tried(
                                    "The curve of one worker, fitted to four points, already passes through the bar at 4096, so the"
                                            + " correlation is at its limit; fitted at 1024 it is .91, which gives 59.1 at 4096."));
        }
    }

    /// The curve of one worker through three points, at the fourth.
    private static void heldOut(Evidence evidence) {
        List<Constant> curve = curve(evidence, " without 8192", 1024, 4096, 16_384);
        evidence.claim(Recomputed.of(key(IMPROVED, 8192), curve(curve).accuracy(8192))
                .within(tolerance())
                .against(Null.of(
                        "log-odds straight over log2 of the passes, between 4096 and 16384",
                        rows -> percent((odds(rows, IMPROVED, MIDDLE) + odds(rows, IMPROVED, 16_384)) / 2)))
                .using(curve.toArray(Constant[]::new)));
    }

    /// An answer that is forced is right with one chance, whatever the budget.
    private static void forced(Evidence evidence) {
        Constant chance = evidence.fit("chance of a forced answer", rows -> chance(rows, MIDDLE));
        for (int passes : List.of(1024, 8192)) {
            Constant done = evidence.fit("done, %d passes".formatted(passes), rows -> rows.value(key(SIMPLE, passes)));
            evidence.claim(Recomputed.of(key(IMPROVED, passes), done.value() + chance.value() * (100 - done.value()))
                    .as("forced answers, %d passes".formatted(passes))
                    .within(tolerance())
                    .against(Null.of(
                            "as many points as at 4096",
                            rows -> rows.value(key(SIMPLE, passes))
                                    + rows.value(key(IMPROVED, MIDDLE))
                                    - rows.value(key(SIMPLE, MIDDLE))))
                    .using(chance, done)
                    .tried("The chance is .14, .39 and .57 at the three budgets: a trace that was cut late knows more,"
                            + " so no constant chance serves."));
        }
    }

    private static double chance(Published rows, int passes) {
        double done = rows.value(key(SIMPLE, passes));
        return (rows.value(key(IMPROVED, passes)) - done) / (100 - done);
    }

    /// Two workers who see each other's text at once.
    private static Constant shared(Evidence evidence, String layout, List<Constant> curve) {
        Constant efficiency = evidence.fit("efficiency, " + layout, rows -> efficiency(rows, layout));
        Hogwild pair = new Hogwild(2, efficiency.value(), 0, MIDDLE);
        for (int passes : List.of(1024, 8192)) {
            evidence.claim(
                    claim(layout, passes, none(layout, passes), curve(curve).accuracy(pair.progress(passes)))
                            .using(with(curve, efficiency))
                            .tried(
                                    "One constant cannot have contiguous text help more than any other at first, and less later."));
        }
        return efficiency;
    }

    static double efficiency(Published rows, String layout) {
        double passes = curve(rows, 1024, 4096, 8192, 16_384).passes(rows.value(key(layout, MIDDLE)));
        return Math.clamp(passes / MIDDLE - 1, 0, 1);
    }

    /// Two workers who see finished paragraphs alone, and help each other as in the combined layout from then on.
    private static void lagging(Evidence evidence, List<Constant> curve, Constant efficiency) {
        Constant lag = evidence.fit("lag, passes", HogwildAccuracies::lag);
        Hogwild pair = new Hogwild(2, efficiency.value(), lag.value(), MIDDLE);
        for (int passes : List.of(1024, 8192)) {
            evidence.claim(claim(
                            INTERLEAVED,
                            passes,
                            none(INTERLEAVED, passes),
                            curve(curve).accuracy(pair.progress(passes)))
                    .using(with(curve, efficiency, lag))
                    .tried("The lag is far longer than a paragraph of 100 to 300 tokens, which alone would leave a gain"
                            + " at 1024 passes; and the three bars are straight in log-odds, to 0.1 points, so that"
                            + " they show no lag."));
        }
    }

    static double lag(Published rows) {
        double passes = curve(rows, 1024, 4096, 8192, 16_384).passes(rows.value(key(INTERLEAVED, MIDDLE)));
        return Math.max(0, MIDDLE - (passes - MIDDLE) / efficiency(rows, COMBINED));
    }

    private static Recomputed claim(String series, int passes, Null none, double accuracy) {
        return Recomputed.of(key(series, passes), accuracy).within(tolerance()).against(none);
    }

    /// The better of two nulls, by their mean error over both budgets: of the combined layout as much is gained at all
    /// budgets, of the others the log-odds are straight.
    private static Null none(String layout, int passes) {
        return layout.equals(COMBINED) ? asMuchGained(layout, passes) : straight(layout, passes);
    }

    private static Null asMuchGained(String series, int passes) {
        return Null.of(
                "as much gained over one worker, in log-odds, as at 4096",
                rows -> percent(
                        odds(rows, IMPROVED, passes) + odds(rows, series, MIDDLE) - odds(rows, IMPROVED, MIDDLE)));
    }

    /// Through the layout's bars at the other two budgets.
    private static Null straight(String layout, int passes) {
        int other = passes == 1024 ? 8192 : 1024;
        double share = Math.log((double) passes / MIDDLE) / Math.log((double) other / MIDDLE);
        return Null.of(
                "log-odds straight over log2 of the passes, through the other two bars",
                rows -> percent(
                        odds(rows, layout, MIDDLE) + share * (odds(rows, layout, other) - odds(rows, layout, MIDDLE))));
    }

    private static Tolerance tolerance() {
        return Tolerance.absolute(4, "two standard errors at 30 % of 512 problems");
    }

    private static double odds(Published rows, String series, int passes) {
        double share = rows.value(key(series, passes)) / 100;
        return Math.log(share / (1 - share));
    }

    private static double percent(double odds) {
        return 100 / (1 + Math.exp(-odds));
    }

    private static List<Constant> curve(Evidence evidence, String which, int... passes) {
        return evidence.fit(List.of("middle of the curve" + which, "spread of the curve" + which), rows -> {
            HogwildCurve curve = curve(rows, passes);
            return new double[] {curve.middle(), curve.spread()};
        });
    }

    private static HogwildCurve curve(List<Constant> constants) {
        return new HogwildCurve(constants.get(0).value(), constants.get(1).value());
    }

    static HogwildCurve curve(Published rows, int... passes) {
        return HogwildCurve.through(
                Arrays.stream(passes).asDoubleStream().toArray(),
                rows.values(
                        Arrays.stream(passes).mapToObj(p -> key(IMPROVED, p)).toArray(String[]::new)));
    }

    private static Constant[] with(List<Constant> curve, Constant... more) {
        List<Constant> all = new ArrayList<>(curve);
        all.addAll(List.of(more));
        return all.toArray(Constant[]::new);
    }
}
