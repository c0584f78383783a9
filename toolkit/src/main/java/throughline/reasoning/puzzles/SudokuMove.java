package throughline.reasoning.puzzles;

import java.util.List;

/// A cell filled by a search of Sudoku.
///
/// @param cell   row by row, from 0
/// @param digit  that it got
/// @param guess  whether it was guessed, and not forced
/// @param wrong  whether it was taken back
/// @param failed what was filled between a wrong guess and its retraction
public record SudokuMove(int cell, int digit, boolean guess, boolean wrong, List<SudokuMove> failed) {
    public SudokuMove {
        failed = List.copyOf(failed);
    }

    static SudokuMove forced(int cell, int digit) {
        return new SudokuMove(cell, digit, false, false, List.of());
    }

    /// Cells filled here, those taken back counted too.
    public int fills() {
        return 1 + failed.stream().mapToInt(SudokuMove::fills).sum();
    }
}
