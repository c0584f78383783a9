package throughline.papers.reasoning;

import java.util.List;
import java.util.Optional;
import throughline.learning.sequences.SequenceShape;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Reported;

/// The shares solved that Backtrack's figures show: of 200 puzzles that no model was trained on, by search within a
/// budget of tokens, and by the best of some direct answers.
final class BacktrackTable {
    /// Puzzles that each share is out of.
    static final int PUZZLES = 200;

    static final String COUNTDOWN = "CountDown";
    static final String SUDOKU = "Sudoku";
    static final String STACKED = "stacked CountDown";
    static final String SEARCH = "search";
    static final String DIRECT = "direct";
    static final String TRACES = "training traces";
    static final String SEARCH_GRPO = "search after GRPO";
    static final String DIRECT_GRPO = "direct after GRPO";

    private static final String WHERE = "the authors' plotting scripts";
    private static final List<Cell> CELLS = read();

    private BacktrackTable() {}

    /// A point of a figure.
    ///
    /// @param puzzle `CountDown`, `Sudoku` or `stacked CountDown`
    /// @param way    how it is solved
    /// @param model  size; empty for what no model does
    /// @param at     budget in tokens, or number of tries
    /// @param solved percent of 200 puzzles
    record Cell(String puzzle, String way, String model, int at, double solved) {
        String key() {
            return "%s, %s%s, %d%s"
                    .formatted(
                            puzzle,
                            way,
                            model.isEmpty() ? "" : " " + model,
                            at,
                            way.startsWith(DIRECT) ? "" : " tokens");
        }

        private Reported reported() {
            return Reported.of(key(), solved, "%", WHERE, Provenance.AUTHORS_DATA);
        }
    }

    /// A curve: the points of one model, in order.
    record Curve(List<Cell> cells) {
        Curve {
            cells = List.copyOf(cells);
        }

        Cell last() {
            return cells.getLast();
        }

        int[] at() {
            return cells.stream().mapToInt(Cell::at).toArray();
        }

        /// The points as published.
        double[] solved(Published rows) {
            return rows.values(cells.stream().map(Cell::key).toArray(String[]::new));
        }

        /// The first points, up to a number of tokens or tries.
        Curve upTo(int most) {
            return new Curve(cells.stream().filter(cell -> cell.at() <= most).toList());
        }
    }

    private static List<Cell> read() {
        return Resource.cells("backtrack-solved.csv").stream()
                .map(c -> new Cell(c[0], c[1], c[2], Integer.parseInt(c[3]), Double.parseDouble(c[4])))
                .toList();
    }

    static List<Reported> reported() {
        return CELLS.stream().map(Cell::reported).toList();
    }

    /// The curve of a model.
    ///
    /// @param model size; empty for what no model does
    static Curve curve(String puzzle, String way, String model) {
        return new Curve(CELLS.stream()
                .filter(cell -> cell.puzzle().equals(puzzle)
                        && cell.way().equals(way)
                        && cell.model().equals(model))
                .toList());
    }

    /// Tokens of one direct answer.
    static int tokens(String puzzle) {
        return switch (puzzle) {
            case COUNTDOWN -> 212;
            case SUDOKU -> 332;
            default -> 400;
        };
    }

    /// The shape of a model in the paper; what it reads and writes does not change what a generation is said to cost.
    static SequenceShape shape(String model) {
        return SequenceShape.backtrack(model, 128, 4096);
    }

    /// Multiply-adds of so many generations of so many tokens.
    static double cost(String model, int generations, int tokens) {
        return generations * shape(model).multiplyAdds(tokens);
    }

    /// Straight lines between points, in the logarithm of the first coordinate; empty beyond the ends.
    ///
    /// @param x rising
    static Optional<Double> between(double[] x, double[] y, double at) {
        for (int i = 1; i < x.length; i++) {
            if (x[i - 1] <= at && at <= x[i]) {
                double share = StrictMath.log(at / x[i - 1]) / StrictMath.log(x[i] / x[i - 1]);
                return Optional.of(y[i - 1] + share * (y[i] - y[i - 1]));
            }
        }
        return Optional.empty();
    }
}
