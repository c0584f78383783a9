package throughline.training.ranks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/// Pipeline parallelism with micro-batches and recomputation (GPipe, arXiv 1811.06965): rank k holds cell k, keeps of
/// each micro-batch only what came in, and computes it again on the way back. Gradients of micro-batches are summed, so
/// they are those of the whole batch. Each boundary carries the batch's activations once forward, their gradients once
/// back.
///
/// The loss is half the squared error a row, averaged over the batch.
///
/// @param count of micro-batches, dividing the batch
public record MicroBatches(int count) {
    /// The gradients of this rank's cell over the batch. All ranks call it together.
    ///
    /// @param cell   of this rank, from rows to rows of the same width
    /// @param input  the batch, of which the first rank takes the rows
    /// @param target for what the last rank gives
    public List<Matrix> gradients(Rank rank, Function<Matrix, Pass> cell, Matrix input, Matrix target) {
        if (input.rows() % count != 0) {
            throw new IllegalArgumentException(
                    "[%d] micro-batches do not divide a batch of %d".formatted(count, input.rows()));
        }
        Deque<Matrix> kept = new ArrayDeque<>();
        for (int m = 0; m < count; m++) {
            Matrix came = rank.index() == 0 ? rows(input, m) : received(rank, rank.index() - 1, input);
            kept.push(came);
            if (rank.index() < rank.size() - 1) {
                rank.send(rank.index() + 1, cell.apply(came).out().values());
            }
        }
        List<Matrix> sums = List.of();
        for (int m = count - 1; m >= 0; m--) {
            Pass again = cell.apply(kept.pop());
            Matrix gradient = rank.index() == rank.size() - 1
                    ? again.out().minus(rows(target, m)).times(1.0 / input.rows())
                    : received(rank, rank.index() + 1, input);
            Pass.Slopes slopes = again.back().apply(gradient);
            if (rank.index() > 0) {
                rank.send(rank.index() - 1, slopes.input().values());
            }
            sums = plus(sums, slopes.weights());
        }
        return sums;
    }

    private Matrix rows(Matrix batch, int number) {
        int each = batch.rows() / count;
        return batch.rows(number * each, (number + 1) * each);
    }

    private Matrix received(Rank rank, int from, Matrix batch) {
        return Matrix.of(batch.rows() / count, batch.columns(), rank.receive(from));
    }

    private static List<Matrix> plus(List<Matrix> sums, List<Matrix> next) {
        List<Matrix> all = new ArrayList<>();
        for (int i = 0; i < next.size(); i++) {
            all.add(sums.isEmpty() ? next.get(i) : sums.get(i).plus(next.get(i)));
        }
        return all;
    }
}
