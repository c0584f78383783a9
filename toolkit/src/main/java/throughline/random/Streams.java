package throughline.random;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.commons.rng.simple.RandomSource;

/// The random streams of one run. A stream depends on the seed and its name alone: not on how many other streams there
/// are, nor on the order or the thread in which they are asked for.
///
/// @param seed of the run
/// @param path names so far, joined by slashes
public record Streams(long seed, String path) {
    /// The streams of a run with that seed.
    public Streams(long seed) {
        this(seed, "");
    }

    /// The streams below a name, for a part that names its own.
    public Streams below(String name) {
        return new Streams(seed, path + name + "/");
    }

    /// The stream of that name, at its start; asking twice gives the same numbers twice.
    ///
    /// The generator is xoshiro256++ (Blackman and Vigna, 2021), seeded with SHA-256 of the seed and the name.
    public Stream named(String name) {
        byte[] text = (path + name).getBytes(StandardCharsets.UTF_8);
        ByteBuffer hashed = ByteBuffer.wrap(sha256(ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(seed)
                .put(text)
                .array()));
        long[] state = {hashed.getLong(), hashed.getLong(), hashed.getLong(), hashed.getLong()};
        return new Stream(RandomSource.XO_SHI_RO_256_PP.create(state));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
