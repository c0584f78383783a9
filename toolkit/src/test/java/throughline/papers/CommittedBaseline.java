package throughline.papers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A baseline that is kept with the tests.
final class CommittedBaseline {
    private static final Path FOLDER = Path.of("src", "test", "resources", "throughline", "papers");

    private CommittedBaseline() {}

    /// What got worse; where a new baseline is asked for, it is written first.
    static List<String> complaints(String file, List<Entry> entries) throws IOException {
        Path path = FOLDER.resolve(file);
        if ("write".equals(System.getProperty("throughline.baseline"))) {
            Files.writeString(path, Baseline.of(entries).csv());
        }
        return Baseline.parse(Files.readString(path, StandardCharsets.UTF_8)).complaints(entries);
    }
}
