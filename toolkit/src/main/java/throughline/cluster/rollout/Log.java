package throughline.cluster.rollout;

import java.util.ArrayList;
import java.util.List;

/// What every lane of every pool did, idle time too, piece by piece.
final class Log {
    /// A piece of time.
    ///
    /// @param lane      an instance, or a group
    /// @param doing     what; empty while idle
    /// @param iteration it worked for, the newest if several
    /// @param active    responses under way
    record Piece(Pool pool, int lane, String doing, int iteration, int active, long from, long to) {
        boolean idle() {
            return doing.isEmpty();
        }

        Piece until(long end) {
            return to <= end ? this : new Piece(pool, lane, doing, iteration, active, from, end);
        }

        long ticks() {
            return to - from;
        }
    }

    private final List<Piece> pieces = new ArrayList<>();

    void add(Pool pool, int lane, String doing, int iteration, int active, long from, long to) {
        pieces.add(new Piece(pool, lane, doing, iteration, active, from, to));
    }

    List<Piece> pieces() {
        return pieces;
    }
}
