package throughline.training.sequences;

import java.util.List;

/// Some sequences of a batch on some devices, which share each of them equally.
///
/// @param microBatch of those devices, from 0: what is in one is in their memory at the same time
/// @param devices    that share, ascending
/// @param sequences  places in the batch, ascending
/// @param room       tokens for which each of these devices has memory in this micro-batch
public record Piece(int microBatch, List<Integer> devices, List<Integer> sequences, double room) {
    public Piece {
        devices = List.copyOf(devices);
        sequences = List.copyOf(sequences);
    }

    /// Tokens on each of the devices.
    public double tokens(int[] batch) {
        return sequences.stream().mapToDouble(place -> batch[place]).sum() / devices.size();
    }
}
