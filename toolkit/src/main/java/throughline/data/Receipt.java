package throughline.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What the files of a part are, by table. It is on the disk before any of them is visible: a file without a receipt,
/// or unlike it, was not left by a process that was killed.
record Receipt(Map<String, Mark> files) {
    /// What a file is.
    ///
    /// @param rows   in it
    /// @param bytes  its length
    /// @param sha256 of its bytes, 64 hexadecimal digits
    record Mark(long rows, long bytes, String sha256) {
        static Mark of(Path file, long rows) {
            try {
                return new Mark(rows, Files.size(file), digest(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// Whether a file is this one.
        boolean fits(Path file) {
            try {
                return Files.size(file) == bytes && digest(file).equals(sha256);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static Receipt of(JsonNode tree) {
        return new Receipt(
                StreamSupport.stream(((Iterable<Map.Entry<String, JsonNode>>) tree::fields).spliterator(), false)
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> mark(entry.getValue()))));
    }

    private static Mark mark(JsonNode tree) {
        return new Mark(
                tree.path("rows").asLong(),
                tree.path("bytes").asLong(),
                tree.path("sha256").asText());
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new TreeMap<>();
        files.forEach((table, mark) -> tree.put(
                table, new TreeMap<>(Map.of("rows", mark.rows(), "bytes", mark.bytes(), "sha256", mark.sha256()))));
        return tree;
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
