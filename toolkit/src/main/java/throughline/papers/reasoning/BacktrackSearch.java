package throughline.papers.reasoning;

import static throughline.papers.reasoning.BacktrackTable.COUNTDOWN;
import static throughline.papers.reasoning.BacktrackTable.DIRECT;
import static throughline.papers.reasoning.BacktrackTable.PUZZLES;
import static throughline.papers.reasoning.BacktrackTable.SUDOKU;
import static throughline.papers.reasoning.BacktrackTable.TRACES;
import static throughline.papers.reasoning.BacktrackTable.curve;

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
import throughline.papers.reasoning.BacktrackTable.Cell;
import throughline.papers.reasoning.BacktrackTable.Curve;
import throughline.random.Streams;
import throughline.reasoning.puzzles.CountDown;
import throughline.reasoning.puzzles.CountDownNode;
import throughline.reasoning.puzzles.CountDownRules;
import throughline.reasoning.puzzles.Puzzle;
import throughline.reasoning.puzzles.PuzzleSet;
import throughline.reasoning.puzzles.Sudoku;
import throughline.reasoning.puzzles.SudokuMove;
import throughline.reasoning.puzzles.SudokuRules;
import throughline.spec.Cancel;

/// What searches cost, without any training: a depth-first search of CountDown with four numbers, and a Sudoku solver
/// that fills what is forced.
///
/// How many states a search visits over the steps of a solution decides who wins: tens on CountDown, where as many
/// direct answers may be tried instead, and about one on Sudoku, where a single answer may.
final class BacktrackSearch {
    private static final int COUNTDOWNS = 2_000;
    private static final int SUDOKUS = 100;
    private static final int FITTED = 1_024;
    private static final String STATES = "states visited over steps of the solution, ";
    private static final String WINS = "direct less search at the mean cost of a search, ";
    private static final String MODEL = "17M";
    private static final String TRIED =
            "Ordered by the distance to factors of the target, or without pruning, the search"
                    + " solves 43 to 47 % at this budget: its tail is longer than that of the paper's traces, whose generator is not"
                    + " known to the last.";

    private BacktrackSearch() {}

    /// Searches of one kind of puzzle.
    ///
    /// @param ratios states visited over steps of the solution, of each puzzle; infinite where none was found
    private record Searches(double[] ratios) {
        Searches {
            ratios = ratios.clone();
            Arrays.sort(ratios);
        }

        /// Share of puzzles that a search has solved at a cost.
        double within(double cost) {
            return Arrays.stream(ratios).filter(ratio -> ratio <= cost).count() / (double) ratios.length;
        }

        /// The least cost at which so large a share is solved.
        double quantile(double share) {
            int at = (int) Math.ceil(share * ratios.length) - 1;
            return ratios[Math.clamp(at, 0, ratios.length - 1)];
        }

        /// Mean of the searches that found something.
        double mean() {
            return Backtrack.mean(found());
        }

