package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import throughline.data.Estimate;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;
import throughline.papers.reasoning.SiriTraining.Point;
import throughline.reasoning.fit.Band;
import throughline.spec.Cancel;

/// What the trainings of [Siri] come to.
///
/// @param evidence  takes the claims
/// @param constants that were fitted
/// @param runs      by schedule and seed, looked at after each half cycle
/// @param bands     what 30 problems leave open of accuracy at the low and the high end, that before training known
record SiriPredictions(Evidence evidence, Constant[] constants, Map<String, List<Point>> runs, List<Band> bands) {
    static final String COSINE = "cosine";
    /// Three say nothing of which schedule is better: with other three, half of the directions turn.
    static final int SEEDS = 8;

    private static final int LOW = 4;
    private static final int HIGH = 5;
    private static final String TRIED =
            "Nothing but more tries brings length back under a loose limit, and redundancy goes"
                    + " on falling: with four or eight tries, cycles of 80 to 160 steps and length rates of 0.3 to 3, tokens fall"
                    + " through expansions too, or stay.";
    private static final String SLOW =
            "The fitted first compression ends at 10,700 tokens, not 8,000; rates that would reach it"
                    + " run away in some seeds.";

    static String name(String schedule, long seed) {
        return "%s, seed %d".formatted(schedule, seed);
    }

    void claims() {
        end(
                false,
                true,
                Siri.oneStep(),
                "Nearly four points too many; DeepScaleR, of the same table and no cycles, is within one.");
        end(false, false, Siri.firstCompression(), SLOW);
        end(true, true, Siri.constantLimit(true), "");
        end(true, false, Siri.constantLimit(false), TRIED);
        List<Estimate> effects = List.of(
                Estimate.paired(accuracies(COSINE, HIGH), accuracies("stair", HIGH)),
                Estimate.paired(accuracies(COSINE, HIGH), accuracies("constant 8K", HIGH)),
                Estimate.paired(accuracies(COSINE, HIGH), accuracies("one step", HIGH)),
                Estimate.paired(tokens("constant 16K", HIGH), tokens(COSINE, HIGH)),
                Estimate.paired(accuracies(COSINE, HIGH), accuracies(COSINE, 1)),
                Estimate.paired(tokens(COSINE, HIGH), tokens(COSINE, LOW)));
        for (int i = 0; i < effects.size(); i++) {
            String row = Siri.DIRECTIONS.get(i);
            evidence.claim(Recomputed.of(row, effects.get(i).mean())
                    .within(Tolerance.direction(effects.get(i).standardError(), "8 seeds, same problems"))
                    .using(constants)
                    .tried(i == effects.size() - 1 ? TRIED : ""));
        }
    }

    private void end(boolean high, boolean accuracy, Null none, String tried) {
        int look = high ? HIGH : LOW;
        double value = accuracy
                ? 100 * Estimate.of(accuracies(COSINE, look)).mean()
                : Estimate.of(tokens(COSINE, look)).mean();
        evidence.claim(Recomputed.of(Siri.row(high, accuracy), value)
                .within(
                        accuracy
                                ? Tolerance.absolute(
                                        4,
                                        "one problem of 30; "
                                                + bands.get(look - LOW).words("accuracy before training", 1))
                                : Tolerance.relative(0.15, "as long as seeds differ"))
                .against(none)
                .using(constants)
                .tried(tried));
    }

    private double[] accuracies(String schedule, int look) {
        return each(schedule, look, Point::accuracy);
    }

    private double[] tokens(String schedule, int look) {
        return each(schedule, look, Point::tokens);
    }

    private double[] each(String schedule, int look, ToDoubleFunction<Point> of) {
        return LongStream.rangeClosed(1, SEEDS)
                .mapToDouble(
                        seed -> of.applyAsDouble(runs.get(name(schedule, seed)).get(look)))
                .toArray();
    }

    /// Accuracy over tokens: the path of the cycles, and where each baseline ends, means over the seeds.
    static Plot paths(SiriFit fit, Cancel cancel) {
        Plot plot = Plot.of("Compression and expansion", Axis.of("tokens", ""), Axis.of("accuracy on AIME24", "%"));
        for (Map.Entry<String, SiriSchedule> entry : Siri.schedules().entrySet()) {
            List<Point> path = new ArrayList<>();
            path.add(fit.mean(SiriSchedule.constant(SiriTraining.CAP), 0, 1, cancel)
                    .getLast());
            path.addAll(fit.mean(entry.getValue(), Siri.STEPS, Siri.LOOKS, cancel));
            double[] tokens = path.stream().mapToDouble(Point::tokens).toArray();
            double[] accuracy =
                    path.stream().mapToDouble(point -> 100 * point.accuracy()).toArray();
            plot = plot.line(entry.getKey(), tokens, accuracy);
        }
        return plot;
    }
}
