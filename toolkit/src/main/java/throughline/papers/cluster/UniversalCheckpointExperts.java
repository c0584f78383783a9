package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import throughline.papers.cluster.UniversalCheckpointNetwork.Unit;
import throughline.training.ranks.Matrix;
import throughline.training.ranks.Pass;

/// A layer of experts, of which each token asks the two that its router finds best.
///
/// @param shape  of the network
/// @param slices that ranks have
/// @param below  what the layer's names begin with
/// @param sum    of what units of each rank compute
record UniversalCheckpointExperts(
        UniversalCheckpointShape shape,
        UniversalCheckpointSlices slices,
        String below,
        Function<List<List<Matrix>>, Matrix> sum) {
    private static final int ASKED = 2;

    /// What a unit of an expert computed on a rank.
    private record Part(int expert, int rank, int at, Pass pass) {}

    /// A perceptron with a gate: `(silu(x G) * x U) D`.
    static Pass gated(Matrix in, Matrix gate, Matrix up, Matrix down) {
        Matrix a = in.times(gate);
        Matrix b = in.times(up);
        Matrix open = a.map(x -> x * logistic(x));
        Matrix inner = open.with(b, (x, y) -> x * y);
        return new Pass(inner.times(down), gradient -> {
            Matrix inward = gradient.times(down.transposed());
            Matrix toGate =
                    inward.with(b, (g, y) -> g * y).with(a, (g, x) -> g * logistic(x) * (1 + x * (1 - logistic(x))));
            Matrix toUp = inward.with(open, (g, y) -> g * y);
            Matrix turned = in.transposed();
            return new Pass.Slopes(
                    toGate.times(gate.transposed()).plus(toUp.times(up.transposed())),
                    List.of(
                            turned.times(toGate),
                            turned.times(toUp),
                            inner.transposed().times(gradient)));
        });
    }

    private static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /// The layer.
    Unit pass(Matrix in) {
        Matrix router = slices.first(below + "router", 0);
        Matrix shares = shares(in.times(router.transposed()));
        List<List<Part>> parts = new ArrayList<>();
        for (int rank = 0; rank < slices.ranks(); rank++) {
            parts.add(parts(in, rank));
        }
        Matrix out = summed(parts, part -> weighted(part.pass.out(), shares, part.expert));
        return new Unit(out, gradient -> {
            Matrix inward = summed(parts, part -> back(part, weighted(gradient, shares, part.expert)));
            Matrix asked = summed(parts, part -> agreement(part, gradient));
            Matrix logits = softmaxBack(shares, asked);
            slices.addToAll(below + "router", logits.transposed().times(in));
            return inward.plus(logits.times(router));
        });
    }

    private Matrix summed(List<List<Part>> parts, Function<Part, Matrix> each) {
        return sum.apply(
                parts.stream().map(own -> own.stream().map(each).toList()).toList());
    }

    /// Units first, then experts: the order in which ranks have them.
    private List<Part> parts(Matrix in, int rank) {
        Matrix up = slices.first(below + "experts/up", rank);
        Matrix down = slices.first(below + "experts/down", rank);
        int each = shape.inner() / UniversalCheckpointShape.UNITS;
        int inner = down.columns();
        List<Part> parts = new ArrayList<>();
        for (int at = 0; at < inner; at += each) {
            for (int expert = 0; expert < shape.experts(); expert++) {
                int gate = expert * 2 * inner + at;
                int beside = gate + inner;
                Pass pass = gated(
                        in,
                        up.rows(gate, gate + each).transposed(),
                        up.rows(beside, beside + each).transposed(),
                        down.rows(expert * shape.width(), (expert + 1) * shape.width())
                                .columns(at, at + each)
                                .transposed());
                parts.add(new Part(expert, rank, at, pass));
            }
        }
        return parts;
    }

    private Matrix back(Part part, Matrix gradient) {
        int inner = slices.first(below + "experts/down", part.rank).columns();
        int gate = part.expert * 2 * inner + part.at;
        Pass.Slopes slopes = part.pass.back().apply(gradient);
        slices.add(
                below + "experts/up",
                part.rank,
                gate,
                0,
                slopes.weights().get(0).transposed());
        slices.add(
                below + "experts/up",
                part.rank,
                gate + inner,
                0,
                slopes.weights().get(1).transposed());
        slices.add(
                below + "experts/down",
                part.rank,
                part.expert * shape.width(),
                part.at,
                slopes.weights().get(2).transposed());
        return slopes.input();
    }

    private static Matrix weighted(Matrix rows, Matrix shares, int expert) {
        double[] values = rows.values();
        for (int i = 0; i < values.length; i++) {
            values[i] *= shares.at(i / rows.columns(), expert);
        }
        return Matrix.of(rows.rows(), rows.columns(), values);
    }

    /// How much a larger share of this expert would add, in its column.
    private Matrix agreement(Part part, Matrix gradient) {
        Matrix product = part.pass.out().with(gradient, (a, b) -> a * b);
        double[] values = new double[gradient.rows() * shape.experts()];
        for (int t = 0; t < gradient.rows(); t++) {
            for (int c = 0; c < gradient.columns(); c++) {
                values[t * shape.experts() + part.expert] += product.at(t, c);
            }
        }
        return Matrix.of(gradient.rows(), shape.experts(), values);
    }

    /// Softmax over the best of each row, 0 for the others.
    private Matrix shares(Matrix logits) {
        double[] shares = new double[logits.rows() * shape.experts()];
        for (int t = 0; t < logits.rows(); t++) {
            double least = asked(logits, t);
            double sum = 0;
            for (int e = 0; e < shape.experts(); e++) {
                double odds = logits.at(t, e) >= least ? StrictMath.exp(logits.at(t, e)) : 0;
                shares[t * shape.experts() + e] = odds;
                sum += odds;
            }
            for (int e = 0; e < shape.experts(); e++) {
                shares[t * shape.experts() + e] /= sum;
            }
        }
        return Matrix.of(logits.rows(), shape.experts(), shares);
    }

    private double asked(Matrix logits, int row) {
        double[] sorted = logits.rows(row, row + 1).values();
        Arrays.sort(sorted);
        return sorted[sorted.length - ASKED];
    }

    private static Matrix softmaxBack(Matrix shares, Matrix gradient) {
        double[] slopes = new double[shares.rows() * shares.columns()];
        for (int t = 0; t < shares.rows(); t++) {
            double mean = 0;
            for (int e = 0; e < shares.columns(); e++) {
                mean += shares.at(t, e) * gradient.at(t, e);
            }
            for (int e = 0; e < shares.columns(); e++) {
                slopes[t * shares.columns() + e] = shares.at(t, e) * (gradient.at(t, e) - mean);
            }
        }
        return Matrix.of(shares.rows(), shares.columns(), slopes);
    }
}
