package throughline.papers.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import throughline.data.WholeFile;
import throughline.spec.BadInput;

/// The folder of a grid: `settings.txt` says what grid it is, `losses.csv` has a row for each configuration that is
/// done, `seconds.csv` how long each took here, `prediction.csv` what was predicted for the largest before it was
/// trained, `NAME.checkpoint` what is under way. Every file is whole at any moment. Safe to use from several threads.
final class TokenFolder {
    private static final String SETTINGS = "settings.txt";
    private static final String LOSSES = "losses.csv";
    private static final String SECONDS = "seconds.csv";
    private static final String PREDICTION = "prediction.csv";

    private final Path folder;
    private final TreeSet<TokenLoss> done = new TreeSet<>(TokenLoss.ORDER);
    private final TreeMap<String, Double> seconds = new TreeMap<>();

    /// Opens a folder, or makes it.
    ///
    /// @throws BadInput when it is of another grid, cannot be written, or a file in it cannot be understood
    TokenFolder(Path folder, String settings) {
        this.folder = folder;
        claim(settings);
        lines(LOSSES).forEach(line -> done.add(TokenLoss.parse(line, where(LOSSES))));
        lines(SECONDS).forEach(line -> {
            int comma = line.indexOf(',');
            double took = comma < 0 ? Double.NaN : number(line.substring(comma + 1));
            if (Double.isNaN(took)) {
                throw new BadInput("%s [%s] must be a configuration and its seconds", where(SECONDS), line);
            }
            seconds.put(line.substring(0, comma), took);
        });
    }

    private void claim(String settings) {
        Path file = folder.resolve(SETTINGS);
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                write(SETTINGS, settings + "\n");
            } else if (!Files.readString(file).strip().equals(settings)) {
                throw new BadInput(
                        "folder [%s] is of another grid (%s); give another folder",
                        folder, Files.readString(file).strip());
            }
        } catch (IOException e) {
            throw new BadInput("folder [%s] cannot be written (%s)", folder, e.getMessage());
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private String where(String name) {
        return folder.resolve(name).toString();
    }

    /// All lines of a file but its headings; none when it is not there.
    private List<String> lines(String name) {
        try (Stream<String> lines = Files.lines(folder.resolve(name))) {
            return lines.skip(1).toList();
        } catch (java.nio.file.NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new BadInput("%s cannot be read: [%s]", where(name), e);
        }
    }

    /// The configurations that are done, in [TokenCell#ORDER].
    synchronized List<TokenLoss> done() {
        return new ArrayList<>(done);
    }

    /// Keeps what a configuration came to, to the digits of the file, and drops its checkpoint.
    synchronized void keep(TokenLoss loss, double took) {
        done.add(TokenLoss.parse(loss.line(), where(LOSSES)));
        seconds.put(loss.cell().name(), took);
        write(
                SECONDS,
                "configuration,seconds\n"
                        + table(seconds.entrySet().stream()
                                .map(entry ->
                                        String.format(Locale.ROOT, "%s,%.2f", entry.getKey(), entry.getValue()))));
        write(LOSSES, TokenLoss.HEADINGS + "\n" + table(done.stream().map(TokenLoss::line)));
        try {
            Files.deleteIfExists(checkpoint(loss.cell()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete a checkpoint in " + folder, e);
        }
    }

    private static String table(Stream<String> lines) {
        return lines.map(line -> line + "\n").collect(Collectors.joining());
    }

    /// Seconds that all that is done took here, on as many threads as there were.
    synchronized double seconds() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /// Where a configuration's training is kept while it is under way.
    Path checkpoint(TokenCell cell) {
        return folder.resolve(cell.name() + ".checkpoint");
    }

    /// What was predicted before, as its file has it.
    Optional<List<String>> prediction() {
        List<String> lines = lines(PREDICTION);
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines);
    }

    /// Keeps a prediction.
    void predicted(List<String> lines) {
        write(PREDICTION, "by,loss\n" + table(lines.stream()));
    }

    private void write(String name, String text) {
        WholeFile.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }
}
