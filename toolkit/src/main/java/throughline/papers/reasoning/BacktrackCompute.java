package throughline.papers.reasoning;

import static throughline.papers.reasoning.BacktrackTable.COUNTDOWN;
import static throughline.papers.reasoning.BacktrackTable.DIRECT;
import static throughline.papers.reasoning.BacktrackTable.SEARCH;
import static throughline.papers.reasoning.BacktrackTable.STACKED;
import static throughline.papers.reasoning.BacktrackTable.SUDOKU;
import static throughline.papers.reasoning.BacktrackTable.between;
import static throughline.papers.reasoning.BacktrackTable.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.reasoning.BacktrackTable.Cell;
import throughline.papers.reasoning.BacktrackTable.Curve;

/// What the points of the paper's figures say, by arithmetic alone: search and direct answers of each size at the same
/// compute, on easy and on deep puzzles, before and after reinforcement learning.
///
/// Two of its sentences do not hold of each model: on Sudoku, direct answers of the two smallest win as well.
final class BacktrackCompute {
    private static final String ABSTRACT = "abstract";
    private static final String SMALL =
            "Search at 4,096 tokens, which costs more than 16 direct answers, is below them as well: the sentence holds"
                    + " of the 38M and 144M models only.";

    private BacktrackCompute() {}

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (String model : Backtrack.models()) {
            double millions = Double.parseDouble(model.replace("M", ""));
            rows.add(Reported.of(weights(model), millions, "million", "names of the models", Provenance.AUTHORS_DATA));
            rows.add(Reported.falls(gap(COUNTDOWN, model), "%", ABSTRACT, Provenance.PRINTED));
            rows.add(Reported.rises(gap(SUDOKU, model), "%", ABSTRACT, Provenance.PRINTED));
        }
        for (String model : List.of("17M", "38M")) {
            rows.add(Reported.rises(deeper(model), "%", "figure of stacked CountDown", Provenance.SECONDHAND));
        }
        for (String model : List.of("3M", "17M")) {
            rows.add(Reported.rises(learnt(SEARCH, model), "%", ABSTRACT, Provenance.PRINTED));
            rows.add(Reported.rises(learnt(DIRECT, model), "%", ABSTRACT, Provenance.PRINTED));
        }
        return rows;
    }

    private static String weights(String model) {
        return "weights of the %s model".formatted(model);
    }

    private static String gap(String puzzle, String model) {
        return "search less direct at the same compute, %s %s".formatted(puzzle, model);
    }

    private static String deeper(String model) {
        return "search less direct, stacked less plain CountDown, %s".formatted(model);
    }

    private static String learnt(String way, String model) {
        return "gain by GRPO, %s %s, %s".formatted(way, model, way.equals(SEARCH) ? "4096 tokens" : "one answer");
    }

    /// A difference of published points.
    private record Difference(String row, ToDoubleFunction<Published> rule, String tried) {}

    static void claims(Evidence evidence) {
        for (String model : Backtrack.models()) {
            evidence.claim(
                    Recomputed.of(weights(model), BacktrackTable.shape(model).size() * 1e-6)
                            .within(Tolerance.absolute(1, "names drop what follows the point"))
                            .byArithmetic("the sum of the matrices that the scripts give"));
        }
        List<Difference> all = differences();
        List<Constant> values = evidence.fit(all.stream().map(Difference::row).toList(), rows -> all.stream()
                .mapToDouble(difference -> difference.rule().applyAsDouble(rows))
                .toArray());
        for (int i = 0; i < all.size(); i++) {
            evidence.claim(Recomputed.of(all.get(i).row(), values.get(i).value())
                    .within(Tolerance.direction(0, "the sign alone; a share of 200 puzzles errs by 3.5 points"))
                    .using(values.get(i))
                    .byArithmetic("differences of the paper's own points")
                    .tried(all.get(i).tried()));
        }
    }

    private static List<Difference> differences() {
        List<Difference> all = new ArrayList<>();
        for (String model : Backtrack.models()) {
            String tried = model.equals("3M") || model.equals("17M") ? SMALL : "";
            all.add(new Difference(gap(COUNTDOWN, model), rows -> difference(COUNTDOWN, model, rows), ""));
            all.add(new Difference(gap(SUDOKU, model), rows -> difference(SUDOKU, model, rows), tried));
        }
        for (String model : List.of("17M", "38M")) {
            all.add(new Difference(
                    deeper(model), rows -> difference(STACKED, model, rows) - difference(COUNTDOWN, model, rows), ""));
        }
        for (String model : List.of("3M", "17M")) {
            all.add(gain(model, SEARCH, BacktrackTable.SEARCH_GRPO, List::getLast));
            all.add(gain(model, DIRECT, BacktrackTable.DIRECT_GRPO, List::getFirst));
        }
        return all;
    }

    private static Difference gain(String model, String before, String after, Function<List<Cell>, Cell> at) {
        String from = at.apply(curve(COUNTDOWN, before, model).cells()).key();
        String to = at.apply(curve(COUNTDOWN, after, model).cells()).key();
        return new Difference(learnt(before, model), rows -> rows.value(to) - rows.value(from), "");
    }

    /// What search solves more than the most direct answers do, at what these cost; points between budgets by straight
    /// lines over the logarithm of the cost.
    private static double difference(String puzzle, String model, Published rows) {
        Curve search = curve(puzzle, SEARCH, model);
        Curve direct = curve(puzzle, DIRECT, model).upTo(16);
        double cost = Backtrack.last(costs(direct));
        double searched =
                between(costs(search), search.solved(rows), cost).orElseGet(() -> Backtrack.last(search.solved(rows)));
        return searched - Backtrack.last(direct.solved(rows));
    }

    /// Multiply-adds of each point of a curve.
    static double[] costs(Curve curve) {
        return curve.cells().stream()
                .mapToDouble(cell -> cell.way().startsWith(DIRECT)
                        ? BacktrackTable.cost(cell.model(), cell.at(), BacktrackTable.tokens(cell.puzzle()))
                        : BacktrackTable.cost(cell.model(), 1, cell.at()))
                .toArray();
    }
}
