package throughline.reasoning.puzzles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import throughline.reasoning.puzzles.SudokuRules.Elimination;
import throughline.spec.BadInput;

/// Solves Sudoku as people do: fills what is forced, guesses where nothing is, and takes a guess back when it leads to
/// a cell without candidates.
final class SudokuSearch {
    private final Elimination elimination;
    private final List<int[]> units;

    /// @param elimination what it sees before it guesses
    /// @param board       of the size that it is for
    SudokuSearch(Elimination elimination, SudokuBoard board) {
        this.elimination = elimination;
        this.units = board.units();
    }

    /// Fills a board.
    ///
    /// @return what was filled, in order
    /// @throws BadInput if it has no solution
    List<SudokuMove> solve(SudokuBoard board) {
        List<SudokuMove> moves = new ArrayList<>();
        if (visit(board, moves).isEmpty()) {
            throw new BadInput("Sudoku: the grid %s has no solution", board.digits());
        }
        return moves;
    }

    /// @return the full board, or empty if there is none; `moves` tell how far it came
    private Optional<SudokuBoard> visit(SudokuBoard board, List<SudokuMove> moves) {
        for (Optional<SudokuMove> next = forced(board); next.isPresent(); next = forced(board)) {
            board.put(next.get().cell(), next.get().digit());
            moves.add(next.get());
        }
        if (board.full()) {
            return Optional.of(board);
        }
        if (stuck(board)) {
            return Optional.empty();
        }
        int cell = elimination == Elimination.NEXT_CELL ? board.firstEmpty() : board.tightest();
        for (int digit : SudokuBoard.digits(board.candidates(cell))) {
            SudokuBoard tried = board.copy();
            tried.put(cell, digit);
            List<SudokuMove> after = new ArrayList<>();
            Optional<SudokuBoard> full = visit(tried, after);
            moves.add(new SudokuMove(cell, digit, true, full.isEmpty(), full.isEmpty() ? after : List.of()));
            if (full.isPresent()) {
                moves.addAll(after);
                return full;
            }
        }
        return Optional.empty();
    }

    /// Whether an empty cell has no candidates left.
    private static boolean stuck(SudokuBoard board) {
        int tightest = board.tightest();
        return tightest >= 0 && board.candidates(tightest) == 0;
    }

    private Optional<SudokuMove> forced(SudokuBoard board) {
        if (stuck(board)) {
            return Optional.empty();
        }
        int least = Math.max(0, board.firstEmpty());
        int most = elimination == Elimination.NEXT_CELL ? least + 1 : board.cells();
        for (int cell = least; cell < most; cell++) {
            int candidates = board.candidates(cell);
            if (Integer.bitCount(candidates) == 1) {
                return Optional.of(SudokuMove.forced(cell, Integer.numberOfTrailingZeros(candidates)));
            }
        }
        return elimination == Elimination.HIDDEN_SINGLES ? hidden(board) : Optional.empty();
    }

    private Optional<SudokuMove> hidden(SudokuBoard board) {
        for (int[] unit : units) {
            int once = 0;
            int again = 0;
            for (int cell : unit) {
                int candidates = board.candidates(cell);
                again |= once & candidates;
                once |= candidates;
            }
            int single = Integer.lowestOneBit(once & ~again);
            for (int cell : unit) {
                if ((board.candidates(cell) & single) != 0) {
                    return Optional.of(SudokuMove.forced(cell, Integer.numberOfTrailingZeros(single)));
                }
            }
        }
        return Optional.empty();
    }
}
