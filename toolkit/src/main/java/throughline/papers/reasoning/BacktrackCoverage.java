package throughline.papers.reasoning;

import static throughline.papers.reasoning.BacktrackTable.COUNTDOWN;
import static throughline.papers.reasoning.BacktrackTable.DIRECT;
import static throughline.papers.reasoning.BacktrackTable.DIRECT_GRPO;
import static throughline.papers.reasoning.BacktrackTable.PUZZLES;
import static throughline.papers.reasoning.BacktrackTable.SUDOKU;
import static throughline.papers.reasoning.BacktrackTable.curve;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import throughline.data.Estimate;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.reasoning.BacktrackTable.Cell;
import throughline.papers.reasoning.BacktrackTable.Curve;
import throughline.scaling.BetaPopulation;

/// Direct answers as draws from a population of puzzles whose chances are spread as a Beta distribution: fitted on up
/// to 8 answers a puzzle, it predicts the most that were tried. Its sum a + b is the spread of chances: after
/// reinforcement learning puzzles are nearly all or nothing.
final class BacktrackCoverage {
    /// Tries that a fit sees, at most.
    static final int FITTED = 8;
    private static final List<String> COEFFICIENTS = List.of("a", "b");
    private static final List<Curve> CURVES = Stream.of(
                    curve(COUNTDOWN, DIRECT, "3M"),
                    curve(COUNTDOWN, DIRECT, "17M"),
                    curve(COUNTDOWN, DIRECT, "38M"),
                    curve(COUNTDOWN, DIRECT, "144M"),
                    curve(COUNTDOWN, DIRECT_GRPO, "3M"),
                    curve(COUNTDOWN, DIRECT_GRPO, "17M"),
                    curve(SUDOKU, DIRECT, "17M"),
                    curve(SUDOKU, DIRECT, "38M"),
                    curve(SUDOKU, DIRECT, "144M"))
            .toList();
    private static final String WHY = "two standard errors of a share of 200 puzzles";
    private static final String TRIED =
            "Fitted on logarithms of the shares, it errs by 4 points at 38M and by 16 at 144M: the last doubling brings 16"
                    + " to 23 points, more than any before, which no such population can.";
    private static final List<Curve> LEAPS = List.of(curve(COUNTDOWN, DIRECT, "38M"), curve(COUNTDOWN, DIRECT, "144M"));
    private static final int RESAMPLES = 20;

    private BacktrackCoverage() {}

    static List<Reported> reported() {
        return Stream.of("3M", "17M")
                .map(model -> Reported.falls(spread(model), "", "abstract: diversity is lost", Provenance.PRINTED))
                .toList();
    }

    private static String spread(String model) {
        return "ln (a + b) of direct answers, after less before GRPO, " + model;
    }

    static void claims(Evidence evidence) {
        List<String> names = CURVES.stream()
                .flatMap(curve -> COEFFICIENTS.stream().map(name -> named(name, curve) + " up to " + FITTED))
                .toList();
        List<Constant> fitted = evidence.fit(names, rows -> CURVES.stream()
                .map(curve -> curve.upTo(FITTED))
                .map(first -> BetaLeastSquares.fit(first.at(), first.solved(rows)))
                .flatMapToDouble(population -> DoubleStream.of(population.a(), population.b()))
                .toArray());
        for (int i = 0; i < CURVES.size(); i++) {
            extrapolated(evidence, CURVES.get(i), fitted.get(2 * i), fitted.get(2 * i + 1));
        }
        Stream.of("3M", "17M").forEach(model -> diversity(evidence, model));
    }

    private static String named(String coefficient, Curve curve) {
        Cell last = curve.last();
        return "%s of %s, %s %s".formatted(coefficient, last.puzzle(), last.way(), last.model());
    }

    private static void extrapolated(Evidence evidence, Curve curve, Constant a, Constant b) {
        Cell last = curve.last();
        double share = new BetaPopulation(a.value(), b.value()).passAtK(last.at());
        evidence.claim(Recomputed.of(last.key(), 100 * share)
                .within(Tolerance.absolute(200 * Math.sqrt(share * (1 - share) / PUZZLES), WHY))
                .against(Null.of(
                        "the step from 4 to 8 again for each doubling", rows -> again(curve.upTo(FITTED), last, rows)))
                .using(a, b)
                .tried(LEAPS.contains(curve) ? TRIED : ""));
    }

    private static double again(Curve first, Cell last, Published rows) {
        double[] solved = first.solved(rows);
        double step = solved[solved.length - 1] - solved[solved.length - 2];
        return Math.min(
                100, Backtrack.last(solved) + step * StrictMath.log(last.at() / (double) FITTED) / StrictMath.log(2));
    }

    private static void diversity(Evidence evidence, String model) {
        Curve before = curve(COUNTDOWN, DIRECT, model);
        Curve after = curve(COUNTDOWN, DIRECT_GRPO, model);
        List<Constant> fitted = evidence.fit(
                List.of(named("ln (a + b)", before), named("ln (a + b)", after), "error of their difference, " + model),
                rows -> {
                    BetaPopulation first = BetaLeastSquares.fit(before.at(), before.solved(rows));
                    BetaPopulation second = BetaLeastSquares.fit(after.at(), after.solved(rows));
                    double error = Math.hypot(error(first, before.at()), error(second, after.at()));
                    return new double[] {spread(first), spread(second), error};
                });
        evidence.claim(Recomputed.of(
                        spread(model), fitted.get(1).value() - fitted.get(0).value())
                .within(Tolerance.direction(
                        fitted.get(2).value(), "puzzles drawn again from each fit, " + RESAMPLES + " times"))
                .using(fitted.toArray(Constant[]::new)));
    }

    private static double spread(BetaPopulation population) {
        return StrictMath.log(population.a() + population.b());
    }

    private static double error(BetaPopulation population, int[] k) {
        double[] spreads = IntStream.range(0, RESAMPLES)
                .mapToDouble(i -> spread(BetaLeastSquares.fit(k, BacktrackResample.solved(population, k, i))))
                .toArray();
        return Estimate.of(spreads).standardError() * Math.sqrt(RESAMPLES);
    }
}
