package throughline.papers.reasoning;

import java.util.ArrayList;
import java.util.List;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Reported;

/// What Multiverse's project page reports: a table, two figures over generation length, one over the batch.
final class MultiverseTables {
    static final String ONE_BY_ONE = "one by one";
    static final String MULTIVERSE = "multiverse";

    private MultiverseTables() {}

    /// A row of the table.
    record Accuracy(String benchmark, double instruct, double oneByOne, double multiverse, double parallelism) {}

    /// A point of the figures over generation length, in thousands of tokens.
    record Budget(String benchmark, String model, double length, double accuracy) {
        String key() {
            return "%s, %s, %.2f k".formatted(benchmark, model, length);
        }
    }

    /// A point of the figure over the batch.
    record SpeedUp(double parallelism, int batch, double value) {
        String key() {
            return "speed-up, parallelism %.1f, batch %d".formatted(parallelism, batch);
        }
    }

    static String key(String benchmark, String what) {
        return benchmark + ", " + what;
    }

    static List<Accuracy> accuracies() {
        return lines("accuracies.csv").stream()
                .map(c -> new Accuracy(c[0], number(c[1]), number(c[2]), number(c[3]), number(c[4])))
                .toList();
    }

    static List<Budget> budgets(String benchmark, String model) {
        return lines("budgets.csv").stream()
                .filter(c -> c[0].equals(benchmark) && c[1].equals(model))
                .map(c -> new Budget(c[0], c[1], number(c[2]), number(c[3])))
                .toList();
    }

    static List<SpeedUp> speedUps() {
        return lines("speedups.csv").stream()
                .map(c -> new SpeedUp(number(c[0]), Integer.parseInt(c[1]), number(c[2])))
                .toList();
    }

    private static double number(String cell) {
        return Double.parseDouble(cell);
    }

    private static List<String[]> lines(String file) {
        return Resource.cells("multiverse/" + file);
    }

    static List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        String table = "project page, table";
        for (Accuracy each : accuracies()) {
            rows.add(authors(key(each.benchmark, "Qwen2.5-32B-Instruct"), each.instruct, "%", table));
            rows.add(authors(key(each.benchmark, ONE_BY_ONE), each.oneByOne, "%", table));
            rows.add(authors(key(each.benchmark, MULTIVERSE), each.multiverse, "%", table));
            rows.add(authors(key(each.benchmark, "parallelism"), each.parallelism, "", table));
        }
        for (String benchmark : MultiverseBudgets.BENCHMARKS) {
            for (String model : List.of(ONE_BY_ONE, MULTIVERSE)) {
                budgets(benchmark, model)
                        .forEach(each -> rows.add(read(each.key(), each.accuracy, "%", "over generation length")));
            }
            rows.add(read(
                    MultiverseBudgets.gain(benchmark),
                    MultiverseBudgets.gain(benchmark, MultiverseBudgets.all(benchmark)),
                    "%",
                    "over generation length, mean of all points"));
            int reached = MultiverseBudgets.reached(benchmark);
            rows.add(read(
                    MultiverseBudgets.gainReached(benchmark),
                    MultiverseBudgets.gain(benchmark, reached),
                    "%",
                    "over generation length, mean of the first %d points".formatted(reached)));
        }
        speedUps().forEach(each -> rows.add(read(each.key(), each.value, "", "over the batch")));
        return rows;
    }

    static double[] accuracies(Published rows, String benchmark, String model) {
        return rows.values(budgets(benchmark, model).stream().map(Budget::key).toArray(String[]::new));
    }

    static Reported authors(String key, double value, String unit, String where) {
        return Reported.of(key, value, unit, where, Provenance.AUTHORS_DATA);
    }

    private static Reported read(String key, double value, String unit, String where) {
        return Reported.of(key, value, unit, "project page, figure " + where, Provenance.READ_OFF_FIGURE);
    }
}
