package throughline.papers.reasoning;

import throughline.hardware.Device;
import throughline.reasoning.TokenClock;
import throughline.training.Transformer;

/// Steps of a 32-billion model on one H200, which alone holds it and reads its weights in the time reported. With a
/// parallelism p, p tokens come of a step; the weights are read once for them, their keys and values each.
final class MultiverseClock {
    private static final TokenClock USUAL = TokenClock.of(Transformer.named("qwen2.5-32b"), Device.named("h200-sxm"));
    private static final TokenClock IDEAL = USUAL.with(TokenClock.Rates.IDEAL);

    private MultiverseClock() {}

    /// Milliseconds of a step without keys, at the usual share of the bandwidth.
    static double weights() {
        return 1e3 * USUAL.step(1, 0).value();
    }

    /// The same at the datasheet's bandwidth.
    static double fastest() {
        return 1e3 * IDEAL.step(1, 0).value();
    }

    /// Milliseconds to read the keys and values of a token's context, at the datasheet's bandwidth.
    static double keys(double context) {
        return 1e3 * (IDEAL.step(1, context).value() - IDEAL.step(1, 0).value());
    }

    /// Tokens a second over those without parallelism, in a batch of sequences.
    static double speedUp(double parallelism, double batch, double context) {
        double more = parallelism * batch;
        return parallelism
                * USUAL.step(batch, batch * context).value()
                / USUAL.step(more, more * context).value();
    }
}
