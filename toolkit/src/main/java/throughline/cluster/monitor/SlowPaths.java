package throughline.cluster.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Slow cells, rows and columns of the delay matrix of a window: a hot row is the sending side of a rank, a hot column
/// the receiving side, a hot cell the link between.
///
/// A ring gives a rank one cell in its row and one in its column, and these do not tell a link from a card; rings in
/// several orders, as NCCL has channels, give several. A row of one cell is never blamed on its rank.
public final class SlowPaths {
    private static final int FEWEST_CELLS = 2;

    private SlowPaths() {}

    /// What is slow in one window; nothing when fewer than three pairs exchanged messages.
    public static Set<Finding> in(List<Transport> transports, Rules rules) {
        List<Transport> seen = transports.stream().filter(t -> t.messages() > 0).toList();
        if (seen.size() < 3) {
            return Set.of();
        }
        Middle middle = Middle.of(seen.stream().mapToDouble(Transport::delay).toArray());
        double limit = Math.max(rules.times() * middle.median(), middle.median() + rules.mads() * middle.deviation());
        List<Transport> hot =
                new ArrayList<>(seen.stream().filter(t -> t.delay() > limit).toList());
        return blame(hot, lines(seen), rules);
    }

    /// A row or column of the matrix.
    private record Line(boolean row, int rank) {
        boolean holds(Transport cell) {
            return rank == (row ? cell.src() : cell.dst());
        }

        Finding finding() {
            return row ? new Finding.SlowSender(rank) : new Finding.SlowReceiver(rank);
        }
    }

    private static Map<Line, Integer> lines(List<Transport> cells) {
        Map<Line, Integer> count = new HashMap<>();
        for (Transport cell : cells) {
            count.merge(new Line(true, cell.src()), 1, Integer::sum);
            count.merge(new Line(false, cell.dst()), 1, Integer::sum);
        }
        return count;
    }

    /// The line with the most hot cells first, so that a hot row does not make a link of each of its cells.
    private static Set<Finding> blame(List<Transport> hot, Map<Line, Integer> cells, Rules rules) {
        Set<Finding> findings = new LinkedHashSet<>();
        while (true) {
            Line worst = null;
            int most = FEWEST_CELLS - 1;
            for (Map.Entry<Line, Integer> line : lines(hot).entrySet()) {
                boolean enough = line.getValue() >= rules.share() * cells.get(line.getKey());
                if (enough && (line.getValue() > most || line.getValue() == most && first(line.getKey(), worst))) {
                    worst = line.getKey();
                    most = line.getValue();
                }
            }
            if (worst == null) {
                hot.forEach(cell -> findings.add(new Finding.SlowLink(cell.src(), cell.dst())));
                return findings;
            }
            findings.add(worst.finding());
            hot.removeIf(worst::holds);
        }
    }

    /// Rows before columns, smaller ranks before larger: the order of a map must not show.
    private static boolean first(Line line, Line than) {
        return than != null && (line.row != than.row ? line.row : line.rank < than.rank);
    }
}
