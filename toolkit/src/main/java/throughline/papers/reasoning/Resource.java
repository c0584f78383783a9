package throughline.papers.reasoning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A table of published numbers beside the papers' classes.
final class Resource {
    private Resource() {}

    /// The cells of each line but the first, which has the headings; lines that begin with `#` are left out.
    static List<String[]> cells(String name) {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> line.split(","))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same as lists.
    static List<List<String>> lines(String name) {
        return cells(name).stream().map(List::of).toList();
    }
}
