package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import throughline.data.Plot;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Paper;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.reasoning.SiriTraining.Point;
import throughline.reasoning.fit.Band;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Reinforcement that compresses answers, lets them expand, and again (SIRI, arXiv 2509.25176):
/// DeepSeek-R1-Distill-Qwen of 1.5B, three cycles between limits of 8,192 and 16,384 tokens.
///
/// The table's own arithmetic comes first: of the abstract's two figures for AIME24, the tokens are AIME25's. Then
/// the training is run, with tables for a model ([SiriTraining]); what it begins with and its two rates are fitted
/// on the untrained model and on the end of the first compression ([SiriFit]), the ends of the third cycle are
/// predicted.
public final class Siri implements Paper {
    static final List<String> BENCHMARKS = List.of("AIME24", "AIME25", "AMC", "MATH500");
    private static final String ORIGINAL = "original";
    private static final String LOW = "SIRI-low";
    private static final String HIGH = "SIRI-high";
    private static final String STEP = "DeepScaleR";
    private static final String LONG = "DAPO-DeepScaleR-16K";
    private static final String FIRST = "end of the first compression";
    private static final String TABLE = "table 1, in a copy of the full text, 1.5B";
    private static final Map<String, double[]> MODELS = models();
    private static final double LEAST = 8_192;
    private static final double MOST = SiriTraining.CAP;
    private static final int CYCLE = 120;
    static final int STEPS = 3 * CYCLE;
    static final int LOOKS = 6;

    private static final String GAIN = "accuracy on AIME24, SIRI-low over original";
    private static final String SAVED = "tokens saved on AIME24, SIRI-low";
    private static final String MEAN_GAIN = "accuracy, SIRI-low over original, mean of ratios";
    private static final String MEAN_SAVED = "tokens saved, SIRI-low, mean of ratios";
    private static final String STAIR = "accuracy, cosine less stair";
    private static final String SHORT = "accuracy, cycles less constant 8K";
    private static final String ONE_STEP = "accuracy, cycles less one step from 8K to 16K";
    private static final String LONGER = "tokens, constant 16K less cycles";
    private static final String RISES = "accuracy, third expansion less first";
    private static final String REGROWS = "tokens, third expansion less third compression";

    private final Map<List<Double>, double[]> fits = new HashMap<>();
    private final Map<List<Double>, Map<String, List<Point>>> ran = new HashMap<>();
    private final Map<List<Double>, List<Band>> open = new HashMap<>();

    private static Map<String, double[]> models() {
        Map<String, double[]> models = new LinkedHashMap<>();
        models.put(ORIGINAL, new double[] {28.2, 12333, 21.5, 12264, 61.8, 8449, 82.4, 4745});
        models.put(STEP, new double[] {41.1, 8585, 29.0, 8348, 73.9, 5515, 87.6, 3054});
        models.put(LONG, new double[] {42.8, 10453, 30.9, 10352, 74.6, 7339, 88.1, 4223});
        models.put(LOW, new double[] {40.4, 7093, 29.6, 6509, 74.6, 4700, 87.7, 2881});
        models.put(HIGH, new double[] {43.6, 10049, 32.2, 9739, 75.9, 7396, 88.4, 4633});
        return models;
    }

    @Override
    public String id() {
        return "SIRI";
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        MODELS.forEach((model, values) -> {
            for (int i = 0; i < BENCHMARKS.size(); i++) {
                rows.add(Reported.printed(accuracy(model, BENCHMARKS.get(i)), values[2 * i], "%", TABLE));
                rows.add(Reported.printed(tokens(model, BENCHMARKS.get(i)), values[2 * i + 1], "tokens", TABLE));
            }
        });
        Provenance told = Provenance.SECONDHAND;
        rows.add(Reported.of(accuracy(FIRST, "AIME24"), 35.2, "%", "text: 7 points more, about", told));
        rows.add(Reported.of(tokens(FIRST, "AIME24"), 8_000, "tokens", "text: about 8,000", told));
        rows.add(Reported.printed(GAIN, 0.432, "", "abstract"));
        rows.add(Reported.printed(SAVED, 0.469, "", "abstract"));
        rows.add(Reported.printed(MEAN_GAIN, 0.27, "", "text"));
        rows.add(Reported.printed(MEAN_SAVED, 0.431, "", "text"));
        rows.add(Reported.of(worth(LOW), 0.47, "", "text, cut to two digits", told));
        rows.add(Reported.of(worth(HIGH), 0.38, "", "text, cut to two digits", told));
        rows.add(Reported.of(worth(STEP), 0.39, "", "text, cut to two digits", told));
        rows.add(Reported.rises(STAIR, "", "comparison of schedulers", told));
        rows.add(Reported.rises(SHORT, "", "comparison with constant limits", told));
        rows.add(Reported.rises(ONE_STEP, "", TABLE + ": 43.6 and 41.1", Provenance.PRINTED));
        rows.add(Reported.rises(LONGER, "tokens", TABLE + ": 10,453 and 10,049", Provenance.PRINTED));
        rows.add(Reported.rises(RISES, "", "path of accuracy and tokens", told));
        rows.add(Reported.rises(REGROWS, "tokens", TABLE + ": 10,049 and 7,093", Provenance.PRINTED));
        return rows;
    }

