package throughline.reasoning;

import java.util.function.DoubleToIntFunction;
import throughline.random.Noise;

/// The answer to each random number, by its first 12 bits. Answers rise with the number; where the least and the
/// greatest number of a cell have the same answer, all between have it too, and nothing need be compared. The other
/// cells, no more than there are answers, look closer. So the answers are those without the table, only sooner.
final class AnswerTable {
    /// Fewer traces are cast before a table is made.
    static final int WORTHWHILE = 2_048;

    private static final int BITS = 12;
    private static final int CELLS = 1 << BITS;
    private static final short MIXED = -1;

    private final short[] answers = new short[CELLS];
    private final DoubleToIntFunction closer;

    /// @param closer the answer to a number in [0, 1), rising with it
    AnswerTable(DoubleToIntFunction closer) {
        this.closer = closer;
        fill(0, CELLS);
    }

    /// Cells from one to another, of which the latter is left out.
    private void fill(int from, int to) {
        int low = closer.applyAsInt((double) from / CELLS);
        int high = closer.applyAsInt(Math.nextDown((double) to / CELLS));
        if (low == high || to - from == 1) {
            short all = low == high ? (short) low : MIXED;
            for (int cell = from; cell < to; cell++) {
                answers[cell] = all;
            }
        } else {
            int middle = (from + to) >>> 1;
            fill(from, middle);
            fill(middle, to);
        }
    }

    /// The answer to the number that random bits give, [Noise#uniform].
    int at(long bits) {
        short answer = answers[(int) (bits >>> Long.SIZE - BITS)];
        return answer == MIXED ? closer.applyAsInt(Noise.uniform(bits)) : answer;
    }
}
