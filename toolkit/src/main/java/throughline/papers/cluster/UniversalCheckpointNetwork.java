package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import throughline.training.ranks.Attention;
import throughline.training.ranks.Layers;
import throughline.training.ranks.Matrix;
import throughline.training.ranks.Pass;

/// One text through the slices of all ranks of tensor parallelism, forward and back, in double precision.
///
/// Each rank computes its part of a layer in units: the heads that share keys, a part of the perceptron, some rows of
/// the vocabulary. In fixed order, all units are summed one after the other, whichever rank has them, so that every
/// layout gives the same bits; otherwise a rank sums its own first, as an all-reduce does.
final class UniversalCheckpointNetwork {
    private final UniversalCheckpointShape shape;
    private final UniversalCheckpointSlices slices;
    private final boolean fixed;

    /// What a unit of a rank computes; on the way back it leaves the gradients of its weights and gives that of what
    /// went in.
    record Unit(Matrix out, Function<Matrix, Matrix> back) {}

    UniversalCheckpointNetwork(UniversalCheckpointShape shape, UniversalCheckpointSlices slices, boolean fixed) {
        this.shape = shape;
        this.slices = slices;
        this.fixed = fixed;
    }

    /// Adds the gradients of a text.
    ///
    /// @param text    one token more than the context
    /// @param dropout factors of the embedded text
    /// @param share   of the text in the mean
    /// @return its mean loss, in nats a token
    double learn(int[] text, Matrix dropout, double share) {
        int length = text.length - 1;
        Matrix x = embedded(text, length).with(dropout, (a, b) -> a * b);
        List<Function<Matrix, Matrix>> back = new ArrayList<>();
        for (int layer = 0; layer < shape.layers(); layer++) {
            String below = "layer-" + layer + "/";
            Unit attended = beside(x, below + "attention-norm", in -> all(units(in, below, true)));
            Unit thought = beside(
                    attended.out,
                    below + "perceptron-norm",
                    in -> shape.experts() == 0
                            ? all(units(in, below, false))
                            : new UniversalCheckpointExperts(shape, slices, below, this::sum).pass(in));
            back.addFirst(gradient -> attended.back.apply(thought.back.apply(gradient)));
            x = thought.out;
        }
        Pass normal = Layers.norm(x, slices.first("norm", 0));
        double[] loss = new double[1];
        Pass.Slopes top = normal.back().apply(predicted(normal.out(), text, share, loss));
        slices.addToAll("norm", top.weights().getFirst());
        Matrix gradient = top.input();
        for (Function<Matrix, Matrix> layer : back) {
            gradient = layer.apply(gradient);
        }
        embeddedBack(text, gradient.with(dropout, (a, b) -> a * b));
        return loss[0];
    }

    /// Units' sums by rank, added up.
    private Matrix sum(List<List<Matrix>> byRank) {
        if (fixed) {
            return byRank.stream().flatMap(List::stream).reduce(Matrix::plus).orElseThrow();
        }
        return byRank.stream()
                .map(units -> units.stream().reduce(Matrix::plus).orElseThrow())
                .reduce(Matrix::plus)
                .orElseThrow();
    }

    private Unit all(List<List<Unit>> byRank) {
        return new Unit(
                sum(byRank.stream()
                        .map(units -> units.stream().map(Unit::out).toList())
                        .toList()),
                gradient -> sum(byRank.stream()
                        .map(units -> units.stream()
                                .map(unit -> unit.back.apply(gradient))
                                .toList())
                        .toList()));
    }

    /// Adds to the stream what layers make of its norm.
    private Unit beside(Matrix stream, String norm, Function<Matrix, Unit> layers) {
        Pass normal = Layers.norm(stream, slices.first(norm, 0));
        Unit inside = layers.apply(normal.out());
        return new Unit(stream.plus(inside.out), gradient -> {
            Pass.Slopes slopes = normal.back().apply(inside.back.apply(gradient));
            slices.addToAll(norm, slopes.weights().getFirst());
            return gradient.plus(slopes.input());
        });
    }

    private List<List<Unit>> units(Matrix in, String below, boolean attention) {
        List<List<Unit>> byRank = new ArrayList<>();
        for (int rank = 0; rank < slices.ranks(); rank++) {
            byRank.add(attention ? heads(in, below, rank) : perceptron(in, below, rank));
        }
        return byRank;
    }

