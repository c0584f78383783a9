package throughline.devs.view;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import throughline.devs.Simulation;

/// The order of events of a run as one number: a hash over the time, port and value of every message. Two runs with the
/// same hash sent the same values at the same times in the same order; a test that holds the hash of one seed notices
/// any change of a model's behaviour, wanted or not.
public final class EventHash {
    private final MessageDigest digest;
    private long messages;

    /// Hashes every message of a run from now on, values by their `toString`, which must not depend on identity.
    public EventHash(Simulation simulation) {
        this(simulation, String::valueOf);
    }

    /// Hashes every message of a run from now on.
    ///
    /// @param text what of a value counts; equal values must give equal texts in every run
    public EventHash(Simulation simulation, Function<Object, String> text) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        simulation.observe((time, from, value) -> {
            messages++;
            add(Long.toString(time));
            add(from.toString());
            add(text.apply(value));
        });
    }

    /// Texts end with a character that none of them holds, so that no two sequences run together alike.
    private void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /// How many messages there were.
    public long messages() {
        return messages;
    }

    /// The hash of the messages so far, 64 hexadecimal digits.
    public String hex() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
        }
    }
}
