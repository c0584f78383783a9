package throughline.papers.training;

import static throughline.papers.training.GPipe.MANY;
import static throughline.papers.training.GPipeTables.CELLS;
import static throughline.papers.training.GPipeTables.RATIO;
import static throughline.papers.training.GPipeTables.SUBLINEAR;
import static throughline.papers.training.GPipeTables.pcie;
import static throughline.papers.training.GPipeTables.speed;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Recomputed;
import throughline.papers.Tolerance;

/// What can be said of AmoebaNet, whose cells are not alike, from how fast two of them are.
final class GPipeImbalance {
    private static final int LAYERS = 24;
    private static final int DRAWS = 100;

    private GPipeImbalance() {}

    /// What its imbalance with two cells says about four and eight.
    static void claims(Evidence evidence, String model) {
        Constant imbalance =
                evidence.fit("imbalance of two cells", rows -> ofTwoCells(rows.value(speed(model, 2, MANY))));
        Constant sigma = evidence.fit(
                "spread of the costs of layers",
                rows -> root(spread -> -drawn(2, spread), -rows.value(speed(model, 2, MANY)), 0, 4));
        Constant layers =
                Constant.frozen("layers", LAYERS, "assumed: 18 cells and what stands around them", Provenance.RECALLED);
        Tolerance fifth = Tolerance.relative(0.2, "one number stands for the sizes of all cells");
        for (int cells : new int[] {4, 8}) {
            evidence.claim(Recomputed.of(
                            speed(model, cells, MANY),
                            GPipeCells.imbalanced(cells, imbalance.value()).speed(MANY))
                    .as(speed(model, cells, MANY) + ", as imbalanced as two")
                    .within(fifth)
                    .against(GPipe.others(model, cells, MANY))
                    .using(imbalance)
                    .tried("the largest cell over the mean, the same for all numbers of cells: it grows with them"));
            evidence.claim(Recomputed.of(speed(model, cells, MANY), drawn(cells, sigma.value()))
                    .as(speed(model, cells, MANY) + ", layers of drawn costs")
                    .within(fifth)
                    .against(GPipe.others(model, cells, MANY))
                    .using(sigma, layers)
                    .tried("24 layers of log-normal costs, mean of 100 draws, dealt out with the least variance"));
            evidence.claim(
                    Recomputed.of(speed(model, cells, 1), GPipeCells.even(cells).speed(1))
                            .within(Tolerance.absolute(0.4, "flat: 1 to 1.4"))
                            .against(Null.mean(speed(model, 12 - cells, 1))));
        }
        for (int cells : CELLS) {
            evidence.claim(Recomputed.of(
                            speed(model, cells, 4),
                            GPipeCells.imbalanced(cells, imbalance.value()).speed(4))
                    .within(fifth)
                    .against(GPipe.others(model, cells, 4))
                    .using(imbalance)
                    .tried("the imbalance of 32 micro-batches"));
        }
        if (model.equals("AmoebaNet")) {
            double two = GPipeCells.imbalanced(2, imbalance.value()).speed(MANY);
            double eight = GPipeCells.imbalanced(8, imbalance.value()).speed(MANY);
            evidence.claim(Recomputed.of(RATIO, eight / two)
                    .within(fifth)
                    .against(Null.of("square of 4 cells over 2", rows -> {
                        double step = rows.value(speed(model, 4, MANY)) / rows.value(speed(model, 2, MANY));
                        return step * step;
                    }))
                    .using(imbalance)
                    .tried("the largest cell over the mean, fitted with two cells: see the draws for one that grows"));
            evidence.claim(Recomputed.of(SUBLINEAR, eight / two - 4)
                    .within(Tolerance.direction(0, "nothing is left to chance"))
                    .using(imbalance));
            overPciExpress(evidence, imbalance);
        }
    }

    private static void overPciExpress(Evidence evidence, Constant imbalance) {
        double two = GPipeCells.imbalanced(2, imbalance.value()).speed(MANY);
        for (int cells : new int[] {4, 8}) {
            evidence.claim(Recomputed.of(
                            pcie("AmoebaNet", cells),
                            GPipeCells.imbalanced(cells, imbalance.value()).speed(MANY) / two)
                    .within(Tolerance.relative(0.2, "as on TPUs"))
                    .against(GPipe.power(pcie("AmoebaNet", 12 - cells), cells))
                    .using(imbalance)
                    .tried("the imbalance that TPUs had with two cells"));
        }
    }

    /// The imbalance with which two cells reach a speed with 32 micro-batches: see [GPipeCells#imbalanced].
    static double ofTwoCells(double speed) {
        return 2 * (MANY / speed - 1) / (MANY - 1);
    }

    /// Mean speed over draws, by the formula, which is exact.
    private static double drawn(int cells, double sigma) {
        return IntStream.range(0, DRAWS)
                .mapToDouble(seed -> 4
                        / GPipeCells.drawn(cells, LAYERS, sigma, seed)
                                .pipeline(MANY)
                                .closedForm()
                                .value())
                .average()
                .orElseThrow();
    }

    /// Where an increasing function reaches a value, by halving.
    private static double root(DoubleUnaryOperator rising, double value, double low, double high) {
        for (int i = 0; i < 30; i++) {
            double middle = (low + high) / 2;
            if (rising.applyAsDouble(middle) < value) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
