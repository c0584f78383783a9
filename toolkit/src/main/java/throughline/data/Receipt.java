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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import throughline.spec.BadInput;

/// What the files of a part are, by table. It is on the disk before any of them is visible: a file without a receipt,
/// or unlike it, was not left by a process that was killed.
///
/// @param files  by table
/// @param failed why, by run, for the runs of the part that failed and left no rows
record Receipt(Map<String, Mark> files, SortedMap<Integer, String> failed) {
    private static final String FILES = "files";
    private static final String FAILED = "failed";

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

    /// The receipts of all parts, as a manifest that was read holds them.
    static Map<Integer, Receipt> ofManifest(JsonNode manifest) {
        Map<Integer, SortedMap<Integer, String>> failed = new TreeMap<>();
        Failure.inManifest(manifest)
                .forEach(failure -> failed.computeIfAbsent(Sweep.partOf(failure.run()), part -> new TreeMap<>())
                        .put(failure.run(), failure.message()));
        Map<Integer, Receipt> receipts = new TreeMap<>();
        JsonNode parts = manifest.path("parts");
        for (int part = 0; part < parts.size(); part++) {
            receipts.put(part, new Receipt(marks(parts.path(part)), failed.getOrDefault(part, new TreeMap<>())));
        }
        return receipts;
    }

    /// A file that holds receipts.
    ///
    /// @param hash of the specification it must be of
    /// @throws BadInput when it cannot be read, or is of another specification
    static JsonNode read(Path file, String hash) {
        JsonNode tree = Json.read(file);
        if (!tree.path("hash").asText().equals(hash)) {
            throw new BadInput("%s is of another specification; remove it and the files it describes", file);
        }
        return tree;
    }

    /// What is wrong with a file that is there; nothing when it is what was written.
    ///
    /// @param mark what was written, null when nobody knows of it
    /// @param hash of the specification it should be made from
    static Optional<String> fault(Path file, Mark mark, String hash) {
        if (mark != null && mark.fits(file)) {
            return Optional.empty();
        }
        long bytes = file.toFile().length();
        String other =
                Parquet.specification(file).filter(of -> !of.equals(hash)).orElse(null);
        if (other != null) {
            return Optional.of("is of another specification (hash %s)".formatted(other));
        }
        if (mark == null) {
            return Optional.of("was not written here: it has no receipt");
        }
        return Optional.of(
                bytes < mark.bytes()
                        ? "is truncated to %d of %d bytes".formatted(bytes, mark.bytes())
                        : "was edited: its SHA-256 is not %s".formatted(mark.sha256()));
    }

    /// Complains about the files of a dataset, unless there is nothing to complain about.
    ///
    /// @param faults each naming a file
    /// @param remedy what to do about them
    static void complain(Path dataset, List<String> faults, String remedy) {
        if (!faults.isEmpty()) {
            throw new BadInput(
                    "dataset [%s]: %s%s; %s",
                    dataset,
                    String.join(", ", faults.subList(0, Math.min(3, faults.size()))),
                    faults.size() > 3 ? " and %d more".formatted(faults.size() - 3) : "",
                    remedy);
        }
    }

    /// The receipt that a text of [#text] holds.
    static Receipt of(JsonNode tree) {
        SortedMap<Integer, String> failed = new TreeMap<>();
        tree.path(FAILED)
                .properties()
                .forEach(entry -> failed.put(
                        Integer.valueOf(entry.getKey()), entry.getValue().asText()));
        return new Receipt(marks(tree.path(FILES)), failed);
    }

    /// This receipt as a file, or a message to another process, holds it.
    ///
    /// @param hash of the specification
    String text(String hash) {
        Map<String, Object> tree = new TreeMap<>(Map.of("hash", hash, FILES, tree()));
        if (!failed.isEmpty()) {
            tree.put(FAILED, failed);
        }
        return Json.text(tree);
    }

    private static Map<String, Mark> marks(JsonNode tree) {
        return StreamSupport.stream(((Iterable<Map.Entry<String, JsonNode>>) tree::fields).spliterator(), false)
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> mark(entry.getValue())));
    }

    private static Mark mark(JsonNode tree) {
        return new Mark(
                tree.path("rows").asLong(),
                tree.path("bytes").asLong(),
                tree.path("sha256").asText());
    }

    /// The files, as a manifest holds them.
    Map<String, Object> tree() {
        Map<String, Object> tree = new TreeMap<>();
        files.forEach((table, mark) -> tree.put(
                table, new TreeMap<>(Map.of("rows", mark.rows(), "bytes", mark.bytes(), "sha256", mark.sha256()))));
        return tree;
    }

    /// SHA-256 of a file's bytes, 64 hexadecimal digits.
    static String sha256(Path file) {
        try {
            return digest(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
