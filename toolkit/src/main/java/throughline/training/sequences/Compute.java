package throughline.training.sequences;

import throughline.spec.BadInput;
import throughline.training.Transformer;

/// What one device computes for a sequence, forward and backward: `squared s² + linear s` seconds for `s` tokens.
///
/// @param squared s/token², of the attention
/// @param linear  s/token, of everything else
/// @param launch  s, of each micro-batch
/// @param layers  of the model
/// @param width   of the residual stream
/// @param keys    width of keys, and of values
public record Compute(double squared, double linear, double launch, int layers, int width, int keys) {
    /// Share of the attention's time that is forward; the backward pass multiplies five matrices for two.
    static final double FORWARD = 2 / 7.0;

    public Compute {
        if (!(squared >= 0 && linear > 0 && launch >= 0)) {
            throw new BadInput(
                    "squared [%s] and launch [%s] must be 0 or more, linear [%s] positive", squared, launch, linear);
        }
    }

    /// Counted from the shape of a model: 6 operations a weight and token, and `7 s² h` a layer for attention with a
    /// causal mask (forward `2 s² h`, backward 2.5 times that).
    ///
    /// @param rate   operations a second that a device reaches
    /// @param launch s, of each micro-batch
    public static Compute of(Transformer model, double rate, double launch) {
        return new Compute(
                7.0 * model.width() * model.layers() / rate,
                6.0 * model.weights() / rate,
                launch,
                model.layers(),
                model.width(),
                model.width() / model.heads() * model.keyHeads());
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
