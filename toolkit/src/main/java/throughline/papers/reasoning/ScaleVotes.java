package throughline.papers.reasoning;

import java.util.List;
import java.util.stream.Stream;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;
import throughline.reasoning.AnswerModel;
import throughline.reasoning.ProblemPopulation;
import throughline.reasoning.Reasoner;
import throughline.reasoning.fit.Band;
import throughline.reasoning.fit.Panel;

/// Table 1's votes of 8 from its single passes: one spread of the population for all, fitted on AIME24, holds or does
/// not on the other benchmarks. Each is held within what 30 or 40 problems leave once their pass@1 is known.
final class ScaleVotes {
    private static final int VOTES = 8;
    private static final double CONFUSION = 8;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final double[] SPREADS = {0.02, 5};
    private static final int STEPS = 25;

    /// A model on a benchmark.
    private record Cell(String model, String benchmark) {
        String single() {
            return ScaleTables.result(model, "CoT", benchmark, "accuracy");
        }

        String voted() {
            return ScaleTables.result(model, "Majority", benchmark, "accuracy");
        }

        int problems() {
            return benchmark.equals("AMC23") ? 40 : 30;
        }
    }

    private ScaleVotes() {}

    private static Stream<Cell> cells(String benchmark) {
        return ScaleTables.MODELS.stream().map(model -> new Cell(model, benchmark));
    }

    private static List<Cell> cells() {
        return ScaleTables.BENCHMARKS.stream().flatMap(ScaleVotes::cells).toList();
    }

    /// What a vote of 8 gets, and how far so many problems may be off.
    ///
    /// @param share pass@1; moved into 0.01 to 0.99
    static Band vote(double share, double spread, int problems) {
        Reasoner reasoner =
                Reasoner.of(new ProblemPopulation(Math.clamp(share, 0.01, 0.99), spread), AnswerModel.open(CONFUSION));
        return Band.of(new Panel(reasoner, Panel.MAJORITY), VOTES, Double.POSITIVE_INFINITY, problems);
    }

    private static double error(Published rows, double spread) {
        return cells("AIME24")
                .mapToDouble(cell -> {
                    double share = rows.value(cell.single()) / 100;
                    double off = 100 * vote(share, spread, cell.problems()).expected() - rows.value(cell.voted());
                    return off * off;
                })
                .sum();
    }

    /// The spread with the least squared difference on AIME24, by golden section of its logarithm.
    private static double spread(Published rows) {
        double low = StrictMath.log(SPREADS[0]);
        double high = StrictMath.log(SPREADS[1]);
        for (int step = 0; step < STEPS; step++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (error(rows, StrictMath.exp(left)) < error(rows, StrictMath.exp(right))) {
                high = right;
            } else {
                low = left;
            }
        }
        return StrictMath.exp((low + high) / 2);
    }

    static void claims(Evidence evidence) {
        Constant spread = evidence.fit("spread of the population", ScaleVotes::spread);
        Constant confusion = Constant.frozen(
                "confusion", CONFUSION, "ours: whole-number answers, as on other models", Provenance.RECALLED);
        List<Constant> passes = evidence.fit(
                cells().stream().map(cell -> "pass@1: " + cell.single()).toList(), rows -> cells().stream()
                        .mapToDouble(cell -> rows.value(cell.single()))
                        .toArray());
        int i = 0;
        for (Cell cell : cells()) {
            claim(evidence, cell, passes.get(i++), spread, confusion);
        }
    }

    private static void claim(Evidence evidence, Cell cell, Constant pass, Constant spread, Constant confusion) {
        Band band = vote(pass.value() / 100, spread.value(), cell.problems());
        evidence.claim(Recomputed.of(cell.voted(), 100 * band.expected())
                .within(Tolerance.absolute(
                        200 * band.deviation(),
                        "two standard deviations over sets of %d problems with this pass@1".formatted(cell.problems())))
                .against(Null.of("no gain from the vote", rows -> rows.value(cell.single())))
                .using(pass, spread, confusion)
                .tried("Votes gain 1.7 to 7.5 points on AIME24 and lose up to 4.7 on AIME25; no spread of one"
                        + " population does both."));
    }
}
