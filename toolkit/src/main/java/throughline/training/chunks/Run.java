package throughline.training.chunks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.training.Transformer;
import throughline.training.chunks.Backpropagation.Pass;
import throughline.training.chunks.Head.Logits;
import throughline.training.chunks.Layer.Keys;
import throughline.training.chunks.Objective.ByToken;
import throughline.training.chunks.Objective.Judged;

/// One pass forward and back over a batch. All sequences go forward before the first goes back, as in a batch of a
/// framework.
final class Run {
    private final Backpropagation way;
    private final LanguageModel model;
    private final List<Tokens> batch;
    private final Objective objective;
    private final Meter meter = new Meter();
    private final LanguageModel gradients;
    private final List<Layer> layers;
    private final Head head;
    private final List<Forward> forwards = new ArrayList<>();
    private double loss;

    /// A sequence on its way: inputs of all layers and the output of the last, and what else is kept.
    private record Forward(Tokens tokens, Matrix[] inputs, List<Keys> keys, List<Chunk> kept) {
        Matrix last() {
            return inputs[inputs.length - 1];
        }
    }

    Run(Backpropagation way, LanguageModel model, List<Tokens> batch, Objective objective) {
        this.way = way;
        this.model = model;
        this.batch = batch;
        this.objective = objective;
        Transformer shape = model.shape();
        gradients = LanguageModel.zeros(model);
        CausalAttention attention = new CausalAttention(shape.heads(), shape.keyHeads(), shape.headWidth(), meter);
        layers = IntStream.range(0, shape.layers())
                .mapToObj(i -> new Layer(model.layer(i), gradients.layer(i), attention, meter))
                .toList();
        head = new Head(model, gradients, meter);
    }

    Pass pass() {
        batch.forEach(tokens -> forwards.add(forward(tokens)));
        List<Matrix> ends = forwards.stream()
                .map(forward -> meter.take(forward.last().rows(), forward.last().columns()))
                .toList();
        judge(ends);
        for (int s = 0; s < batch.size(); s++) {
            backward(forwards.get(s), ends.get(s));
        }
        if (meter.held() != 0) {
            throw new AssertionError("[%d] numbers were taken and not given back".formatted(meter.held()));
        }
        return new Pass(loss, gradients, meter.most(), meter.attention());
    }

