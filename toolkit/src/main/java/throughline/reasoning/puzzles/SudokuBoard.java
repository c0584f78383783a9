package throughline.reasoning.puzzles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// A Sudoku grid being filled: digits 1 to `side`, 0 where empty, and what each row, column and box has already.
final class SudokuBoard {
    private final int box;
    private final int side;
    private final int[] digits;
    private final int[] rows;
    private final int[] columns;
    private final int[] boxes;

    SudokuBoard(int box) {
        this(
                box,
                box * box,
                new int[box * box * box * box],
                new int[box * box],
                new int[box * box],
                new int[box * box]);
    }

    private SudokuBoard(int box, int side, int[] digits, int[] rows, int[] columns, int[] boxes) {
        this.box = box;
        this.side = side;
        this.digits = digits;
        this.rows = rows;
        this.columns = columns;
        this.boxes = boxes;
    }

    /// A board with some digits, 0 where empty.
    ///
    /// @throws BadInput if a digit is none of the grid, or clashes with another
    static SudokuBoard of(int box, List<Integer> givens) {
        SudokuBoard board = new SudokuBoard(box);
        for (int cell = 0; cell < givens.size(); cell++) {
            int digit = givens.get(cell);
            if (digit < 0 || digit > board.side) {
                throw new BadInput(
                        "Sudoku: digit [%d] in cell %d must be from 1 to %d, or 0 where empty",
                        digit, cell, board.side);
            }
            if (digit != 0 && !board.allows(cell, digit)) {
                throw new BadInput("Sudoku: digit [%d] in cell %d clashes with another", digit, cell);
            }
            if (digit != 0) {
                board.put(cell, digit);
            }
        }
        return board;
    }

    SudokuBoard copy() {
        return new SudokuBoard(box, side, digits.clone(), rows.clone(), columns.clone(), boxes.clone());
    }

    int cells() {
        return digits.length;
    }

    int side() {
        return side;
    }

    int digit(int cell) {
        return digits[cell];
    }

    List<Integer> digits() {
        return Arrays.stream(digits).boxed().toList();
    }

    /// The first empty cell, row by row; -1 on a full board.
    int firstEmpty() {
        for (int cell = 0; cell < digits.length; cell++) {
            if (digits[cell] == 0) {
                return cell;
            }
        }
        return -1;
    }

    boolean full() {
        return firstEmpty() < 0;
    }

    private int boxOf(int cell) {
        return cell / side / box * box + cell % side / box;
    }

    /// The digits that an empty cell may take, as bits 1 to `side`; none of a cell that is filled.
    int candidates(int cell) {
        int all = (2 << side) - 2;
        return digits[cell] != 0 ? 0 : all & ~(rows[cell / side] | columns[cell % side] | boxes[boxOf(cell)]);
    }

    /// The digits that stand in bits, in order.
    static List<Integer> digits(int bits) {
        return IntStream.range(1, Integer.SIZE)
                .filter(d -> (bits >> d & 1) == 1)
                .boxed()
                .toList();
    }

    boolean allows(int cell, int digit) {
        return (candidates(cell) >> digit & 1) == 1;
    }

    /// Fills an empty cell with a digit that it allows.
    void put(int cell, int digit) {
        digits[cell] = digit;
        turn(cell, digit);
    }

    /// Empties a cell.
    void take(int cell) {
        turn(cell, digits[cell]);
        digits[cell] = 0;
    }

    private void turn(int cell, int digit) {
        rows[cell / side] ^= 1 << digit;
        columns[cell % side] ^= 1 << digit;
        boxes[boxOf(cell)] ^= 1 << digit;
    }

    /// The empty cell with the fewest candidates, the first of several; -1 on a full board.
    int tightest() {
        int best = -1;
        int fewest = Integer.MAX_VALUE;
        for (int cell = 0; cell < digits.length; cell++) {
            int count = Integer.bitCount(candidates(cell));
            if (digits[cell] == 0 && count < fewest) {
                best = cell;
                fewest = count;
            }
        }
        return best;
    }

    /// The cells of each row, column and box.
    List<int[]> units() {
        return IntStream.range(0, 3 * side)
                .mapToObj(unit -> IntStream.range(0, digits.length)
                        .filter(cell ->
                                unit == cell / side || unit == side + cell % side || unit == 2 * side + boxOf(cell))
                        .toArray())
                .toList();
    }

    /// How many ways there are to fill what is empty, counted up to a limit.
    int solutions(int limit) {
        int cell = tightest();
        if (cell < 0) {
            return 1;
        }
        int found = 0;
        for (int left = candidates(cell); left != 0 && found < limit; left &= left - 1) {
            put(cell, Integer.numberOfTrailingZeros(left));
            found += solutions(limit - found);
            take(cell);
        }
        return found;
    }

    /// Fills what is empty, digits in random order; false if there is no way.
    boolean fill(Stream stream) {
        int cell = tightest();
        if (cell < 0) {
            return true;
        }
        List<Integer> order = new ArrayList<>(digits(candidates(cell)));
        stream.shuffle(order);
        for (int digit : order) {
            put(cell, digit);
            if (fill(stream)) {
                return true;
            }
            take(cell);
        }
        return false;
    }

    /// Empties cells in random order as long as one solution only remains, down to so many digits.
    ///
    /// @return whether it came so far
    boolean dig(int givens, Stream stream) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, cells()).boxed().toList());
        stream.shuffle(order);
        int left = cells();
        for (int cell : order) {
            if (left == givens) {
                break;
            }
            int digit = digits[cell];
            take(cell);
            if (solutions(2) == 1) {
                left--;
            } else {
                put(cell, digit);
            }
        }
        return left == givens;
    }
}
