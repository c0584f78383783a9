package throughline.cluster;

import throughline.hardware.Profile;
import throughline.random.Stream;

/// The training loss of a token, as a scaling law of model and data has it, with noise: E + A / N^alpha + B / D^beta.
/// It stands in the profile of the telemetry under `loss`.
///
/// @param entropy   E, nats
/// @param size      A
/// @param sizePower alpha
/// @param data      B
/// @param dataPower beta
/// @param noise     nats, standard deviation from step to step
/// @param corrupted nats by which it is higher once numbers are wrong
record LossCurve(
        double entropy, double size, double sizePower, double data, double dataPower, double noise, double corrupted) {
    static LossCurve of(Profile profile) {
        return new LossCurve(
                profile.number("loss.entropy"),
                profile.number("loss.size"),
                profile.number("loss.size-power"),
                profile.number("loss.data"),
                profile.number("loss.data-power"),
                profile.number("loss.noise"),
                profile.number("loss.corrupted"));
    }

    /// The loss after so many tokens.
    ///
    /// @param parameters of the model, positive
    /// @param tokens     seen so far, positive
    double at(double parameters, double tokens, boolean sound, Stream stream) {
        return entropy
                + size * StrictMath.pow(parameters, -sizePower)
                + data * StrictMath.pow(tokens, -dataPower)
                + noise * stream.normal()
                + (sound ? 0 : corrupted);
    }
}
