package throughline.training.sequences;

import throughline.hardware.Cost;

/// What a step takes when a group of devices shares sequences. Each sequence attends only to itself, whatever it is
/// packed with, so that the times of sequences add.
public interface Costs {
    /// Forward and backward time of one sequence on a group, in seconds, without [#launch()].
    ///
    /// @param length tokens
    /// @param degree devices of the group
    double seconds(int length, int degree);

    /// Time of a group for each micro-batch, however little is in it, in seconds.
    double launch();

    /// Bytes that all devices of a group send for one sequence, forward and backward.
    double bytes(int length, int degree);

    /// Tokens for which a device has memory.
    int capacity();

    /// The time of a group as a tree of terms, in seconds.
    ///
    /// @param lengths of the sequences that it holds, in tokens
    Cost explain(int[] lengths, int degree);

    /// Time of a group for a micro-batch, in seconds.
    default double seconds(int[] lengths, int degree) {
        double seconds = launch();
        for (int length : lengths) {
            seconds += seconds(length, degree);
        }
        return seconds;
    }
}
