package throughline.training.sequences;

/// Cuts a sorted batch into micro-batches in a row whose largest sum of tokens is least: FlexSP's blaster.
final class MicroBatches {
    private MicroBatches() {}

    /// Cuts.
    ///
    /// @param lengths in the order in which they are cut
    /// @param parts   how many, from 1 to the number of lengths
    /// @return where each part ends; part `i` is from `ends[i - 1]` (or 0) to before `ends[i]`
    static int[] cut(int[] lengths, int parts) {
        long low = 0;
        long high = 0;
        for (int length : lengths) {
            low = Math.max(low, length);
            high += length;
        }
        while (low < high) {
            long middle = (low + high) / 2;
            if (needed(lengths, middle) <= parts) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return ends(lengths, parts, low);
    }

    private static int needed(int[] lengths, long most) {
        int parts = 1;
        long sum = 0;
        for (int length : lengths) {
            if (sum + length > most) {
                parts++;
                sum = 0;
            }
            sum += length;
        }
        return parts;
    }

    /// Fills each part as far as it goes, but leaves a sequence for each part to come.
    private static int[] ends(int[] lengths, int parts, long most) {
        int[] ends = new int[parts];
        int place = 0;
        for (int part = 0; part < parts; part++) {
            int last = lengths.length - (parts - 1 - part);
            long sum = 0;
            while (place < last && (sum == 0 || sum + lengths[place] <= most)) {
                sum += lengths[place++];
            }
            ends[part] = place;
        }
        return ends;
    }
}
