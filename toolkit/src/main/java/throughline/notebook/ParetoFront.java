package throughline.notebook;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.data.Plot.Kind;
import throughline.data.Plot.Series;
import throughline.notebook.FromTable.Better;

/// The points that no other is at least as good as in both, and better than in one.
final class ParetoFront {
    private final double[] xs;
    private final double[] ys;
    private final Better betterX;
    private final Better betterY;
    private final int[] front;
    private final int[] beaten;

    /// @param xs all finite
    /// @param ys as many, all finite
    ParetoFront(double[] xs, Better betterX, double[] ys, Better betterY) {
        this.xs = xs;
        this.ys = ys;
        this.betterX = betterX;
        this.betterY = betterY;
        int[] all = IntStream.range(0, xs.length).toArray();
        beaten = Arrays.stream(all)
                .filter(i -> Arrays.stream(all).anyMatch(j -> beats(j, i)))
                .toArray();
        front = Arrays.stream(all)
                .filter(i -> Arrays.stream(beaten).noneMatch(b -> b == i))
                .boxed()
                .sorted((i, j) -> Double.compare(xs[i], xs[j]))
                .mapToInt(i -> i)
                .toArray();
    }

    private boolean beats(int one, int other) {
        int byX = compare(xs[one], xs[other], betterX);
        int byY = compare(ys[one], ys[other], betterY);
        return byX >= 0 && byY >= 0 && byX + byY > 0;
    }

    private static int compare(double one, double other, Better better) {
        return better == Better.LOW ? Double.compare(other, one) : Double.compare(one, other);
    }

    /// In ascending order, as in the other methods on the front.
    double[] x() {
        return pick(xs, front);
    }

    double[] y() {
        return pick(ys, front);
    }

    double[] beatenX() {
        return pick(xs, beaten);
    }

    double[] beatenY() {
        return pick(ys, beaten);
    }

    /// Of names of all points, those of the front; none of none.
    List<String> named(List<String> names) {
        return names.isEmpty()
                ? names
                : Arrays.stream(front).mapToObj(names::get).toList();
    }

    /// Between two points of a front lies what both beat: the corner is on the worse side.
    Series stairs() {
        double[] x = x();
        double[] y = y();
        int corners = Math.max(0, 2 * x.length - 1);
        double[] cornerX = new double[corners];
        double[] cornerY = new double[corners];
        boolean first = betterX == Better.LOW;
        for (int i = 0; i < corners; i++) {
            boolean between = i % 2 == 1;
            cornerX[i] = x[i / 2 + (between && first ? 1 : 0)];
            cornerY[i] = y[i / 2 + (between && !first ? 1 : 0)];
        }
        return new Series("front", Kind.LINE, cornerX, cornerY, null, null, false);
    }

    private static double[] pick(double[] values, int[] chosen) {
        return Arrays.stream(chosen).mapToDouble(i -> values[i]).toArray();
    }
}
