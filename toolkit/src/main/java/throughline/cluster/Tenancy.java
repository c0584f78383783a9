package throughline.cluster;

import throughline.hardware.Profile;
import throughline.random.Distribution.Uniform;
import throughline.random.Stream;

/// How hard other people's jobs work, as the profile of the telemetry has it under `tenants`: some as training does,
/// others much less.
///
/// @param hard  share of jobs that work hard
/// @param much  their power beyond idle, as a share of what lies between idle and the cap
/// @param other that of the others
record Tenancy(double hard, Uniform much, Uniform other) {
    static Tenancy of(Profile profile) {
        return new Tenancy(profile.number("tenants.hard"), between(profile, "much"), between(profile, "other"));
    }

    private static Uniform between(Profile profile, String which) {
        String key = "tenants." + which;
        return new Uniform(profile.number(key + ".from"), profile.number(key + ".to"));
    }

    double level(Stream stream) {
        return (stream.uniform() < hard ? much : other).sample(stream);
    }
}
