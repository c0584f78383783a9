package throughline.training.sbp;

import java.util.List;

/// Attention of heads, each token with every other.
final class Heads {
    private Heads() {}

    /// @param inputs queries, keys, values, each `[sequences, tokens, heads x width]` of what one device holds
    /// @param shapes of them
    /// @param whole  width of all queries that this device holds
    /// @param op     says how wide a head is, from how many share the keys
    static double[] attend(List<double[]> inputs, List<Shape> shapes, int whole, Op.Attention op) {
        int keys = shapes.get(1).last();
        int shared = op.heads() / op.keyHeads();
        int width = op.width();
        int tokens = shapes.get(0).size(1);
        int others = shapes.get(1).size(1);
        double[] output = new double[inputs.get(0).length];
        double[] scores = new double[others];
        for (int sequence = 0; sequence < shapes.get(0).size(0); sequence++) {
            for (int head = 0; head < whole / width; head++) {
                int key = head / shared * width;
                for (int token = 0; token < tokens; token++) {
                    int query = (sequence * tokens + token) * whole + head * width;
                    for (int other = 0; other < others; other++) {
                        int at = (sequence * others + other) * keys + key;
                        scores[other] = 0;
                        for (int i = 0; i < width; i++) {
                            scores[other] += inputs.get(0)[query + i] * inputs.get(1)[at + i] / Math.sqrt(width);
                        }
                    }
                    Arithmetic.softmax(scores, scores, 0, 1, others);
                    for (int other = 0; other < others; other++) {
                        int at = (sequence * others + other) * keys + key;
                        for (int i = 0; i < width; i++) {
                            output[query + i] += scores[other] * inputs.get(2)[at + i];
                        }
                    }
                }
            }
        }
        return output;
    }
}
