package throughline.learning.replicas;

import java.util.Arrays;
import throughline.spec.BadInput;

/// The largest values of each chunk, in two bits each, with where they stand (SparseLoCo, arXiv 2508.15706).
///
/// Each tensor is cut into chunks, the last may be short. Of each chunk the `kept` largest by magnitude are sent: an
/// index of as many bits as the chunk needs (12 in one of 4,096), a bit of sign, and a bit that says which of two
/// levels the magnitude is nearer to. The levels are the payload's own, the means of magnitudes below and above the
/// mean magnitude, sent once as two floats before all chunks. Bits are packed without gaps. A value that is not a
/// number counts as the largest, and none that is sent is one then: a training that has diverged does not go on.
///
/// @param chunk values of a chunk, 2 to 2^20; 4,096 in the paper
/// @param kept  values kept of a chunk, 1 to chunk; a shorter chunk keeps at most all it has
public record TopK(int chunk, int kept) implements UpdateCodec {
    private static final int MOST = 1 << 20;
    private static final int HEADER = 2 * Float.SIZE;
    private static final int VALUE = 2;

    public TopK {
        if (chunk < 2 || chunk > MOST) {
            throw new BadInput("chunk [%d] must be 2 to %d values", chunk, MOST);
        }
        if (kept < 1 || kept > chunk) {
            throw new BadInput("kept [%d] must be 1 to the chunk's %d values", kept, chunk);
        }
    }

    /// The first place of each chunk, and the end.
    private int[] starts(int[] tensors) {
        int[] starts = new int
                [1 + Arrays.stream(tensors).map(n -> Math.ceilDiv(n, chunk)).sum()];
        int c = 0;
        int begin = 0;
        for (int length : tensors) {
            for (int at = 0; at < length; at += chunk) {
                starts[c++] = begin + at;
            }
            begin += length;
        }
        starts[c] = begin;
        return starts;
    }

    private static int indexBits(int length) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(length - 1);
    }

    @Override
    public long bytes(int[] tensors) {
        int[] starts = starts(tensors);
        long bits = HEADER;
        for (int c = 0; c + 1 < starts.length; c++) {
            int length = starts[c + 1] - starts[c];
            bits += (long) Math.min(kept, length) * (indexBits(length) + VALUE);
        }
        return Math.ceilDiv(bits, (long) Byte.SIZE);
    }

    /// The places of the values that are kept, chunk by chunk, rising within each. Of equals the first are kept.
    int[][] places(double[] delta, int[] tensors) {
        int[] starts = starts(tensors);
        int[][] places = new int[starts.length - 1][];
        for (int c = 0; c < places.length; c++) {
            places[c] = largest(delta, starts[c], starts[c + 1]);
        }
        return places;
    }

    private int[] largest(double[] delta, int from, int to) {
        int count = Math.min(kept, to - from);
        double[] sorted = new double[to - from];
        for (int i = from; i < to; i++) {
            sorted[i - from] = Math.abs(delta[i]);
        }
        Arrays.sort(sorted);
        double least = sorted[sorted.length - count];
        int ties = count;
        for (int i = sorted.length - 1; i >= 0 && Double.compare(sorted[i], least) > 0; i--) {
            ties--;
        }
        int[] places = new int[count];
        int p = 0;
        for (int i = from; i < to && p < count; i++) {
            int larger = Double.compare(Math.abs(delta[i]), least);
            if (larger > 0 || larger == 0 && ties-- > 0) {
                places[p++] = i;
            }
        }
        return places;
    }

    @Override
    public Payload encode(double[] delta, int[] tensors) {
        Vectors.requireLength("update", delta.length, tensors);
        int[] starts = starts(tensors);
        int[][] places = places(delta, tensors);
        float[] levels = levels(delta, places);
        double middle = (levels[0] + (double) levels[1]) / 2;
        byte[] bytes = new byte[Math.toIntExact(bytes(tensors))];
        Bits bits = new Bits(bytes);
        bits.put(Float.floatToIntBits(levels[0]), Float.SIZE);
        bits.put(Float.floatToIntBits(levels[1]), Float.SIZE);
        for (int c = 0; c < places.length; c++) {
            int width = indexBits(starts[c + 1] - starts[c]);
            for (int place : places[c]) {
                bits.put(place - starts[c], width);
                bits.put(delta[place] < 0 ? 1 : 0, 1);
                bits.put(Math.abs(delta[place]) > middle ? 1 : 0, 1);
            }
        }
        return new Payload(bytes);
    }

    /// Mean magnitudes below and above the mean of those that are kept; twice the mean where all are equal.
    private static float[] levels(double[] delta, int[][] places) {
        double[] sizes = Arrays.stream(places)
                .flatMapToInt(Arrays::stream)
                .mapToDouble(place -> Math.abs(delta[place]))
                .toArray();
        double mean = Arrays.stream(sizes).average().orElse(0);
        double below =
                Arrays.stream(sizes).filter(size -> size <= mean).average().orElse(mean);
        double above =
                Arrays.stream(sizes).filter(size -> size > mean).average().orElse(mean);
        return new float[] {(float) below, (float) above};
    }

    @Override
    public double[] decode(Payload payload, int[] tensors) {
        payload.requireSize(bytes(tensors), name());
        int[] starts = starts(tensors);
        Bits bits = new Bits(payload.bytes());
        float[] levels = {Float.intBitsToFloat(bits.get(Float.SIZE)), Float.intBitsToFloat(bits.get(Float.SIZE))};
        double[] delta = new double[starts[starts.length - 1]];
        for (int c = 0; c + 1 < starts.length; c++) {
            int length = starts[c + 1] - starts[c];
            int width = indexBits(length);
            for (int k = Math.min(kept, length); k > 0; k--) {
                int place = starts[c] + bits.get(width);
                int sign = bits.get(1) == 0 ? 1 : -1;
                delta[place] = sign * levels[bits.get(1)];
            }
        }
        return delta;
    }

    @Override
    public String name() {
        return "top %d of %d".formatted(kept, chunk);
    }
}