    private static String accuracy(String model, String benchmark) {
        return "accuracy on %s, %s".formatted(benchmark, model);
    }

    private static String tokens(String model, String benchmark) {
        return "tokens on %s, %s".formatted(benchmark, model);
    }

    private static String worth(String model) {
        return "gain in accuracy over tokens kept, " + model;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        arithmetic(evidence);
        List<Constant> fitted = evidence.fit(List.of("chance", "work", "length rate", "strategy rate"), this::fit);
        SiriFit fit = new SiriFit(
                fitted.get(0).value(),
                fitted.get(1).value(),
                fitted.get(2).value(),
                fitted.get(3).value());
        Map<String, List<Point>> runs = runs(fit, cancel, progress);
        List<Band> bands = bands(fit, cancel);
        if (!cancel.requested()) {
            new SiriPredictions(evidence, fitted.toArray(Constant[]::new), runs, bands).claims();
        }
    }

    /// Kept by the instance, by what it is fitted on.
    private double[] fit(Published rows) {
        Point before = point(0, rows, ORIGINAL);
        Point after = point(CYCLE / 2, rows, FIRST);
        return fits.computeIfAbsent(
                List.of(before.accuracy(), before.tokens(), after.accuracy(), after.tokens()), _ -> {
                    SiriFit fit = SiriFit.of(before, after, SiriSchedule.cosine(LEAST, MOST, CYCLE), CYCLE / 2);
                    return new double[] {fit.chance(), fit.work(), fit.lengthRate(), fit.strategyRate()};
                });
    }

    private static Point point(int step, Published rows, String model) {
        return new Point(step, rows.value(accuracy(model, "AIME24")) / 100, rows.value(tokens(model, "AIME24")));
    }

    /// All trainings by name, six looks each; kept by the instance, by what they depend on.
    private Map<String, List<Point>> runs(SiriFit fit, Cancel cancel, Progress progress) {
        List<Double> key = List.of(fit.chance(), fit.work(), fit.lengthRate(), fit.strategyRate());
        Map<String, List<Point>> runs = ran.get(key);
        if (runs == null) {
            runs = new LinkedHashMap<>();
            for (Map.Entry<String, SiriSchedule> entry : schedules().entrySet()) {
                for (long seed = 1; seed <= SiriPredictions.SEEDS && !cancel.requested(); seed++) {
                    runs.put(
                            SiriPredictions.name(entry.getKey(), seed),
                            fit.training().path(entry.getValue(), STEPS, LOOKS, seed, cancel));
                }
                progress.report(
                        runs.size(), (long) SiriPredictions.SEEDS * schedules().size());
            }
            if (!cancel.requested()) {
                ran.put(key, runs);
            }
        }
        return runs;
    }

    /// What 30 problems leave open of the third cycle's low and high end; kept by the instance, as runs are.
    private List<Band> bands(SiriFit fit, Cancel cancel) {
        List<Double> key = List.of(fit.chance(), fit.work(), fit.lengthRate(), fit.strategyRate());
        List<Band> bands = open.get(key);
        if (bands == null && !cancel.requested()) {
            SiriSchedule cosine = SiriSchedule.cosine(LEAST, MOST, CYCLE);
            bands = List.of(fit.band(cosine, STEPS - CYCLE / 2, cancel), fit.band(cosine, STEPS, cancel));
            if (!cancel.requested()) {
                open.put(key, bands);
            }
        }
        return bands;
    }

