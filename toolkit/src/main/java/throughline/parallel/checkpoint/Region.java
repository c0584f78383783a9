package throughline.parallel.checkpoint;

import java.util.ArrayList;
import java.util.List;

/// The part of a tensor that a rank holds: along each dimension, ranges that it keeps one behind the other. What a
/// range has beyond the tensor's end is padding, which is no data.
///
/// @param whole shape of the tensor
/// @param held  ranges along each dimension, ascending
public record Region(List<Integer> whole, List<List<Range>> held) {
    /// Places from one up to another.
    ///
    /// @param from first
    /// @param to   behind the last
    public record Range(int from, int to) {}

    /// Told of what lies behind one another both in the tensor and in the part.
    @FunctionalInterface
    public interface Runs {
        /// Elements that lie in a row.
        ///
        /// @param whole  place of the first in the tensor
        /// @param part   place of the first in the part
        /// @param length how many
        void run(int whole, int part, int length);
    }

    public Region {
        whole = List.copyOf(whole);
        held = held.stream().map(List::copyOf).toList();
    }

    /// All of a tensor.
    public static Region all(List<Integer> shape) {
        return new Region(
                shape,
                shape.stream().map(extent -> List.of(new Range(0, extent))).toList());
    }

    /// This, with other ranges along a dimension.
    Region along(int dimension, List<Range> ranges) {
        List<List<Range>> next = new ArrayList<>(held);
        next.set(dimension, ranges);
        return new Region(whole, next);
    }

    /// Shape of the part, padding included.
    public List<Integer> shape() {
        return held.stream()
                .map(ranges -> ranges.stream().mapToInt(r -> r.to - r.from).sum())
                .toList();
    }

    /// Elements of the part, padding included.
    public int size() {
        return shape().stream().reduce(1, Math::multiplyExact);
    }

    /// Visits every element of the part that is data, in order, in as few runs as there are.
    public void runs(Runs runs) {
        int last = 0;
        for (int d = 1; d < whole.size(); d++) {
            if (!held.get(d).equals(List.of(new Range(0, whole.get(d))))) {
                last = d;
            }
        }
        new Walk(last, strides(whole), strides(shape()), runs).along(0, 0, 0);
    }

    /// Beyond the last dimension that is cut, what lies in a row in the part does so in the tensor.
    private final class Walk {
        private final int last;
        private final int[] wholeStrides;
        private final int[] partStrides;
        private final Runs runs;

        Walk(int last, int[] wholeStrides, int[] partStrides, Runs runs) {
            this.last = last;
            this.wholeStrides = wholeStrides;
            this.partStrides = partStrides;
            this.runs = runs;
        }

        void along(int d, int inWhole, int inPart) {
            int at = inPart;
            for (Range range : held.get(d)) {
                int end = Math.min(range.to, whole.get(d));
                if (d == last && end > range.from) {
                    runs.run(inWhole + range.from * wholeStrides[d], at, (end - range.from) * wholeStrides[d]);
                }
                for (int i = range.from; d < last && i < end; i++) {
                    along(d + 1, inWhole + i * wholeStrides[d], at + (i - range.from) * partStrides[d]);
                }
                at += (range.to - range.from) * partStrides[d];
            }
        }
    }

    private static int[] strides(List<Integer> shape) {
        int[] strides = new int[shape.size()];
        int stride = 1;
        for (int d = strides.length - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= shape.get(d);
        }
        return strides;
    }

    /// Copies the part out of a tensor; padding is zero.
    ///
    /// @param tensor flat, last dimension fastest
    public double[] cut(double[] tensor) {
        double[] part = new double[size()];
        runs((inWhole, inPart, length) -> System.arraycopy(tensor, inWhole, part, inPart, length));
        return part;
    }
}
