package throughline.workshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import throughline.data.Plot;
import throughline.data.Plot.Axis;
import throughline.data.WholeFile;
import throughline.spec.BadInput;
import throughline.spec.Spec;

/// What a class has guessed of one question: a folder with a file a student. A file that is no guess, or of another
/// unit, is passed over: on a shared folder, one student's mishap must not stop the others.
final class ClassGuesses {
    /// Guesses so far apart that a linear axis would show one bar.
    private static final double DECADES = 30;

    private static final int BINS = 12;
    private static final String SUFFIX = ".json";

    private final Path folder;
    private final String what;
    private final String unit;

    ClassGuesses(Path folder, String what, String unit) {
        String slug = what.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
        this.folder =
                folder.resolve("guesses").resolve(slug + "-" + Spec.hash(what).substring(0, 6));
        this.what = what;
        this.unit = unit;
    }

    /// Keeps a guess, unless one was revealed.
    ///
    /// @return the guess that counts
    double keep(String student, double value) {
        Optional<JsonNode> before = read(file(student));
        if (before.isPresent() && before.get().path("revealed").asBoolean()) {
            double kept = before.get().path("guess").asDouble();
            if (kept != value) {
                throw new BadInput(
                        "[%s] was revealed to [%s] already: the guess of [%s] stays, it cannot become [%s]",
                        what, student, kept, value);
            }
            return kept;
        }
        write(student, value, false);
        return value;
    }

    void close(String student, double value) {
        write(student, value, true);
    }

    private Path file(String student) {
        return folder.resolve(student + SUFFIX);
    }

    private void write(String student, double value, boolean revealed) {
        Map<String, Object> guess = new LinkedHashMap<>();
        guess.put("what", what);
        guess.put("student", student);
        guess.put("guess", value);
        guess.put("unit", unit);
        guess.put("revealed", revealed);
        try {
            WholeFile.json(file(student), guess);
        } catch (RuntimeException e) {
            throw new BadInput(
                    "the guess cannot be kept in [%s] (%s); name a folder that can be written in CLASS",
                    folder, e.getMessage());
        }
    }

    private Optional<JsonNode> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode guess = new ObjectMapper().readTree(Files.readString(file));
            return Optional.of(guess).filter(this::isOfThisQuestion);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean isOfThisQuestion(JsonNode guess) {
        return guess.path("guess").isNumber()
                && guess.path("what").asText().equals(what)
                && guess.path("unit").asText().equals(unit);
    }

    /// Every student's guess.
    Map<String, Double> all() {
        Map<String, Double> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(SUFFIX)).forEach(file -> read(file)
                    .ifPresent(guess -> found.put(
                            guess.path("student").asText(), guess.path("guess").asDouble())));
        } catch (IOException e) {
            throw new BadInput("the class's guesses in [%s] cannot be read (%s)", folder, e.getMessage());
        }
        return found;
    }

    /// @param told how the student's guess compares, for the title
    Plot histogram(String student, double mine, double truth, String told) {
        double[] values =
                all().values().stream().mapToDouble(Double::doubleValue).toArray();
        double[] shown = Arrays.copyOf(values, values.length + 2);
        shown[values.length] = mine;
        shown[values.length + 1] = truth;
        Arrays.sort(shown);
        double least = shown[0];
        double most = shown[shown.length - 1];
        boolean log = least > 0 && most / least > DECADES;
        double[] edges = edges(least, most, log);
        double[] counts = new double[BINS];
        for (double value : values) {
            counts[bin(edges, value)]++;
        }
        double height = Arrays.stream(counts).max().orElse(1);
        String title = "%s%s: %s".formatted(what.substring(0, 1).toUpperCase(Locale.ROOT), what.substring(1), told);
        return Plot.of(title, new Axis(what, unit, log), Axis.of("guesses", ""))
                .histogram("guesses of the class", edges, counts)
                .line("your guess", new double[] {mine, mine}, new double[] {0, height})
                .line("what is the case", new double[] {truth, truth}, new double[] {0, height});
    }

    private static double[] edges(double least, double most, boolean log) {
        double from = log ? Math.log(least) : least;
        double to = log ? Math.log(most) : most;
        double room = from == to ? Math.max(1, Math.abs(from)) * 0.1 : (to - from) * 0.02;
        double step = (to - from + 2 * room) / BINS;
        return IntStream.rangeClosed(0, BINS)
                .mapToDouble(i -> from - room + i * step)
                .map(edge -> log ? Math.exp(edge) : edge)
                .toArray();
    }

    private static int bin(double[] edges, double value) {
        int found = Arrays.binarySearch(edges, value);
        return Math.clamp(found >= 0 ? found : -found - 2, 0, BINS - 1);
    }
}