        private double[] found() {
            return Arrays.stream(ratios).filter(Double::isFinite).toArray();
        }
    }

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (String puzzle : List.of(COUNTDOWN, SUDOKU)) {
            rows.add(Reported.notKnown(STATES + puzzle, "", "the paper gives budgets in tokens only"));
        }
        rows.add(Reported.rises(WINS + COUNTDOWN, "%", "abstract", Provenance.PRINTED));
        rows.add(Reported.falls(WINS + SUDOKU, "%", "abstract", Provenance.PRINTED));
        return rows;
    }

    static void claims(Evidence evidence, Cancel cancel) {
        Searches countDown = countDown(CountDownRules.published(), cancel);
        if (cancel.requested()) {
            return;
        }
        traces(evidence, countDown);
        List<String> puzzles = List.of(COUNTDOWN, SUDOKU);
        List<Constant> chances = evidence.fit(
                puzzles.stream()
                        .map(puzzle -> "chance of one direct answer, %s %s".formatted(puzzle, MODEL))
                        .toList(),
                rows -> puzzles.stream()
                        .mapToDouble(
                                puzzle -> curve(puzzle, DIRECT, MODEL).upTo(1).solved(rows)[0] / 100)
                        .toArray());
        winner(evidence, COUNTDOWN, countDown, chances.get(0));
        winner(evidence, SUDOKU, sudoku(), chances.get(1));
    }

    private static Searches countDown(CountDownRules rules, Cancel cancel) {
        List<Puzzle> puzzles = PuzzleSet.draw(rules, 0, COUNTDOWNS, new Streams(1).below(COUNTDOWN))
                .test();
        return new Searches(puzzles.stream()
                .takeWhile(_ -> !cancel.requested())
                .mapToDouble(puzzle -> {
                    CountDownNode searched = ((CountDown) puzzle).search();
                    int steps = rules.count() - 1;
                    return searched.solved() ? searched.nodes() / (double) steps : Double.POSITIVE_INFINITY;
                })
                .toArray());
    }

    private static Searches sudoku() {
        List<Puzzle> puzzles = PuzzleSet.draw(SudokuRules.standard(), 0, SUDOKUS, new Streams(1).below(SUDOKU))
                .test();
        return new Searches(puzzles.stream()
                .map(Sudoku.class::cast)
                .mapToDouble(puzzle ->
                        puzzle.search().stream().mapToInt(SudokuMove::fills).sum() / (double) puzzle.depth())
                .toArray());
    }

    /// The budgets of the training traces: one constant, tokens a state, is fitted on the row of 1,024 tokens.
    private static void traces(Evidence evidence, Searches searches) {
        Curve curve = curve(COUNTDOWN, TRACES, "");
        String fitted = curve.upTo(FITTED).last().key();
        Constant tokens = evidence.fit(
                "tokens over a state's share of the solution",
                rows -> FITTED / searches.quantile(rows.value(fitted) / 100));
        for (Cell cell : curve.cells()) {
            evidence.claim(Recomputed.of(cell.key(), 100 * searches.within(cell.at() / tokens.value()))
                    .within(Tolerance.absolute(
                            8, "two standard errors of 200 puzzles, and the spread of tokens a state"))
                    .against(Null.of(
                            "lines through the neighbours in log2 of the budget", rows -> line(cell, curve, rows)))
                    .using(tokens)
                    .tried(cell.equals(curve.last()) ? TRIED : ""));
        }
    }

    /// The mean of the rows on both sides, or the line through the next two where there is one side only.
    private static double line(Cell cell, Curve curve, Published rows) {
        List<Cell> cells = curve.cells();
        int at = cells.indexOf(cell);
        if (at > 0 && at < cells.size() - 1) {
            return (rows.value(cells.get(at - 1).key())
                            + rows.value(cells.get(at + 1).key()))
                    / 2;
        }
        int inward = at == 0 ? 1 : -1;
        return 2 * rows.value(cells.get(at + inward).key())
                - rows.value(cells.get(at + 2 * inward).key());
    }

    /// Direct answers of the paper's 17M model, each as dear as the steps of a solution, against a search that makes
    /// no mistake: both at what a search costs in the mean. All puzzles have the same chance here, which favours
    /// answers: the sign is what is asked.
    private static void winner(Evidence evidence, String puzzle, Searches searches, Constant chance) {
        double cost = searches.mean();
        evidence.claim(Recomputed.of(STATES + puzzle, cost));
        double direct = -StrictMath.expm1(cost * StrictMath.log1p(-chance.value()));
        double search = searches.within(cost);
        evidence.claim(Recomputed.of(WINS + puzzle, 100 * (direct - search))
                .within(Tolerance.direction(
                        100
                                * Math.sqrt(direct * (1 - direct) / PUZZLES
                                        + search * (1 - search) / searches.ratios().length),
                        "200 direct answers, and the puzzles searched here"))
                .using(chance));
    }
}
