package throughline.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import throughline.data.WholeFile;
import throughline.papers.Entry;
import throughline.papers.Ledger;
import throughline.papers.LedgerFiles;
import throughline.site.LedgerJson;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The ledger of this build, as JSON: recomputed once, which takes minutes, and then read again.
final class KeptLedger {
    private KeptLedger() {}

    /// Reads or recomputes it.
    ///
    /// @param folder where it is kept, under a name that tells this build from others
    /// @return empty when interrupted; then nothing is kept
    static Optional<String> of(Path folder, Progress progress) throws IOException {
        Path kept = folder.resolve("ledger-%s.json".formatted(build()));
        if (Files.exists(kept)) {
            return Optional.of(LedgerJson.read("the ledger of this build", kept));
        }
        Ledger all = Ledger.all();
        Cancel cancel = Cancel.onInterrupt();
        List<Entry> entries = all.recompute(all.catalogue().listings(), cancel, progress);
        if (cancel.requested()) {
            return Optional.empty();
        }
        String records = LedgerFiles.json(entries);
        WholeFile.write(kept, records.getBytes(StandardCharsets.UTF_8));
        return Optional.of(records);
    }

    /// A hash of the jar that this class is in, the first of the class path.
    private static String build() throws IOException {
        Path jar = Path.of(System.getProperty("java.class.path").split(File.pathSeparator, 2)[0]);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Files.isRegularFile(jar) ? Files.readAllBytes(jar) : new byte[0]);
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
