package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import throughline.papers.Reported;

/// Tables 1 and 2 of SCALE, whole, and the names of their rows in the ledger.
final class ScaleTables {
    static final List<String> MODELS = List.of("Qwen3-32B", "QwQ", "Distill-Llama-70B", "Distill-Qwen-32B");
    static final List<String> BENCHMARKS = List.of("AIME24", "AIME25", "AMC23");
    static final double[] THRESHOLDS = {0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

    /// A line of table 1.
    ///
    /// @param accuracy in percent
    /// @param part     tokens an iteration or sub-problem; empty for votes
    /// @param tokens   a problem
    record Result(String model, String method, String benchmark, double accuracy, OptionalDouble part, double tokens) {
        String row(String what) {
            return result(model, method, benchmark, what);
        }
    }

    /// A line of table 2.
    ///
    /// @param accuracy  in percent
    /// @param thousands of tokens a problem
    /// @param hard      percent of sub-problems judged harder than the threshold
    record Setting(String benchmark, double threshold, double accuracy, double thousands, double hard) {}

    private ScaleTables() {}

    static List<Result> results() {
        return lines("scale-table1.csv").stream()
                .map(cells -> new Result(
                        cells[0],
                        cells[1],
                        cells[2],
                        Double.parseDouble(cells[3]),
                        cells[4].isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cells[4])),
                        Double.parseDouble(cells[5])))
                .toList();
    }

    static List<Setting> settings() {
        return lines("scale-table2.csv").stream()
                .map(cells -> new Setting(
                        cells[0],
                        Double.parseDouble(cells[1]),
                        Double.parseDouble(cells[2]),
                        Double.parseDouble(cells[3]),
                        Double.parseDouble(cells[4])))
                .toList();
    }

    private static List<String[]> lines(String file) {
        return Resource.cells(file);
    }

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (Result result : results()) {
            rows.add(Reported.printed(result.row("accuracy"), result.accuracy, "%", "table 1"));
            rows.add(Reported.printed(result.row("tokens"), result.tokens, "tokens", "table 1"));
            result.part.ifPresent(
                    part -> rows.add(Reported.printed(result.row("tokens a part"), part, "tokens", "table 1")));
        }
        for (Setting setting : settings()) {
            String benchmark = setting.benchmark;
            double at = setting.threshold;
            rows.add(Reported.printed(accuracy(benchmark, at), setting.accuracy, "%", "table 2"));
            rows.add(Reported.printed(tokens(benchmark, at), setting.thousands, "k tokens", "table 2"));
            rows.add(Reported.printed(hard(benchmark, at), setting.hard, "%", "table 2"));
        }
        return rows;
    }

    /// @param what accuracy, tokens, or tokens a part
    static String result(String model, String method, String benchmark, String what) {
        return "%s, %s, %s: %s".formatted(model, method, benchmark, what);
    }

    static String accuracy(String benchmark, double threshold) {
        return "%s, threshold %s: accuracy".formatted(benchmark, threshold);
    }

    static String tokens(String benchmark, double threshold) {
        return "%s, threshold %s: tokens".formatted(benchmark, threshold);
    }

    static String hard(String benchmark, double threshold) {
        return "%s, threshold %s: hard".formatted(benchmark, threshold);
    }
}
