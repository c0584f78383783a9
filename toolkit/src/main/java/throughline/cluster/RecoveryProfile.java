package throughline.cluster;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import throughline.hardware.Profile;
import throughline.random.Distribution;

/// How failures are noticed and mended: a profile of `kind: recovery`. Each duration lies evenly between two bounds.
///
/// @param name     of the profile
/// @param detect   by sign, seconds from the failure until somebody knows; a sign that is missing is never noticed
/// @param diagnose seconds until it is known what to exchange
/// @param swap     seconds to exchange nodes, when there are any to exchange
/// @param start    seconds to connect all ranks and load the checkpoint
/// @param planned  seconds of a planned stop
/// @param patience seconds that a collective waits for a card that is gone, before it gives up
/// @param source   of these numbers
record RecoveryProfile(
        String name,
        Map<Symptom.Sign, Distribution> detect,
        Distribution diagnose,
        Distribution swap,
        Distribution start,
        Distribution planned,
        double patience,
        String source) {
    private static final Map<Symptom.Sign, String> SIGNS = new EnumMap<>(Map.of(
            Symptom.Sign.CRASHED, "crash",
            Symptom.Sign.HUNG, "hang",
            Symptom.Sign.SLOWED, "slow",
            Symptom.Sign.CORRUPTED, "silent"));

    RecoveryProfile {
        detect = Map.copyOf(detect);
    }

    /// A profile that comes with the toolkit, or a file of the user's.
    ///
    /// @throws throughline.spec.BadInput naming file, line and key
    static RecoveryProfile of(String name) {
        Profile profile = Profile.of(name);
        profile.expect("recovery");
        Map<Symptom.Sign, Distribution> detect = new EnumMap<>(Symptom.Sign.class);
        detect.put(Symptom.Sign.PLANNED, new Distribution.Constant(0));
        SIGNS.forEach((sign, key) -> between(profile, "detect." + key).ifPresent(law -> detect.put(sign, law)));
        RecoveryProfile read = new RecoveryProfile(
                profile.text("name"),
                detect,
                needed(profile, "diagnose"),
                needed(profile, "swap"),
                needed(profile, "start"),
                needed(profile, "planned"),
                profile.quantity("patience", "s"),
                profile.text("source"));
        profile.end();
        return read;
    }

    private static Distribution needed(Profile profile, String key) {
        return between(profile, key).orElseThrow(() -> profile.refusal(key, "must have from and to"));
    }

    private static Optional<Distribution> between(Profile profile, String key) {
        if (profile.keys(key).isEmpty()) {
            return Optional.empty();
        }
        double from = profile.quantity(key + ".from", "s");
        double to = profile.quantity(key + ".to", "s");
        if (to < from) {
            throw profile.refusal(
                    key + ".to",
                    "[%s] must not be below from [%s]",
                    profile.text(key + ".to"),
                    profile.text(key + ".from"));
        }
        return Optional.of(new Distribution.Uniform(from, to));
    }
}