    /// Cycles and baselines, by name.
    static Map<String, SiriSchedule> schedules() {
        Map<String, SiriSchedule> all = new LinkedHashMap<>();
        all.put(SiriPredictions.COSINE, SiriSchedule.cosine(LEAST, MOST, CYCLE));
        all.put("stair", SiriSchedule.stair(LEAST, MOST, CYCLE));
        all.put("constant 8K", SiriSchedule.constant(LEAST));
        all.put("constant 16K", SiriSchedule.constant(MOST));
        all.put("one step", SiriSchedule.oneStep(LEAST, MOST, STEPS / 2));
        return all;
    }

    /// All read the same rows, the whole table but one model.
    private static void arithmetic(Evidence evidence) {
        List<String> rows = List.of(GAIN, SAVED, SAVED, MEAN_GAIN, MEAN_SAVED, worth(LOW), worth(HIGH), worth(STEP));
        List<String> names = new ArrayList<>(rows);
        names.set(2, SAVED + ", taken from AIME25");
        List<Constant> ratios = evidence.fit(names, Siri::ratios);
        Map<Integer, String> tried = Map.of(
                1, "The table has 42.5 % on AIME24; 46.9 % is what it has on AIME25.",
                4, "The mean of the four ratios is 43.3 %; that of the sums is 43.9 %.");
        for (int i = 0; i < rows.size(); i++) {
            double width = i < 5 ? 0.001 : 0.01;
            evidence.claim(Recomputed.of(rows.get(i), ratios.get(i).value())
                    .as(names.get(i))
                    .within(Tolerance.absolute(width, "the last digit printed"))
                    .byArithmetic("ratios of the table's entries")
                    .using(ratios.get(i))
                    .tried(tried.getOrDefault(i, "")));
        }
    }

    private static double[] ratios(Published rows) {
        return new double[] {
            accuracyRatio(rows, LOW, "AIME24") - 1,
            1 - tokensRatio(rows, LOW, "AIME24"),
            1 - tokensRatio(rows, LOW, "AIME25"),
            meanGain(rows, LOW),
            1 - meanKept(rows, LOW),
            meanGain(rows, LOW) / meanKept(rows, LOW),
            meanGain(rows, HIGH) / meanKept(rows, HIGH),
            meanGain(rows, STEP) / meanKept(rows, STEP)
        };
    }

    private static double accuracyRatio(Published rows, String model, String benchmark) {
        return rows.value(accuracy(model, benchmark)) / rows.value(accuracy(ORIGINAL, benchmark));
    }

    private static double tokensRatio(Published rows, String model, String benchmark) {
        return rows.value(tokens(model, benchmark)) / rows.value(tokens(ORIGINAL, benchmark));
    }

    private static double meanGain(Published rows, String model) {
        return BENCHMARKS.stream()
                        .mapToDouble(benchmark -> accuracyRatio(rows, model, benchmark))
                        .average()
                        .orElseThrow()
                - 1;
    }

    private static double meanKept(Published rows, String model) {
        return BENCHMARKS.stream()
                .mapToDouble(benchmark -> tokensRatio(rows, model, benchmark))
                .average()
                .orElseThrow();
    }

    /// The path of accuracy over tokens, with the table's models.
    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        double[] fitted = fit(published);
        SiriFit fit = new SiriFit(fitted[0], fitted[1], fitted[2], fitted[3]);
        double[][] table = MODELS.keySet().stream()
                .map(model -> point(0, published, model))
                .map(point -> new double[] {point.tokens(), 100 * point.accuracy()})
                .toArray(double[][]::new);
        return Optional.of(SiriPredictions.paths(fit, cancel)
                .published(
                        "table 1, AIME24",
                        Arrays.stream(table).mapToDouble(p -> p[0]).toArray(),
                        Arrays.stream(table).mapToDouble(p -> p[1]).toArray()));
    }

    static Null firstCompression() {
        return Null.of("the end of the first compression again", rows -> rows.value(tokens(FIRST, "AIME24")));
    }

    static Null oneStep() {
        return Null.of("the model trained in one step from 8K to 16K", rows -> rows.value(accuracy(STEP, "AIME24")));
    }

    static Null constantLimit(boolean accuracy) {
        return Null.of(
                "the model trained at a constant 16K",
                rows -> rows.value(accuracy ? accuracy(LONG, "AIME24") : tokens(LONG, "AIME24")));
    }

    static String row(boolean high, boolean accuracy) {
        String model = high ? HIGH : LOW;
        return accuracy ? accuracy(model, "AIME24") : tokens(model, "AIME24");
    }

    static final List<String> DIRECTIONS = List.of(STAIR, SHORT, ONE_STEP, LONGER, RISES, REGROWS);
}
