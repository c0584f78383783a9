package throughline.papers.reasoning;

import java.util.List;
import java.util.Locale;
import throughline.learning.sequences.SequenceShape;
import throughline.learning.tokens.TokenSchedule;
import throughline.reasoning.puzzles.CountDownRules;
import throughline.reasoning.puzzles.CountDownSearch.Heuristic;
import throughline.reasoning.puzzles.Puzzle;
import throughline.reasoning.puzzles.SudokuRules;
import throughline.spec.BadInput;

/// A family of puzzles, and how small transformers are trained on it: all forms on the same puzzles, in as many steps.
///
/// Settings were chosen by the share that one trace solves for its training's cost, and never by who wins, on puzzles
/// of another seed than the ledger's, the last of them as [BacktrackStudy#validation] holds puzzles out. On grids, with
/// 20 to 32 seconds of a core each:
/// - a cell and its digit in two words leave traces at 0 % and answers at 2 %, in one word at 32 and 66 % (3 layers of
///   width 64, batches of 32, 1,200 steps);
/// - by 800 steps traces have 14 %; 15 at a rate of 5e-3; 18 where given digits share the words of filled ones; 20 with
///   keys and values for each of 8 heads; 10 with 2 layers, 23 with 2 of width 96; 5 by 500 steps of 64, 18 by 1,400 of
///   16;
/// - together, 2 layers of width 96, a head for each 16 numbers and 1,400 steps of 16 have 55 %; width 128 and 1,100
///   steps 48 %; 1,800 steps of 8 46 %.
///
/// On CountDown 700 steps of 16 with 2 layers have 8 %, as 500 of 32 with 3 have at 1.7 times the cost.
///
/// @param name     of the family
/// @param source   of puzzles
/// @param train    puzzles to learn from
/// @param test     others to solve, all different
/// @param budget   tokens of a completion at most; longer traces are cut
/// @param shape    of the models; its vocabulary and context are set to what the puzzles need
/// @param schedule of the supervised training
/// @param tries    samples of each test puzzle by a model of solutions alone
/// @param searches samples of each test puzzle by a model of traces
/// @param answers  reinforcement of models of solutions alone
/// @param search   reinforcement of models of traces
public record BacktrackTask(
        String name,
        Puzzle.Source source,
        int train,
        int test,
        int budget,
        SequenceShape shape,
        TokenSchedule schedule,
        int tries,
        int searches,
        BacktrackRewards answers,
        BacktrackRewards search) {
    /// Temperature that models are tested at, as the paper is remembered to have it.
    static final double TEMPERATURE = 0.7;

    static final String COUNTDOWN = "CountDown";
    static final String SUDOKU = "Sudoku";
    private static final int STEPS = 700;
    private static final int GRIDS = 1_400;
    private static final int LONG = 5_000;
    private static final int PAPER = 20_000;

    /// The reinforcement of a form. Short traces are compared before any.
    BacktrackRewards rewards(BacktrackForm form) {
        return switch (form) {
            case DIRECT -> answers;
            case TRACE -> search;
            case THOUGHT -> BacktrackRewards.NONE;
        };
    }

    /// What is written by the models that are trained. Grids need no short traces: few dead ends are long.
    List<BacktrackForm> forms() {
        return name.equals(COUNTDOWN)
                ? List.of(BacktrackForm.TRACE, BacktrackForm.DIRECT, BacktrackForm.THOUGHT)
                : List.of(BacktrackForm.TRACE, BacktrackForm.DIRECT);
    }

    /// What the ledger trains, in some two minutes of one core.
    public static List<BacktrackTask> ledger() {
        return List.of(countDown(STEPS, 1), sudoku(GRIDS));
    }

    /// What is trained by command.
    ///
    /// @param size `small`, some minutes on two cores; or the paper's shapes and puzzles, for a GPU: `3m`, `17m`,
    ///             `38m`, `144m`
    /// @throws BadInput for any other
    public static List<BacktrackTask> of(String size) {
        return switch (size) {
            case "small" -> List.of(countDown(LONG, 5), sudoku(LONG));
            case "3m", "17m", "38m", "144m" -> paper(SequenceShape.backtrack(size.toUpperCase(Locale.ROOT), 2, 1));
            default -> throw new BadInput("size [%s] is not one of small, 3m, 17m, 38m, 144m", size);
        };
    }

    private static BacktrackTask countDown(int steps, int reinforcement) {
        return new BacktrackTask(
                COUNTDOWN,
                new CountDownRules(3, 15, 5, 15, 15, Heuristic.SUM, false),
                16_000,
                250,
                96,
                new SequenceShape(2, 1, 2, 64, 8, 8, 128),
                TokenSchedule.of(steps, 16, 3e-3),
                32,
                4,
                BacktrackRewards.of(25 * reinforcement, 32, 1e-4),
                BacktrackRewards.of(20 * reinforcement, 16, 1e-4));
    }

    private static BacktrackTask sudoku(int steps) {
        return new BacktrackTask(
                SUDOKU,
                SudokuRules.small(),
                16_000,
                250,
                36,
                new SequenceShape(2, 1, 2, 96, 6, 6, 192),
                TokenSchedule.of(steps, 16, 3e-3),
                16,
                4,
                BacktrackRewards.NONE,
                BacktrackRewards.NONE);
    }

    /// Four numbers, and grids of nine by nine. Results beyond 9,999 are not made: each would be a word. A fill is a
    /// word here, and several tokens in the paper: 640 are to a solution what 4,096 are there.
    private static List<BacktrackTask> paper(SequenceShape shape) {
        TokenSchedule schedule = TokenSchedule.of(PAPER, 64, 5e-4);
        BacktrackRewards rewards = BacktrackRewards.of(200, 32, 1e-5);
        return List.of(
                new BacktrackTask(
                        COUNTDOWN,
                        new CountDownRules(4, 99, 10, 100, 9_999, Heuristic.SUM, true),
                        500_000,
                        200,
                        4_096,
                        shape,
                        schedule,
                        32,
                        1,
                        rewards,
                        rewards),
                new BacktrackTask(
                        SUDOKU,
                        SudokuRules.standard(),
                        500_000,
                        200,
                        640,
                        shape,
                        schedule,
                        32,
                        1,
                        BacktrackRewards.NONE,
                        BacktrackRewards.NONE));
    }
}
