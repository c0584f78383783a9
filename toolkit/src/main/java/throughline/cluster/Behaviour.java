package throughline.cluster;

import throughline.hardware.Profile;

/// What slows healthy ranks, as the profile of the telemetry has it under `stragglers`.
///
/// @param imbalance  standard deviation of the work of a replica in a step, as a share of it
/// @param pauseEvery seconds between two pauses of one rank, mean
/// @param pauseFrom  seconds of the shortest pause
/// @param pauseTo    seconds of the longest
/// @param swing      share by which the hottest hour slows the work
record Behaviour(double imbalance, double pauseEvery, double pauseFrom, double pauseTo, double swing) {
    static Behaviour of(Profile profile) {
        return new Behaviour(
                profile.number("stragglers.imbalance"),
                profile.quantity("stragglers.pauses.every", "s"),
                profile.quantity("stragglers.pauses.from", "s"),
                profile.quantity("stragglers.pauses.to", "s"),
                profile.number("stragglers.swing"));
    }
}