    /// Keys and values with the queries that share them.
    private List<Unit> heads(Matrix in, String below, int rank) {
        Matrix qkv = slices.first(below + "qkv", rank);
        Matrix out = slices.first(below + "out", rank);
        int size = shape.size();
        int shared = shape.heads() / shape.keyHeads();
        int groups = qkv.rows() / size / (shared + 2);
        List<Unit> units = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            int q = group * shared * size;
            int k = (groups * shared + group) * size;
            int v = k + groups * size;
            Pass pass = Layers.attention(
                    in,
                    qkv.rows(q, q + shared * size).transposed(),
                    qkv.rows(k, k + size).transposed(),
                    qkv.rows(v, v + size).transposed(),
                    out.columns(q, q + shared * size).transposed(),
                    Attention.causal(shared, 1)::dense);
            units.add(new Unit(pass.out(), gradient -> {
                Pass.Slopes slopes = pass.back().apply(gradient);
                int[] rows = {q, k, v};
                for (int i = 0; i < rows.length; i++) {
                    slices.add(
                            below + "qkv",
                            rank,
                            rows[i],
                            0,
                            slopes.weights().get(i).transposed());
                }
                slices.add(below + "out", rank, 0, q, slopes.weights().get(3).transposed());
                return slopes.input();
            }));
        }
        return units;
    }

    private List<Unit> perceptron(Matrix in, String below, int rank) {
        Matrix up = slices.first(below + "up", rank);
        Matrix down = slices.first(below + "down", rank);
        int each = shape.inner() / UniversalCheckpointShape.UNITS;
        List<Unit> units = new ArrayList<>();
        for (int from = 0; from < down.columns(); from += each) {
            int at = from;
            int beside = down.columns() + at;
            Matrix first = up.rows(at, at + each).transposed();
            Matrix second = down.columns(at, at + each).transposed();
            Pass pass = shape.gated()
                    ? UniversalCheckpointExperts.gated(
                            in, first, up.rows(beside, beside + each).transposed(), second)
                    : Layers.mlp(in, first, second);
            units.add(new Unit(pass.out(), gradient -> {
                Pass.Slopes slopes = pass.back().apply(gradient);
                slices.add(
                        below + "up", rank, at, 0, slopes.weights().getFirst().transposed());
                if (shape.gated()) {
                    slices.add(
                            below + "up",
                            rank,
                            beside,
                            0,
                            slopes.weights().get(1).transposed());
                }
                slices.add(
                        below + "down", rank, 0, at, slopes.weights().getLast().transposed());
                return slopes.input();
            }));
        }
        return units;
    }

    /// A token's row is on one rank; the sum of the others' zeros is exact.
    private Matrix embedded(int[] text, int length) {
        int rows = slices.first("embedding", 0).rows();
        double[] out = slices.first("positions", 0).values();
        int width = shape.width();
        for (int t = 0; t < length; t++) {
            Matrix table = slices.first("embedding", text[t] / rows);
            for (int c = 0; c < width; c++) {
                out[t * width + c] += table.at(text[t] % rows, c);
            }
        }
        return Matrix.of(length, width, out);
    }

    private void embeddedBack(int[] text, Matrix gradient) {
        int rows = slices.first("embedding", 0).rows();
        for (int t = 0; t < gradient.rows(); t++) {
            slices.add("embedding", text[t] / rows, text[t] % rows, 0, gradient.rows(t, t + 1));
        }
        slices.addToAll("positions", gradient);
    }

    /// The gradient of the last states; the gradients of the vocabulary are left, those of its padding at zero.
    private Matrix predicted(Matrix states, int[] text, double share, double[] loss) {
        String name = shape.tied() ? "embedding" : "head";
        Matrix logits = Matrix.zero(states.rows(), 0);
        for (int rank = 0; rank < slices.ranks(); rank++) {
            logits = Matrix.beside(logits, states.times(slices.last(name, rank).transposed()));
        }
        double[] slopes = new double[states.rows() * logits.columns()];
        for (int t = 0; t < states.rows(); t++) {
            double[] odds = logits.rows(t, t + 1).columns(0, shape.vocabulary()).values();
            double sum = 0;
            for (int token = 0; token < odds.length; token++) {
                odds[token] = StrictMath.exp(odds[token]);
                sum += odds[token];
            }
            loss[0] += StrictMath.log(sum / odds[text[t + 1]]) / states.rows();
            for (int token = 0; token < odds.length; token++) {
                slopes[t * logits.columns() + token] =
                        (odds[token] / sum - (token == text[t + 1] ? 1 : 0)) * share / states.rows();
            }
        }
        return predictedBack(states, name, Matrix.of(states.rows(), logits.columns(), slopes));
    }

    private Matrix predictedBack(Matrix states, String name, Matrix slopes) {
        List<List<Matrix>> inward = new ArrayList<>();
        int start = 0;
        for (int rank = 0; rank < slices.ranks(); rank++) {
            Matrix table = slices.last(name, rank);
            List<Matrix> units = new ArrayList<>();
            for (int row = 0; row < table.rows(); row += UniversalCheckpointShape.ROWS) {
                int end = row + UniversalCheckpointShape.ROWS;
                Matrix own = slopes.columns(start + row, start + end);
                units.add(own.times(table.rows(row, end)));
                slices.add(name, rank, row, 0, own.transposed().times(states));
            }
            start += table.rows();
            inward.add(units);
        }
        return sum(inward);
    }
}
