package throughline.training.ranks;

import java.util.Arrays;
import java.util.stream.IntStream;

/// One rank of [Ranks], or the same rank as a member of a group. Collectives pass chunks around a ring, so each rank
/// sends what the cost model charges: of M elements, an all-reduce `2 (n - 1) / n M`, an all-gather, a reduce-scatter
/// and an all-to-all `(n - 1) / n M`. All members of the group must call the same collectives in the same order.
public final class Rank {
    private final Wires wires;
    /// By their index in the cluster.
    private final int[] members;

    private final int index;

    private Rank(Wires wires, int[] members, int index) {
        this.wires = wires;
        this.members = members;
        this.index = index;
    }

    static Rank of(Wires wires, int size, int index) {
        return new Rank(wires, IntStream.range(0, size).toArray(), index);
    }

    /// Its place among the members of its group, from 0.
    public int index() {
        return index;
    }

    /// Members of its group.
    public int size() {
        return members.length;
    }

    /// Sends a copy of values; does not wait.
    ///
    /// @throws IllegalArgumentException if `to` is this rank, or no rank
    public void send(int to, double... values) {
        wires.send(members[index], member(to), values.clone());
    }

    /// Waits for the next message of a rank.
    ///
    /// @throws IllegalArgumentException if `from` is this rank, or no rank
    public double[] receive(int from) {
        return wires.receive(members[index], member(from));
    }

    private int member(int other) {
        if (other < 0 || other >= members.length || other == index) {
            throw new IllegalArgumentException(
                    "rank [%d] of %d has no link to rank [%d]".formatted(index, members.length, other));
        }
        return members[other];
    }

    /// Sends to one rank and waits for another: one step of a ring.
    double[] pass(int to, int from, double[] values) {
        send(to, values);
        return receive(from);
    }

    /// Passes values to the next rank of the ring, and waits for those of the one before; those of a rank alone come
    /// back to it.
    public double[] rotate(double... values) {
        return size() == 1 ? values.clone() : pass(wrap(index + 1), wrap(index - 1), values);
    }

    Matrix rotate(Matrix own) {
        return Matrix.of(own.rows(), own.columns(), rotate(own.values()));
    }

    int wrap(int rank) {
        return Math.floorMod(rank, size());
    }

    /// This rank in a group.
    ///
    /// @param group the members by their indices here, in their order there
    /// @throws IllegalArgumentException if this rank is not among them, or a member is named twice or does not
    /// exist
    public Rank within(int... group) {
        int[] all = new int[group.length];
        int place = -1;
        for (int i = 0; i < group.length; i++) {
            place = group[i] == index ? i : place;
            all[i] = group[i] == index ? members[index] : member(group[i]);
        }
        if (place < 0 || Arrays.stream(all).distinct().count() < all.length) {
            throw new IllegalArgumentException(
                    "group %s must name rank [%d] and each member once".formatted(Arrays.toString(group), index));
        }
        return new Rank(wires, all, place);
    }

    /// The sum over all ranks, on each.
    ///
    /// @param values equally many on each
    public double[] allReduce(double... values) {
        double[] sums = values.clone();
        reduce(sums);
        double[] mine = chunk(sums, index);
        for (int step = 0; step < size() - 1; step++) {
            mine = rotate(mine);
            System.arraycopy(mine, 0, sums, start(sums.length, wrap(index - 1 - step)), mine.length);
        }
        return sums;
    }

    /// The sum over all ranks, of which each gets its chunk: rank i the elements from `M i / n` on, rounded down.
    ///
    /// @param whole equally many on each
    public double[] reduceScatter(double... whole) {
        double[] sums = whole.clone();
        reduce(sums);
        return chunk(sums, index);
    }

    /// Leaves in each rank's own chunk the sum over all ranks, starting with the next one's and ending with its own.
    private void reduce(double[] sums) {
        for (int step = 0; step < size() - 1; step++) {
            double[] came = rotate(chunk(sums, wrap(index - 1 - step)));
            int start = start(sums.length, wrap(index - 2 - step));
            for (int i = 0; i < came.length; i++) {
                sums[start + i] = came[i] + sums[start + i];
            }
        }
    }

    private double[] chunk(double[] whole, int rank) {
        return Arrays.copyOfRange(whole, start(whole.length, rank), start(whole.length, rank + 1));
    }

    private int start(int length, int rank) {
        return (int) ((long) length * rank / size());
    }

    /// The parts of all ranks, joined in order of ranks; they may differ in length.
    public double[] allGather(double... part) {
        double[][] parts = new double[size()][];
        parts[index] = part;
        for (int step = 0; step < size() - 1; step++) {
            parts[wrap(index - 1 - step)] = rotate(parts[wrap(index - step)]);
        }
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    /// Sends chunk j of n to rank j, and joins the chunks that come, in order of ranks. Called twice, it gives back
    /// what it was given.
    ///
    /// @param whole of a length that the number of ranks divides, equally many on each
    /// @throws IllegalArgumentException if it does not divide
    public double[] allToAll(double... whole) {
        if (whole.length % size() != 0) {
            throw new IllegalArgumentException(
                    "all-to-all: [%d] elements do not divide among %d ranks".formatted(whole.length, size()));
        }
        double[] came = whole.clone();
        int length = whole.length / size();
        for (int step = 1; step < size(); step++) {
            int from = wrap(index - step);
            double[] chunk = pass(wrap(index + step), from, chunk(whole, wrap(index + step)));
            System.arraycopy(chunk, 0, came, from * length, length);
        }
        return came;
    }

    /// The values of one rank, on each: passed on around the ring, so each link but one carries them once.
    ///
    /// @param root   whose
    /// @param values on the others, anything
    public double[] broadcast(int root, double... values) {
        if (root < 0 || root >= size()) {
            throw new IllegalArgumentException("root [%d] is not one of 0 to %d".formatted(root, size() - 1));
        }
        double[] own = index == root ? values.clone() : receive(wrap(index - 1));
        if (wrap(index + 1) != root) {
            send(wrap(index + 1), own);
        }
        return own;
    }
}
