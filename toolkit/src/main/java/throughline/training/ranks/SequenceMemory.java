package throughline.training.ranks;

import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;
import throughline.spec.BadInput;
import throughline.training.Transformer;

/// Memory of training a transformer whose scores are stored, with the sequence split over devices (RSA, arXiv
/// 2105.13120, section 3.2) or with tensors split (Megatron). All numbers have 32 bits; a weight is held four times:
/// with its gradient and two moments.
///
/// ```java
/// var bert = SequenceMemory.bert("BERT-base", 12, 768, 12);
/// var memory = new SequenceMemory(bert, SequenceMemory.Split.SEQUENCE, 64, 0);
/// int batch = memory.largestBatch(16e9, 512);
/// show(memory.cost(batch, 512).explain());
/// ```
///
/// @param model      what is trained; its feed-forward layers are four times as wide as the stream
/// @param split      what is split
/// @param ranks      over which it is split, at least 1
/// @param projection rows that keys and values are projected to before attention (Linformer, arXiv 2006.04768); 0 for
///                   none
public record SequenceMemory(Transformer model, Split split, int ranks, int projection) {
    private static final double BYTES = 4;
    private static final double HELD = 4;
    private static final String SOURCE = "RSA, section 3.2";

    /// What is split over devices.
    public enum Split {
        /// Weights and heads; the residual stream is on every device.
        TENSOR,
        /// Tokens; weights are on every device.
        SEQUENCE
    }

    public SequenceMemory {
        if (ranks < 1 || projection < 0) {
            throw new BadInput(
                    "sequence memory: ranks [%d] must be at least 1 and projection [%d] not negative",
                    ranks, projection);
        }
        if (split == Split.TENSOR && model.heads() % ranks != 0) {
            throw new BadInput("%s: [%d] ranks do not divide its %d heads", model.name(), ranks, model.heads());
        }
    }

    /// A shape of BERT: a vocabulary of 30,522.
    public static Transformer bert(String name, int layers, int width, int heads) {
        return Transformer.gpt(name, layers, width, heads).with("vocabulary", "30522");
    }

    /// The most devices among which tensors can be split.
    ///
    /// @param ranks there are
    public static int tensorRanks(Transformer model, int ranks) {
        int most = Math.min(ranks, model.heads());
        while (model.heads() % most != 0) {
            most--;
        }
        return most;
    }

    /// Elements that a layer's MLP keeps on a device.
    ///
    /// @param tokens of the batch, all sequences together
    public double mlp(double tokens) {
        double width = model.width();
        double weights = 8 * HELD * width * width;
        return split == Split.TENSOR
                ? weights / ranks + 4 * tokens * width / ranks + tokens * width
                : weights + 5 * tokens * width / ranks;
    }

    /// Elements that a layer's attention keeps on a device.
    ///
    /// @param tokens of the batch, all sequences together
    /// @param length of a sequence
    public double attention(double tokens, double length) {
        double width = model.width();
        double seen = projection > 0 ? projection : length;
        double weights = 4 * HELD * width * width;
        double inside = (4 * tokens * width + tokens * model.heads() * seen) / ranks;
        return split == Split.TENSOR
                ? weights / ranks + inside + tokens * width
                : weights + inside + tokens * width / ranks;
    }

    /// Bytes on a device.
    ///
    /// @param batch  sequences
    /// @param length of each, tokens
    public Cost cost(double batch, double length) {
        double table = HELD * model.embeddingWeights() / (split == Split.TENSOR ? ranks : 1);
        return Cost.sum(
                "memory of " + model.name(),
                term("MLP", model.layers() * mlp(batch * length)),
                term("attention", model.layers() * attention(batch * length, length)),
                term("table of tokens", table));
    }

    private static Cost term(String name, double elements) {
        return Cost.of(name, BYTES * elements, "B", "", SOURCE, Basis.DERIVED);
    }

    /// The most sequences that fit.
    ///
    /// @param capacity of a device, bytes
    /// @param length   of a sequence, tokens
    /// @return 0 when not even one does
    public int largestBatch(double capacity, int length) {
        double none = cost(0, length).value();
        return (int) Math.max(0, Math.floor((capacity - none) / (cost(1, length).value() - none)));
    }

    /// The longest sequence that fits, tokens; the devices divide it.
    ///
    /// @param capacity of a device, bytes
    /// @param batch    sequences
    /// @return 0 when none does
    public int longest(double capacity, int batch) {
        int low = 0;
        int high = Integer.MAX_VALUE / ranks;
        while (high - low > 1) {
            int middle = low + (high - low) / 2;
            boolean fits = cost(batch, (double) middle * ranks).value() <= capacity;
            low = fits ? middle : low;
            high = fits ? high : middle;
        }
        return low * ranks;
    }
}
