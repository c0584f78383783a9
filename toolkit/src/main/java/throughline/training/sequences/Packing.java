package throughline.training.sequences;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Best-fit decreasing: the longest sequence first, each into the bin that it fills most. What is longer than a bin
/// gets one of its own.
final class Packing {
    private record Bin(int number, long room) {}

    private Packing() {}

    /// Packs sequences.
    ///
    /// @param batch lengths in tokens
    /// @param size  tokens of a bin
    /// @return the places of the sequences in each bin, in the order in which the bins were opened
    static List<List<Integer>> bestFitDecreasing(int[] batch, double size) {
        return bestFit(batch, Booking.longestFirst(batch), size);
    }

    /// Packs some sequences of a batch in a given order.
    static List<List<Integer>> bestFit(int[] batch, int[] places, double size) {
        TreeSet<Bin> open = new TreeSet<>(Comparator.comparingLong(Bin::room).thenComparingInt(Bin::number));
        List<List<Integer>> bins = new ArrayList<>();
        for (int place : places) {
            Bin bin = open.higher(new Bin(-1, batch[place]));
            if (bin == null) {
                bin = new Bin(bins.size(), (long) size);
                bins.add(new ArrayList<>());
            } else {
                open.remove(bin);
            }
            bins.get(bin.number()).add(place);
            open.add(new Bin(bin.number(), bin.room() - batch[place]));
        }
        return bins;
    }

    /// The lengths of the sequences at some places.
    static int[] lengths(int[] batch, Collection<Integer> places) {
        return places.stream().mapToInt(place -> batch[place]).toArray();
    }
}
