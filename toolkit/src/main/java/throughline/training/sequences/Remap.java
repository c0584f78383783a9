package throughline.training.sequences;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import throughline.spec.BadInput;

/// Moves tokens from devices that have more than the mean to those that have less, as few between nodes as can be: the
/// transportation problem of Zeppelin's remapping. Where a move inside a node costs less than one between nodes, what
/// can be moved inside is, and the least is moved; so no solver is needed.
///
/// @param moves tokens from one device to another
public record Remap(List<Move> moves) {
    /// Tokens that are moved.
    ///
    /// @param from   device
    /// @param to     device
    /// @param tokens more than 0
    public record Move(int from, int to, double tokens) {}

    private static final double NOTHING = 1e-9;

    public Remap {
        moves = List.copyOf(moves);
    }

    /// Balances.
    ///
    /// @param tokens of each device
    /// @param node   devices of a node
    public static Remap of(double[] tokens, int node) {
        if (node < 1) {
            throw new BadInput("devices [%d] of a node must be 1 or more", node);
        }
        double mean = Arrays.stream(tokens).average().orElse(0);
        double[] surplus = Arrays.stream(tokens).map(each -> each - mean).toArray();
        List<Move> moves = new ArrayList<>();
        for (int first = 0; first < tokens.length; first += node) {
            level(surplus, first, Math.min(first + node, tokens.length), moves);
        }
        level(surplus, 0, tokens.length, moves);
        return new Remap(moves);
    }

    private static void level(double[] surplus, int first, int end, List<Move> moves) {
        int to = first;
        for (int from = first; from < end; from++) {
            while (surplus[from] > NOTHING) {
                while (to < end && surplus[to] >= -NOTHING) {
                    to++;
                }
                if (to == end) {
                    return;
                }
                double moved = Math.min(surplus[from], -surplus[to]);
                moves.add(new Move(from, to, moved));
                surplus[from] -= moved;
                surplus[to] += moved;
            }
        }
    }

    /// Tokens moved from node to node.
    public double between(int node) {
        return moves.stream()
                .filter(move -> move.from / node != move.to / node)
                .mapToDouble(Move::tokens)
                .sum();
    }

    /// Tokens moved in all.
    public double all() {
        return moves.stream().mapToDouble(Move::tokens).sum();
    }

    /// Time of all moves at once, in seconds: that of the busiest device, or of the busiest node's cards.
    ///
    /// @param bytes of a token
    public double seconds(double bytes, Fabric fabric, int devices) {
        int nodes = Math.ceilDiv(devices, fabric.node());
        double[] inside = new double[2 * devices];
        double[] between = new double[2 * nodes];
        for (Move move : moves) {
            int from = move.from / fabric.node();
            int to = move.to / fabric.node();
            if (from == to) {
                inside[2 * move.from] += move.tokens;
                inside[2 * move.to + 1] += move.tokens;
            } else {
                between[2 * from] += move.tokens;
                between[2 * to + 1] += move.tokens;
            }
        }
        return bytes
                * Math.max(
                        Arrays.stream(inside).max().orElse(0) / fabric.inside(),
                        Arrays.stream(between).max().orElse(0) / (fabric.cards() * fabric.card()));
    }
}
