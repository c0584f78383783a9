package throughline.training.ranks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.random.Stream;

/// The weights of a [Block], or their gradients.
///
/// @param norm1 gain and offset before attention, `[2, width]`
/// @param q     `[width, heads x size]`
/// @param k     `[width, key heads x size]`
/// @param v     `[width, key heads x size]`
/// @param out   `[heads x size, width]`
/// @param norm2 gain and offset before the MLP, `[2, width]`
/// @param up    `[width, inner]`
/// @param down  `[inner, width]`
public record BlockWeights(
        Matrix norm1, Matrix q, Matrix k, Matrix v, Matrix out, Matrix norm2, Matrix up, Matrix down) {
    /// Random weights; heads together are as wide as the stream.
    public static BlockWeights random(int width, int keyWidth, int inner, Stream random) {
        double scale = 1 / Math.sqrt(width);
        return new BlockWeights(
                Matrix.normal(2, width, 1, random),
                Matrix.normal(width, width, scale, random),
                Matrix.normal(width, keyWidth, scale, random),
                Matrix.normal(width, keyWidth, scale, random),
                Matrix.normal(width, width, scale, random),
                Matrix.normal(2, width, 1, random),
                Matrix.normal(width, inner, scale, random),
                Matrix.normal(inner, width, 1 / Math.sqrt(inner), random));
    }

    /// All, in the order of the block.
    public List<Matrix> all() {
        return List.of(norm1, q, k, v, out, norm2, up, down);
    }

    /// Back from [#all()].
    public static BlockWeights of(List<Matrix> all) {
        return new BlockWeights(
                all.get(0), all.get(1), all.get(2), all.get(3), all.get(4), all.get(5), all.get(6), all.get(7));
    }

    /// The share of a rank under tensor parallelism: columns of what is multiplied first (so that heads stay whole),
    /// rows of what is multiplied second, norms whole.
    public BlockWeights share(int rank, int ranks) {
        return new BlockWeights(
                norm1,
                columns(q, rank, ranks),
                columns(k, rank, ranks),
                columns(v, rank, ranks),
                rows(out, rank, ranks),
                norm2,
                columns(up, rank, ranks),
                rows(down, rank, ranks));
    }

    private static Matrix columns(Matrix whole, int rank, int ranks) {
        int width = whole.columns() / ranks;
        return whole.columns(rank * width, (rank + 1) * width);
    }

    private static Matrix rows(Matrix whole, int rank, int ranks) {
        int height = whole.rows() / ranks;
        return whole.rows(rank * height, (rank + 1) * height);
    }

    /// The largest difference in any place.
    public double distance(BlockWeights other) {
        return IntStream.range(0, all().size())
                .mapToDouble(i -> all().get(i).distance(other.all().get(i)))
                .max()
                .orElseThrow();
    }

    /// How many there are.
    public int count() {
        return all().stream()
                .mapToInt(matrix -> matrix.rows() * matrix.columns())
                .sum();
    }

    /// All values, one matrix after the other.
    public double[] values() {
        return all().stream()
                .flatMapToDouble(matrix -> Arrays.stream(matrix.values()))
                .toArray();
    }

    /// Matrices shaped like these, of other values.
    public BlockWeights like(double[] values) {
        int[] at = {0};
        return of(all().stream()
                .map(matrix -> {
                    int from = at[0];
                    at[0] += matrix.rows() * matrix.columns();
                    return Matrix.of(matrix.rows(), matrix.columns(), Arrays.copyOfRange(values, from, at[0]));
                })
                .toList());
    }
}
