package throughline.papers.training;

import java.util.ArrayList;
import java.util.List;
import throughline.spec.BadInput;
import throughline.training.sbp.Graph;
import throughline.training.sbp.Op;
import throughline.training.sbp.Parameter;
import throughline.training.sbp.Shape;

/// A published model as its parameters are called in Flax.
///
/// @param name       as in `LLaMA-7B`
/// @param billions   of parameters, as its authors round them
/// @param family     that says how parameters are called
/// @param layers     blocks; of T5 and BART, of the encoder and of the decoder each
/// @param width      of the residual stream
/// @param heads      of attention
/// @param headWidth  of a head
/// @param inner      width inside the feed-forward part
/// @param vocabulary tokens
public record RedcoModel(
        String name,
        double billions,
        Family family,
        int layers,
        int width,
        int heads,
        int headWidth,
        int inner,
        int vocabulary) {
    /// Who calls parameters alike.
    public enum Family {
        GPT_J,
        LLAMA,
        T5,
        /// With decoder and encoder, as T5.
        BART,
        OPT,
        /// With queries, keys and values in one matrix, and all matrices stored `[out, in]`.
        GPT_2
    }

    /// A matrix of a block.
    ///
    /// @param path   within the block
    /// @param in     rows
    /// @param out    columns
    /// @param column whether Megatron splits its columns, not its rows
    record Matrix(String path, int in, int out, boolean column) {}

    /// GPT-J, with attention and feed-forward side by side.
    public static RedcoModel gptJ() {
        return new RedcoModel("GPT-J-6B", 6, Family.GPT_J, 28, 4096, 16, 256, 16_384, 50_400);
    }

    /// A LLaMA.
    public static RedcoModel llama(double billions, int layers, int width, int inner) {
        String name = "LLaMA-%.0fB".formatted(billions);
        return new RedcoModel(name, billions, Family.LLAMA, layers, width, width / 128, 128, inner, 32_000);
    }

    /// A T5 of 24 layers and width 1024.
    public static RedcoModel t5(double billions, int heads, int inner) {
        String name = "T5-%.0fB".formatted(billions);
        return new RedcoModel(name, billions, Family.T5, 24, 1024, heads, 128, inner, 32_128);
    }

    /// A BART.
    public static RedcoModel bart(String name, double billions, int layers, int width) {
        return new RedcoModel(name, billions, Family.BART, layers, width, width / 64, 64, 4 * width, 50_265);
    }

    /// An OPT.
    public static RedcoModel opt(double billions, int layers, int width, int heads) {
        String name = "OPT-%sB".formatted(billions == Math.rint(billions) ? "%.0f".formatted(billions) : billions);
        return new RedcoModel(name, billions, Family.OPT, layers, width, heads, width / heads, 4 * width, 50_272);
    }

    /// A GPT-2.
    public static RedcoModel gpt2(String name, double billions, int layers, int width) {
        return new RedcoModel(name, billions, Family.GPT_2, layers, width, width / 64, 64, 4 * width, 50_257);
    }

    /// The matrices of a block; of T5 and BART, of one of the encoder.
    List<Matrix> matrices() {
        int all = heads * headWidth;
        return switch (family) {
            case GPT_J -> attention("attn/", "%s_proj", "out_proj", "mlp/fc_in", "mlp/fc_out");
            case LLAMA -> attention("self_attn/", "%s_proj", "o_proj", "mlp/gate_proj", "mlp/up_proj", "mlp/down_proj");
            case OPT, BART -> attention("self_attn/", "%s_proj", "out_proj", "fc1", "fc2");
            case T5 ->
                attention(
                        "layer/0/SelfAttention/", "%s", "o", "layer/1/DenseReluDense/wi", "layer/1/DenseReluDense/wo");
            case GPT_2 ->
                List.of(
                        new Matrix("attn/c_attn", width, 3 * all, true),
                        new Matrix("attn/c_proj", all, width, false),
                        new Matrix("mlp/c_fc", width, inner, true),
                        new Matrix("mlp/c_proj", inner, width, false));
        };
    }

    /// Queries, keys, values, output, then the feed-forward part, of which the last leads back.
    private List<Matrix> attention(String path, String projection, String output, String... forward) {
        int all = heads * headWidth;
        List<Matrix> matrices = new ArrayList<>();
        for (String name : List.of("q", "k", "v")) {
            matrices.add(new Matrix(path + projection.formatted(name), width, all, true));
        }
        matrices.add(new Matrix(path + output, all, width, false));
        for (int i = 0; i < forward.length; i++) {
            boolean back = i == forward.length - 1;
            matrices.add(new Matrix(forward[i], back ? inner : width, back ? width : inner, !back));
        }
        return matrices;
    }

    /// Where the first block stands in the tree.
    String first() {
        return switch (family) {
            case GPT_J, GPT_2 -> "transformer/h/0/";
            case LLAMA -> "model/layers/0/";
            case OPT -> "model/decoder/layers/0/";
            case T5 -> "encoder/block/0/";
            case BART -> "model/encoder/layers/0/";
        };
    }

    /// All matrices and tables. Biases and norms are left out: they are replicated, and thousandths of the whole.
    public List<Parameter> tree() {
        List<Parameter> tree = new ArrayList<>(tables());
        for (int layer = 0; layer < layers; layer++) {
            for (Matrix matrix : matrices()) {
                String path = first().replace("/0/", "/" + layer + "/") + matrix.path;
                tree.add(kernel(path, matrix));
                if (path.contains("encoder")) {
                    String decoder = path.replace("encoder", "decoder");
                    tree.add(kernel(decoder.replace("layer/1/Dense", "layer/2/Dense"), matrix));
                    if (path.contains("elf")) {
                        String across = decoder.replace("layer/0/Self", "layer/1/EncDec");
                        tree.add(kernel(across.replace("self_attn", "encoder_attn"), matrix));
                    }
                }
            }
        }
        return tree;
    }

    private Parameter kernel(String path, Matrix matrix) {
        return family == Family.GPT_2
                ? Parameter.of(path + "/kernel", matrix.out, matrix.in)
                : Parameter.of(path + "/kernel", matrix.in, matrix.out);
    }

    private List<Parameter> tables() {
        Parameter head = Parameter.of("lm_head/kernel", width, vocabulary);
        return switch (family) {
            case GPT_J -> List.of(Parameter.of("transformer/wte/embedding", vocabulary, width), head);
            case LLAMA -> List.of(Parameter.of("model/embed_tokens/embedding", vocabulary, width), head);
            case OPT ->
                List.of(
                        Parameter.of("model/decoder/embed_tokens/embedding", vocabulary, width),
                        Parameter.of("model/decoder/embed_positions/embedding", 2050, width));
            case T5 ->
                List.of(
                        Parameter.of("shared/embedding", vocabulary, width),
                        Parameter.of(first() + "layer/0/SelfAttention/relative_attention_bias/embedding", 32, heads));
            case BART ->
                List.of(
                        Parameter.of("model/shared/embedding", vocabulary, width),
                        Parameter.of("model/encoder/embed_positions/embedding", 1026, width),
                        Parameter.of("model/decoder/embed_positions/embedding", 1026, width));
            case GPT_2 ->
                List.of(
                        Parameter.of("transformer/wte/embedding", vocabulary, width),
                        Parameter.of("transformer/wpe/embedding", 1024, width));
        };
    }

    /// The path of the table of tokens.
    String tokens() {
        return tables().getFirst().path();
    }

    /// Parameters of all matrices and tables.
    public double weights() {
        return tree().stream()
                .mapToDouble(parameter -> parameter.shape().elements())
                .sum();
    }

    /// The computation of the first block, its weights called as in the tree.
    ///
    /// @param sequences that it takes at once
    /// @param length    tokens of each
    /// @param bytes     of a number
    /// @throws BadInput for GPT-2, whose fused matrix would have to be taken apart by heads
    public Graph block(int sequences, int length, int bytes) {
        if (family == Family.GPT_2) {
            throw new BadInput("%s: queries, keys and values are one matrix; its block cannot be laid out", name);
        }
        Graph graph = Graph.of(bytes).activations("x", Shape.of(sequences, length, width));
        for (Matrix matrix : matrices()) {
            graph = graph.weight(first() + matrix.path + "/kernel", Shape.of(matrix.in, matrix.out));
        }
        List<String> weights = graph.weights();
        graph = graph.op("norm", new Op.Softmax(2), "x")
                .op("q", new Op.Matmul(), "norm", weights.get(0))
                .op("k", new Op.Matmul(), "norm", weights.get(1))
                .op("v", new Op.Matmul(), "norm", weights.get(2))
                .op("heads", new Op.Attention(heads, heads, headWidth), "q", "k", "v")
                .op("o", new Op.Matmul(), "heads", weights.get(3));
        if (family == Family.GPT_J) {
            return forward(graph, "norm", weights)
                    .op("y", new Op.Add(), "x", "o", "down")
                    .output("y");
        }
        graph = graph.op("middle", new Op.Add(), "x", "o").op("norm 2", new Op.Softmax(2), "middle");
        return forward(graph, "norm 2", weights)
                .op("y", new Op.Add(), "middle", "down")
                .output("y");
    }

    private static Graph forward(Graph graph, String from, List<String> weights) {
        Graph up = graph.op("up", new Op.Matmul(), from, weights.get(4)).op("bent", new Op.Unary(false), "up");
        if (weights.size() == 6) {
            return up.op("down", new Op.Matmul(), "bent", weights.get(5));
        }
        return up.op("other", new Op.Matmul(), from, weights.get(5))
                .op("gated", new Op.Multiply(), "bent", "other")
                .op("down", new Op.Matmul(), "gated", weights.get(6));
    }
}
