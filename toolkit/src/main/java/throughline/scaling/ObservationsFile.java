package throughline.scaling;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import throughline.spec.BadInput;

/// Reads a table of observations as people keep them.
final class ObservationsFile {
    private ObservationsFile() {}

    static Observations read(Path file) {
        return parse(file.toString(), lines(file));
    }

    /// @param source of the lines, for messages
    static Observations parse(String source, List<String> lines) {
        List<String> headings = List.of();
        String separator = ",";
        List<String[]> cells = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = i == 0 ? lines.getFirst().replaceFirst("^\uFEFF", "") : lines.get(i);
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            if (headings.isEmpty()) {
                separator = separator(line);
                headings = split(line, separator);
                continue;
            }
            List<String> found = split(line, separator);
            if (found.size() != headings.size()) {
                throw new BadInput(
                        "%s, line %d has [%d] cells; the headings are %d: %s",
                        source, i + 1, found.size(), headings.size(), headings);
            }
            cells.add(found.toArray(String[]::new));
            places.add(i + 1);
        }
        if (headings.isEmpty()) {
            throw new BadInput("%s [0 lines] must begin with headings, such as N,D,loss", source);
        }
        return new Observations(
                source,
                headings,
                cells,
                places.stream().mapToInt(Integer::intValue).toArray());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new BadInput("no file [%s]; give a CSV with headings such as N,D,loss", file);
        } catch (MalformedInputException e) {
            throw new BadInput("file [%s] is not text in UTF-8; give a CSV with headings such as N,D,loss", file);
        } catch (IOException e) {
            throw new BadInput("file [%s] cannot be read: %s", file, e.getMessage());
        }
    }

    private static String separator(String headings) {
        return headings.contains(",") ? "," : headings.contains(";") ? ";" : "\t";
    }

    /// Cells of a line; one in quotes may hold the separator.
    private static List<String> split(String line, String separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == separator.charAt(0)) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
