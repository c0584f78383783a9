package throughline.training.sequences;

import java.util.Arrays;

/// The sequences of a batch, longest first, with what each takes on a group of each degree.
///
/// @param lengths  tokens
/// @param degrees  ascending
/// @param capacity tokens of a device
/// @param launch   s, of a group
/// @param seconds  by sequence and degree
/// @param least    place of the least degree on which each sequence fits
record GroupTasks(int[] lengths, int[] degrees, int capacity, double launch, double[][] seconds, int[] least) {
    static GroupTasks of(Costs costs, int[] lengths, int[] degrees) {
        double[][] seconds = new double[lengths.length][degrees.length];
        int[] least = new int[lengths.length];
        for (int k = 0; k < lengths.length; k++) {
            boolean known = k > 0 && lengths[k] == lengths[k - 1];
            for (int j = 0; j < degrees.length; j++) {
                seconds[k][j] = known ? seconds[k - 1][j] : costs.seconds(lengths[k], degrees[j]);
            }
            while (least[k] < degrees.length && (long) degrees[least[k]] * costs.capacity() < lengths[k]) {
                least[k]++;
            }
        }
        return new GroupTasks(lengths, degrees, costs.capacity(), costs.launch(), seconds, least);
    }

    /// Device seconds of a sequence on a group of the degree at a place.
    double work(int k, int degree) {
        return degrees[degree] * seconds[k][degree];
    }

    /// Those of a row of sequences.
    GroupTasks part(int from, int to) {
        return new GroupTasks(
                Arrays.copyOfRange(lengths, from, to),
                degrees,
                capacity,
                launch,
                Arrays.copyOfRange(seconds, from, to),
                Arrays.copyOfRange(least, from, to));
    }
}
