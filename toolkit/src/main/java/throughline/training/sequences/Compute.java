package throughline.training.sequences;

import throughline.spec.BadInput;
import throughline.training.Attention;
import throughline.training.Transformer;

/// What one device computes for a sequence, forward and backward: `squared s² + linear s` seconds for `s` tokens.
///
/// @param squared s/token², of the attention, 0 or more
/// @param linear  s/token, of everything else, positive
/// @param launch  s, of each micro-batch, 0 or more
/// @param layers  of the model, 1 or more
/// @param width   of the residual stream, 1 or more
/// @param keys    width of what a layer keeps of a token for others to attend to, keys and values together, 1 or more
public record Compute(double squared, double linear, double launch, int layers, int width, int keys) {
    /// Attention forward and backward, over forward; the backward pass multiplies five matrices for two.
    private static final double BOTH = 3.5;

    /// Share of the attention's time that is forward.
    static final double FORWARD = 1 / BOTH;

    /// @throws BadInput when a part is not in its range, or not finite
    public Compute {
        if (!(squared >= 0 && linear > 0 && launch >= 0) || !Double.isFinite(squared + linear + launch)) {
            throw new BadInput(
                    "squared [%s] and launch [%s] must be 0 or more, linear [%s] positive, and all finite",
                    squared, launch, linear);
        }
        if (layers < 1 || width < 1 || keys < 1) {
            throw new BadInput("layers [%d], width [%d] and keys [%d] must be 1 or more", layers, width, keys);
        }
    }

    /// Counted from the shape of a model.
    ///
    /// Every weight that a token goes through takes 6 operations: those of the layers, with the experts it
    /// chooses, and of the tables the output alone ([Transformer#activeWeights]). In each layer, a pair of
    /// tokens that the causal mask leaves takes 2 operations forward for each number that is compared or summed
    /// up, and 2.5 times that backward. Latent attention keeps one short vector and a position of each token;
    /// the device that needs keys and values makes them of it.
    ///
    /// @param rate   operations a second that a device reaches, positive
    /// @param launch s, of each micro-batch, 0 or more
    /// @throws BadInput when the rate or the launch is not in its range
    public static Compute of(Transformer model, double rate, double launch) {
        if (!(rate > 0 && Double.isFinite(rate))) {
            throw new BadInput("%s: rate [%s] must be positive and finite", model.name(), rate);
        }
        Attention attention = model.attention();
        double pair = (double) attention.heads() * (attention.compared() + attention.headWidth());
        return new Compute(
                BOTH * pair * model.layers() / rate,
                6.0 * model.activeWeights() / rate,
                launch,
                model.layers(),
                model.width(),
                attention.latent() ? attention.keyRank() + attention.rotary() : 2 * attention.keyWidth());
    }

    /// Time of the attention of a sequence, alone on a device, in seconds.
    public double attention(double tokens) {
        return squared * tokens * tokens;
    }

    /// Time of everything else, in seconds.
    public double others(double tokens) {
        return linear * tokens;
    }
}
