package throughline.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;

/// One encoder of a transformer: attention of all tokens to all, and a perceptron of each, both added to what they
/// read (Vaswani et al. 2017, section 3.1; normalised before each, as Xiong et al. 2020 found easier to train).
///
/// | layer | shape |
/// |---|---|
/// | tokens | `[B, N, D]` |
/// | norm, queries, keys and values | `[B, N, 3 D]` |
/// | attention of each head | `[B, heads, N, N]` |
/// | its outputs, linear, plus the tokens | `[B, N, D]` |
/// | norm, linear, GELU | `[B, N, 2 D]` |
/// | linear, plus what the perceptron read | `[B, N, D]` |
///
/// It has `8 D^2 + 11 D` weights.
final class Encoder extends Layers {
    private final int heads;
    private final int width;
    private final Block before;
    private final Block asked;
    private final Block told;
    private final Block between;
    private final Block wide;
    private final Block narrow;

    Encoder(int tokens, int width, int heads) {
        super(tokens, width);
        this.heads = heads;
        this.width = width;
        before = norm("before", width);
        asked = linear("asked", width, 3L * width);
        told = linear("told", width, width);
        between = norm("between", width);
        wide = linear("wide", width, 2L * width);
        narrow = linear("narrow", 2L * width, width);
    }

    @Override
    NDArray forward(Pass pass, NDList inputs) {
        NDArray x = inputs.head();
        NDArray y = x.add(attended(pass, pass.through(before, x)));
        NDArray inner = Activation.gelu(pass.through(wide, pass.through(between, y)));
        return y.add(pass.through(narrow, inner));
    }

    private NDArray attended(Pass pass, NDArray x) {
        NDArray all = pass.through(asked, x);
        NDArray queries = Attention.split(Slices.last(all, 0, width), heads);
        NDArray keys = Attention.split(Slices.last(all, width, 2L * width), heads);
        NDArray values = Attention.split(Slices.last(all, 2L * width, 3L * width), heads);
        NDArray heard = Attention.weights(queries, keys, null).matMul(values);
        return pass.through(told, heard.transpose(0, 2, 1, 3).reshape(x.getShape()));
    }
}
