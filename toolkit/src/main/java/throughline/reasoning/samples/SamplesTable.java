package throughline.reasoning.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;
import throughline.reasoning.Trace;
import throughline.scaling.Observations;
import throughline.spec.BadInput;

/// Reads sampled answers, row by row, into problems.
final class SamplesTable {
    private static final String COLUMNS = "problem,sample,answer,tokens,correct";
    private static final List<String> KNOWN = List.of(COLUMNS.split(","));
    /// So many at the very most look as if they had been cut there.
    private static final double CUT = 0.02;

    private final Observations rows;
    private final Map<String, Problem> problems = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /// A problem while its rows come.
    private static final class Problem {
        private final Map<String, Integer> samples = new HashMap<>();
        private final Map<String, Integer> wrong = new HashMap<>();
        private final Map<String, Integer> verdicts = new HashMap<>();
        private final List<Integer> answers = new ArrayList<>();
        private final List<Double> tokens = new ArrayList<>();
    }

    private SamplesTable(Observations rows) {
        this.rows = rows;
    }

    static Samples read(Path file) {
        if (!Files.exists(file)) {
            throw new BadInput("no file [%s]; give a CSV with headings %s", file, COLUMNS);
        }
        SamplesTable table = new SamplesTable(Observations.csv(file));
        long comments = comments(file);
        if (comments > 0) {
            table.notes.add(
                    "%d lines begin with # and were passed over; put names such as #1 in quotes".formatted(comments));
        }
        return table.samples();
    }

    private static long comments(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.stripLeading().startsWith("#")).count();
        } catch (IOException e) {
            throw new BadInput("file [%s] cannot be read: %s", file, e.getMessage());
        }
    }

    static Samples of(Table table) {
        return new SamplesTable(Observations.of(table)).samples();
    }

    private Samples samples() {
        List<String> names = rows.texts("problem");
        List<String> samples = rows.texts("sample");
        List<String> answers = rows.texts("answer");
        List<String> correct = rows.texts("correct");
        rows.headings().forEach(this::whole);
        List<String> tokens = rows.has("tokens") ? rows.texts("tokens") : null;
        for (int row = 0; row < rows.size(); row++) {
            String name = filled(row, "problem", names.get(row)).strip();
            Problem problem = problems.computeIfAbsent(name, ignored -> new Problem());
            once(row, name, problem, filled(row, "sample", samples.get(row)).strip());
            boolean right = verdict(row, correct.get(row));
            problem.answers.add(answer(row, problem, answers.get(row).strip(), right));
            problem.tokens.add(tokens == null ? Double.NaN : tokens(row, tokens.get(row)));
        }
        List<SampledProblem> read = new ArrayList<>();
        problems.forEach((name, problem) -> read.add(new SampledProblem(
                name,
                problem.answers.stream().mapToInt(Integer::intValue).toArray(),
                problem.tokens.stream().mapToDouble(Double::doubleValue).toArray())));
        Samples all = new Samples(rows.source(), read, List.of());
        note(all);
        return new Samples(rows.source(), read, notes);
    }

    /// A heading such as `tokens (K)` counts in thousands.
    private void whole(String heading) {
        String name = heading.toLowerCase(Locale.ROOT);
        if (name.matches("tokens\\s*[(\\[].*") && !name.matches("tokens\\s*[(\\[]\\s*tokens?\\s*[)\\]]")) {
            throw new BadInput("%s, heading [%s] has a unit; give single tokens under tokens", rows.source(), heading);
        }
    }

    private String filled(int row, String column, String text) {
        if (text.isBlank()) {
            throw new BadInput("%s, %s [] must not be empty", rows.where(row), column);
        }
        return text;
    }

    private void once(int row, String name, Problem problem, String sample) {
        Integer before = problem.samples.put(sample, row);
        if (before != null) {
            throw new BadInput(
                    "%s, sample [%s] of problem %s stands at %s too; a sample must have one row",
                    rows.where(row), sample, name, rows.where(before));
        }
    }

    private boolean verdict(int row, String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "1.0" -> true;
            case "false", "0", "0.0" -> false;
            default -> throw new BadInput("%s, correct [%s] must be true, false, 1 or 0", rows.where(row), text);
        };
    }

    /// All right answers are one, however they are written.
    private int answer(int row, Problem problem, String text, boolean right) {
        if (text.isBlank()) {
            if (right) {
                throw new BadInput("%s, answer [] must not be empty where correct is true", rows.where(row));
            }
            return Trace.NONE;
        }
        int before = problem.verdicts.putIfAbsent(text, right ? row : -1 - row) instanceof Integer found
                ? found
                : right ? row : -1 - row;
        if (before >= 0 != right) {
            throw new BadInput(
                    "%s, correct [%s]: the same answer, %s, is %s at %s; an answer to a problem must be right or wrong",
                    rows.where(row), right, text, !right, rows.where(before >= 0 ? before : -1 - before));
        }
        return right ? 0 : problem.wrong.computeIfAbsent(text, ignored -> problem.wrong.size() + 1);
    }

    private double tokens(int row, String text) {
        if (text.isBlank() || text.strip().equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        double tokens;
        try {
            tokens = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            tokens = -1;
        }
        if (!(tokens >= 1 && tokens <= 1e9)) {
            throw new BadInput(
                    "%s, tokens [%s] must be a number from 1 to 1e9, or empty where not known", rows.where(row), text);
        }
        return tokens;
    }

    private void note(Samples all) {
        List<String> ignored = rows.headings().stream()
                .filter(heading -> !KNOWN.contains(
                        heading.replaceAll("[(\\[].*", "").strip().toLowerCase(Locale.ROOT)))
                .toList();
        if (!ignored.isEmpty()) {
            notes.add("columns that are not used: " + String.join(", ", ignored));
        }
        if (all.fewest() != all.most()) {
            notes.add("problems have %d to %d samples; pass@k and majority@k end at %d"
                    .formatted(all.fewest(), all.most(), all.fewest()));
        }
        double[] tokens = all.tokens();
        if (tokens.length < all.size()) {
            notes.add("tokens are not known for %d of %d samples".formatted(all.size() - tokens.length, all.size()));
        }
        double most = IntStream.range(0, tokens.length)
                .mapToDouble(i -> tokens[i])
                .max()
                .orElse(0);
        long cut =
                IntStream.range(0, tokens.length).filter(i -> tokens[i] == most).count();
        if (cut > 1 && cut >= CUT * tokens.length) {
            notes.add("%d of %d samples have %.0f tokens, the most there are: they look cut, and are taken as whole"
                    .formatted(cut, tokens.length, most));
        }
    }
}
