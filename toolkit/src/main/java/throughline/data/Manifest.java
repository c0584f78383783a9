package throughline.data;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What `manifest.json` holds, which is written last and makes a dataset complete.
final class Manifest {
    private Manifest() {}

    /// @param folder   of the dataset, with its descriptions
    /// @param hash     of the specification
    /// @param rows     by table
    /// @param receipts of all parts, in order
    /// @param failures runs that left no rows
    static String text(
            Path folder, String hash, Map<String, Long> rows, Collection<Receipt> receipts, List<Failure> failures) {
        Map<String, Object> manifest = new TreeMap<>();
        manifest.put("complete", true);
        manifest.put("rows", rows);
        manifest.put("hash", hash);
        manifest.put("descriptions", descriptions(folder));
        manifest.put("parts", receipts.stream().map(Receipt::tree).toList());
        Failure.toManifest(manifest, failures);
        return Json.text(manifest);
    }

    private static Map<String, String> descriptions(Path folder) {
        Map<String, String> digests = new TreeMap<>();
        for (String name : Dataset.DESCRIPTIONS) {
            digests.put(name, Receipt.sha256(folder.resolve(name)));
        }
        return digests;
    }
}
