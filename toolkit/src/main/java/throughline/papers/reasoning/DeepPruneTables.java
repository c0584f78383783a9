package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.papers.Provenance;
import throughline.papers.Reported;

/// DeepPrune's tables, from `deepprune.csv`, and how their rows are called.
final class DeepPruneTables {
    static final List<String> MODELS = List.of("DeepSeek-8B", "Qwen3-32B", "GPT-OSS-20B");
    static final List<String> SETS = List.of("AIME24", "AIME25", "GPQA");
    static final List<Double> THRESHOLDS = List.of(0.75, 0.63, 0.5, 0.25);

    private DeepPruneTables() {}

    /// All rows, and the cuts of tokens that the leaderboard comes to.
    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        Map<String, Double> values = new LinkedHashMap<>();
        for (String[] cells : lines()) {
            double value = Double.parseDouble(cells[1]);
            values.put(cells[0], value);
            rows.add(Reported.of(cells[0], value, cells[2], cells[3], Provenance.valueOf(cells[4])));
        }
        for (String model : MODELS) {
            for (String set : SETS) {
                double left = values.get(tokens("DeepPrune", model, set)) / values.get(tokens("cons@512", model, set));
                String where = "leaderboard on the project page, one number over the other";
                rows.add(Reported.of(cut(model, set), 100 * (1 - left), "%", where, Provenance.AUTHORS_DATA));
            }
        }
        return rows;
    }

    private static List<String[]> lines() {
        return Resource.cells("deepprune.csv");
    }

    /// Problems of a benchmark.
    static int problems(String set) {
        return set.equals("GPQA") ? 198 : 30;
    }

    static String tokens(String method, String model, String set) {
        return "tokens %s %s %s".formatted(method, model, set);
    }

    static String accuracy(String method, String model, String set) {
        return "accuracy %s %s %s".formatted(method, model, set);
    }

    static String cut(String model, String set) {
        return "cut of tokens %s %s".formatted(model, set);
    }

    /// A row of the thresholds.
    ///
    /// @param what such as `pass@k greedy`
    static String at(String what, String set, double threshold) {
        return "%s %s tau %s".formatted(what, set, threshold);
    }
}
