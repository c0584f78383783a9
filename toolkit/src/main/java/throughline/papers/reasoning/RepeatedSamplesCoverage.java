package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.fit.Panel;
import throughline.scaling.BetaPopulation;

/// Coverage and votes over orders of magnitude of samples (Large Language Monkeys, arXiv 2407.21787), and what "Wait"
/// brings (s1, arXiv 2501.19393).
///
/// Two points of coverage make a population; between them nothing is published that could be held against it. That
/// coverage nears all while a vote stands still is a prediction: a vote of very many is right where the right answer is
/// the likeliest one.
final class RepeatedSamplesCoverage {
    private static final String MONKEYS = "Large Language Monkeys";
    private static final String SWE = "SWE-bench Lite, DeepSeek-Coder-V2: coverage at ";
    private static final String GEMMA = "CodeContests, Gemma-2B: coverage at ";
    private static final String MATH = "MATH, Llama-3-8B: ";
    private static final int MOST = 2_048;
    private static final List<String> FORCED = List.of("AIME24", "MATH-500", "GPQA-Diamond");
    private static final int[] PROBLEMS = {30, 500, 198};
    private static final double[] WITHOUT = {50.0, 92.6, 56.6};
    private static final double[] WITH = {56.7, 93.0, 59.6};

    private RepeatedSamplesCoverage() {}

    static List<Reported> reported() {
        Provenance told = Provenance.SECONDHAND;
        Provenance recalled = Provenance.RECALLED;
        List<Reported> rows = new ArrayList<>(List.of(
                Reported.of(SWE + 1, 15.9, "%", MONKEYS, told),
                Reported.of(SWE + 250, 56, "%", MONKEYS, told),
                Reported.notKnown(SWE + 10, "%", MONKEYS + ", figure 2"),
                Reported.of(GEMMA + 1, 0.02, "%", MONKEYS, told),
                Reported.of(GEMMA + 10_000, 7.1, "%", MONKEYS, told),
                Reported.notKnown(GEMMA + 100, "%", MONKEYS + ", figure 3"),
                Reported.of(MATH + "majority of 100", 40.5, "%", MONKEYS, recalled),
                Reported.of(MATH + "majority of 10000", 41.4, "%", MONKEYS, recalled),
                Reported.of(MATH + "coverage at 10000", 98.4, "%", MONKEYS, recalled)));
        for (int i = 0; i < FORCED.size(); i++) {
            rows.add(Reported.of(without(i), WITHOUT[i], "%", "s1, table 1", recalled));
            rows.add(Reported.of(gain(i), WITH[i] - WITHOUT[i], "points", "s1, table 1", recalled));
        }
        return rows;
    }

    private static String without(int benchmark) {
        return "s1-32B, %s: without waiting".formatted(FORCED.get(benchmark));
    }

    private static String gain(int benchmark) {
        return "s1-32B, %s: gain of waiting".formatted(FORCED.get(benchmark));
    }

    static void claims(Evidence evidence) {
        between(evidence, SWE, 250, 10);
        between(evidence, GEMMA, 10_000, 100);
        standstill(evidence);
        waiting(evidence);
    }

    private static void between(Evidence evidence, String of, int many, int k) {
        List<Constant> beta = evidence.fit(List.of("a of " + of + many, "b of " + of + many), rows -> {
            BetaPopulation population =
                    BetaPopulation.through(rows.value(of + 1) / 100, many, rows.value(of + many) / 100);
            return new double[] {population.a(), population.b()};
        });
        BetaPopulation population =
                new BetaPopulation(beta.get(0).value(), beta.get(1).value());
        evidence.claim(Recomputed.of(of + k, 100 * population.passAtK(k)).using(beta.toArray(Constant[]::new)));
    }

    /// A population with the majority of a hundred and the coverage of ten thousand; wrong answers as R1's.
    private static void standstill(Evidence evidence) {
        List<Constant> fitted = evidence.fit(
                List.of("odds of m, Llama-3-8B", "s, Llama-3-8B"),
                rows -> Compass.least(
                        (odds, spread) ->
                                square(100 * majority(odds, spread, 100) - rows.value(MATH + "majority of 100"))
                                        + square(100 * population(odds, spread).passAtK(10_000)
                                                - rows.value(MATH + "coverage at 10000")),
                        new double[] {0.4, 1}));
        evidence.claim(Recomputed.of(
                        MATH + "majority of 10000",
                        100 * majority(fitted.get(0).value(), fitted.get(1).value(), MOST))
                .within(Tolerance.absolute(1, "of some 130 problems, one is 0.8"))
                .against(Null.of("as of 100", rows -> rows.value(MATH + "majority of 100")))
                .using(fitted.toArray(Constant[]::new))
                .using(
                        Distilled.CONFUSION,
                        Constant.frozen(
                                "votes counted for 10,000", MOST, "beyond it a vote stands", Provenance.RECALLED)));
    }

    private static ProblemPopulation population(double odds, double spread) {
        return new ProblemPopulation(odds / (1 + odds), spread);
    }

    private static double majority(double odds, double spread, int votes) {
        AnswerModel answers = AnswerModel.open(Distilled.CONFUSION.value());
        return new Panel(Reasoner.of(population(odds, spread), answers), Panel.MAJORITY)
                .expected(votes)
                .accuracy(votes, Double.POSITIVE_INFINITY);
    }

    /// A wrong trace that turns round answers afresh: what waiting adds is the chance to turn times the mean of
    /// `p (1 - p)`. The chance is fitted on one benchmark.
    private static void waiting(Evidence evidence) {
        Constant turns = evidence.fit(
                "chance to turn round", rows -> rows.value(gain(0)) / 100 / afresh(rows.value(without(0)) / 100));
        for (int i = 1; i < FORCED.size(); i++) {
            String row = without(i);
            Constant mean = evidence.fit("m of s1-32B, " + FORCED.get(i), rows -> rows.value(row) / 100);
            double gain = turns.value() * afresh(mean.value());
            evidence.claim(Recomputed.of(gain(i), 100 * gain)
                    .within(Tolerance.absolute(
                            200 * Math.sqrt(gain / PROBLEMS[i]), "two standard deviations of as many problems"))
                    .against(Null.of(
                            "the share of failures that waiting mends on AIME24",
                            rows -> rows.value(gain(0)) * (100 - rows.value(row)) / (100 - rows.value(without(0)))))
                    .using(turns, mean, Distilled.SPREAD)
                    .tried("A model this sure has nearly no problem left that it solves now and then: spread is smaller"
                            + " where pass@1 is 92.6."));
        }
    }

    /// The mean of `p (1 - p)` over problems.
    static double afresh(double mean) {
        return mean - new ProblemPopulation(Math.min(mean, 0.9999), Distilled.SPREAD.value()).square();
    }

    private static double square(double x) {
        return x * x;
    }
}