    private Forward forward(Tokens tokens) {
        Forward forward = new Forward(tokens, new Matrix[layers.size() + 1], new ArrayList<>(), new ArrayList<>());
        forward.inputs[0] = looked(tokens);
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            Matrix x = forward.inputs[i];
            Matrix y = meter.take(x.rows(), x.columns());
            Keys keys = layer.keys(x, way.layer());
            way.layer().each(x.rows(), (from, to) -> {
                Chunk chunk = layer.forward(x, from, to, keys, y.rows(from, to));
                if (way.keepsLayers()) {
                    forward.kept.add(chunk);
                } else {
                    chunk.free(meter);
                }
            });
            if (way.keepsLayers()) {
                forward.keys.add(keys);
            } else {
                keys.free(meter);
            }
            forward.inputs[i + 1] = y;
        }
        return forward;
    }

    /// The rows of the table.
    private Matrix looked(Tokens tokens) {
        Matrix x = meter.take(tokens.count(), model.table().columns());
        for (int t = 0; t < tokens.count(); t++) {
            int id = tokens.ids()[t];
            x.rows(t, t + 1).copy(model.table().rows(id, id + 1));
        }
        return x;
    }

    /// Adds the gradients of the last layer's outputs to `ends`.
    private void judge(List<Matrix> ends) {
        if (way.logits().equals(Tiles.ONE)) {
            judgeWhole(ends);
        } else if (objective instanceof ByToken byToken) {
            judgeByToken(byToken, ends);
        } else {
            judgeTwice(ends);
        }
    }

    /// Logits of all sequences at once.
    private void judgeWhole(List<Matrix> ends) {
        List<Logits> logits = forwards.stream()
                .map(forward -> head.forward(forward.last(), 0, forward.last().rows()))
                .toList();
        double[][] found = new double[batch.size()][];
        for (int s = 0; s < found.length; s++) {
            found[s] = new double[batch.get(s).predicted()];
            probabilities(batch.get(s), logits.get(s), found[s]);
        }
        Judged judged = objective.judge(found);
        loss = judged.loss();
        for (int s = 0; s < found.length; s++) {
            back(s, logits.get(s), judged.slopes()[s], ends.get(s));
        }
    }

    /// Logits of a chunk, its loss and its gradients, before the next chunk.
    private void judgeByToken(ByToken terms, List<Matrix> ends) {
        int[] lengths = batch.stream().mapToInt(Tokens::predicted).toArray();
        for (int s = 0; s < lengths.length; s++) {
            int sequence = s;
            Tokens tokens = batch.get(s);
            double[] slopes = new double[lengths[s]];
            double[] found = new double[lengths[s]];
            way.logits().each(tokens.count(), (from, to) -> {
                Logits some = head.forward(forwards.get(sequence).last(), from, to);
                probabilities(tokens, some, found);
                for (int place = predicting(tokens, from); place < predictingEnd(tokens, to); place++) {
                    int token = place + 1 - tokens.prompt();
                    double[] term = terms.term(sequence, token, found[token], lengths);
                    loss += term[0];
                    slopes[token] = term[1];
                }
                back(sequence, some, slopes, ends.get(sequence));
            });
        }
    }

    /// Log probabilities of whole sequences first, chunk by chunk; then the same logits again, and their gradients.
    private void judgeTwice(List<Matrix> ends) {
        double[][] found = new double[batch.size()][];
        for (int s = 0; s < found.length; s++) {
            int sequence = s;
            found[s] = new double[batch.get(s).predicted()];
            way.logits().each(batch.get(s).count(), (from, to) -> {
                Logits some = head.forward(forwards.get(sequence).last(), from, to);
                probabilities(batch.get(sequence), some, found[sequence]);
                some.free(meter);
            });
        }
        Judged judged = objective.judge(found);
        loss = judged.loss();
        for (int s = 0; s < found.length; s++) {
            int sequence = s;
            way.logits().each(batch.get(s).count(), (from, to) -> {
                Logits some = head.forward(forwards.get(sequence).last(), from, to);
                back(sequence, some, judged.slopes()[sequence], ends.get(sequence));
            });
        }
    }

    /// First place from one on that predicts a token that is not given.
    private static int predicting(Tokens tokens, int from) {
        return Math.max(from, tokens.prompt() - 1);
    }

    /// The last token predicts nothing.
    private static int predictingEnd(Tokens tokens, int to) {
        return Math.min(to, tokens.count() - 1);
    }

    private void probabilities(Tokens tokens, Logits some, double[] found) {
        int[] ids = tokens.ids();
        for (int place = predicting(tokens, some.from()); place < predictingEnd(tokens, some.to()); place++) {
            found[place + 1 - tokens.prompt()] = head.logProbability(some, place, ids[place + 1]);
        }
    }

    /// Turns logits into gradients, and takes them through the output layer.
    private void back(int sequence, Logits some, double[] slopes, Matrix d) {
        Tokens tokens = batch.get(sequence);
        int[] ids = tokens.ids();
        for (int place = some.from(); place < some.to(); place++) {
            if (place >= tokens.prompt() - 1 && place < tokens.count() - 1) {
                head.slope(some, place, ids[place + 1], slopes[place + 1 - tokens.prompt()]);
            } else {
                head.none(some, place);
            }
        }
        head.backward(forwards.get(sequence).last(), some, d);
        some.free(meter);
    }

    /// Takes the gradient of a sequence's last layer back through all layers.
    private void backward(Forward forward, Matrix d) {
        meter.free(forward.last());
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer layer = layers.get(i);
            int place = i;
            Matrix x = forward.inputs[i];
            Keys keys = way.keepsLayers() ? forward.keys.get(i) : layer.keys(x, way.layer());
            Keys dKeys = layer.emptyKeys(x.rows());
            way.layer().each(x.rows(), (from, to) -> {
                Chunk chunk = way.keepsLayers() ? forward.kept.get(place) : recomputed(layer, x, from, to, keys);
                layer.backward(x, chunk, keys, dKeys, d.rows(from, to));
                chunk.free(meter);
            });
            layer.finish(x, dKeys, d, way.layer());
            keys.free(meter);
            dKeys.free(meter);
            meter.free(x);
        }
        for (int t = 0; t < d.rows(); t++) {
            int id = forward.tokens.ids()[t];
            gradients.table().rows(id, id + 1).add(d.rows(t, t + 1));
        }
        meter.free(d);
    }

    private Chunk recomputed(Layer layer, Matrix x, int from, int to, Keys keys) {
        Matrix y = meter.take(to - from, x.columns());
        Chunk chunk = layer.forward(x, from, to, keys, y);
        meter.free(y);
        return chunk;
    }
}
