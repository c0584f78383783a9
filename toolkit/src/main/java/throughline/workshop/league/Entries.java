package throughline.workshop.league;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import throughline.spec.BadInput;

/// Reads what a class has handed in.
final class Entries {
    private static final String ENDING = ".txt";

    private Entries() {}

    /// Entries of a file with one line each, `name: expression`, and comments behind `#` at the start of a line;
    /// or of a folder with one file `NAME.txt` each.
    ///
    /// @throws BadInput when there is no such file or folder, or nothing in it
    static List<Entry> read(Path path) {
        if (!Files.exists(path)) {
            throw new BadInput(
                    "entries [%s] are not there; give a text file with a line [name: expression] each,"
                            + " or a folder with a file NAME.txt each",
                    path);
        }
        try {
            List<Entry> entries = Files.isDirectory(path) ? folder(path) : lines(path);
            if (entries.isEmpty()) {
                throw new BadInput(
                        "entries [%s] hold no rule; give %s",
                        path,
                        Files.isDirectory(path) ? "a file NAME.txt for each" : "a line [name: expression] for each");
            }
            return entries;
        } catch (IOException e) {
            throw new BadInput(
                    "entries [%s] cannot be read (%s); give text in UTF-8",
                    path, e.getClass().getSimpleName());
        }
    }

    private static List<Entry> lines(Path file) throws IOException {
        String name = file.getFileName().toString();
        List<Entry> entries = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
                entries.add(line(name, i + 1, line));
            }
        }
        return entries;
    }

    /// A line without a name is an entry too, which fails alone.
    private static Entry line(String file, int number, String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        if (name.isEmpty()) {
            return Entry.faulty(
                    "line " + number,
                    line.strip(),
                    file,
                    number,
                    "%s, line %d: [%s] has no name; write [name: expression]".formatted(file, number, line.strip()));
        }
        String rest = line.substring(colon + 1);
        return Entry.read(name, rest.strip(), file, number, colon + 2 + indent(rest));
    }

    private static int indent(String text) {
        return text.length() - text.stripLeading().length();
    }

    private static List<Entry> folder(Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Entries::holdsRule).sorted().toList()) {
                String name = file.getFileName().toString();
                entries.add(Entry.read(
                        name.substring(0, name.length() - ENDING.length()), Files.readString(file), name, 1, 1));
            }
        }
        return entries;
    }

    private static boolean holdsRule(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING) && !name.startsWith(".") && Files.isRegularFile(file);
    }
}
