package throughline.reasoning.puzzles;

import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// A family of Sudoku puzzles with one solution each, and how they are solved.
public record SudokuRules(
        @Param(value = "side of a box: 2 for a grid of 4 by 4, 3 for 9 by 9", min = 2, max = 3)
        int box,

        @Param(value = "fewest digits given", min = 4, max = 80)
        int fewestGivens,

        @Param(value = "most digits given", min = 4, max = 80)
        int mostGivens,

        @Param("what the search sees before it guesses") Elimination elimination)
        implements Puzzle.Source {
    /// What a search fills without a guess.
    public enum Elimination {
        /// The next cell, row by row, if it has one digit left; of other cells only whether one has none.
        NEXT_CELL,
        /// Any cell with one digit left.
        NAKED_SINGLES,
        /// As well any digit with one place left in a row, column or box.
        HIDDEN_SINGLES
    }

    private static final int TRIES = 10_000;

    public SudokuRules {
        Spec.check(SudokuRules.class, box, fewestGivens, mostGivens, elimination);
        int cells = box * box * box * box;
        int least = box == 2 ? 4 : 22;
        if (fewestGivens > mostGivens || mostGivens >= cells || fewestGivens < least) {
            throw new BadInput(
                    "givens [%d to %d] must be in order, from %d to %d on a grid of %d cells",
                    fewestGivens, mostGivens, least, cells - 1, cells);
        }
    }

    /// Grids of 4 by 4 with 5 or 6 digits given, filled row by row: on such small grids a search that sees naked
    /// singles never guesses. This one takes back 1.1 guesses in the mean, and in 37 % of its searches none.
    public static SudokuRules small() {
        return new SudokuRules(2, 5, 6, Elimination.NEXT_CELL);
    }

    /// Grids of 9 by 9 with 26 to 32 digits given, so that about 50 are filled.
    public static SudokuRules standard() {
        return new SudokuRules(3, 26, 32, Elimination.HIDDEN_SINGLES);
    }

    /// Draws a full grid, and empties cells as long as it has one solution.
    @Override
    public Sudoku draw(throughline.random.Stream stream) {
        int givens = fewestGivens + stream.below(mostGivens - fewestGivens + 1);
        for (int i = 0; i < TRIES; i++) {
            SudokuBoard board = new SudokuBoard(box);
            if (board.fill(stream) && board.dig(givens, stream)) {
                return new Sudoku(this, board.digits());
            }
        }
        throw new BadInput("no grid with [%d] digits given in %d draws; give more", givens, TRIES);
    }

    int side() {
        return box * box;
    }

    /// Cells with their digits, and the words of the search.
    PuzzleVocabulary vocabulary() {
        return SudokuWords.of(side()).vocabulary();
    }
}
