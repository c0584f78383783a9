package throughline.papers.tokens;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import throughline.spec.BadInput;

/// What a configuration came to.
///
/// @param cell what was trained
/// @param n    parameters beside embeddings and head; see [throughline.learning.tokens.TokenShape#size()]
/// @param rest parameters of embeddings and head
/// @param loss on held-out runs, in nats per token
record TokenLoss(TokenCell cell, long n, long rest, double loss) {
    static final String HEADINGS = "layers,width,heads,P,N,embeddings,D,loss";
    static final Comparator<TokenLoss> ORDER = Comparator.comparing(TokenLoss::cell, TokenCell.ORDER);
    private static final int CELLS = 8;

    /// The row of a table.
    String line() {
        return String.format(
                Locale.ROOT,
                "%d,%d,%d,%d,%d,%d,%d,%.6f",
                cell.layers(),
                cell.width(),
                cell.heads(),
                cell.streams(),
                n,
                rest,
                cell.tokens(),
                loss);
    }

    /// @param where for messages
    static TokenLoss parse(String line, String where) {
        List<String> cells = List.of(line.split(","));
        if (cells.size() != CELLS) {
            throw new BadInput("%s [%s] must have the %d columns %s", where, line, CELLS, HEADINGS);
        }
        try {
            TokenCell cell = new TokenCell(
                    Integer.parseInt(cells.get(0)),
                    Integer.parseInt(cells.get(1)),
                    Integer.parseInt(cells.get(2)),
                    Integer.parseInt(cells.get(3)),
                    Long.parseLong(cells.get(6)));
            double loss = Double.parseDouble(cells.get(7));
            if (!(loss > 0 && loss < Double.POSITIVE_INFINITY)) {
                throw new NumberFormatException("a loss of " + loss);
            }
            return new TokenLoss(cell, Long.parseLong(cells.get(4)), Long.parseLong(cells.get(5)), loss);
        } catch (NumberFormatException e) {
            throw new BadInput("%s [%s] must hold numbers: %s", where, line, e.getMessage());
        }
    }
}
