package throughline.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import throughline.spec.Spec;

/// The card of a dataset: what a stranger must know to use it. No dates and no durations, so that the same
/// specification gives the same card.
final class Card {
    /// More would hide the rest of the card.
    private static final int MOST_FAILURES = 100;

    private Card() {}

    static String text(Sweep<?> sweep, Map<String, Long> rows, List<Failure> failures) {
        List<String> lines = new ArrayList<>();
        Recipe<?> recipe = sweep.recipe();
        lines.add("# Dataset " + recipe.name());
        lines.add("");
        lines.add(recipe.about());
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "- Simulated, not measured. %d runs: %d configurations with seeds %d to %d each.",
                sweep.runs(),
                sweep.configurations().size(),
                sweep.firstSeed(),
                sweep.firstSeed() + sweep.seeds() - 1));
        lines.add(String.format(
                Locale.ROOT,
                "- Run `r` is configuration `r / %d`; configurations share seeds. Split by run, never by rows of a run.",
                sweep.seeds()));
        if (!failures.isEmpty()) {
            lines.add(String.format(
                    Locale.ROOT, "- %d of the runs failed and left no rows; they are listed below.", failures.size()));
        }
        lines.add("- Made by Throughline %s; Parquet by %s (zstd).".formatted(Dataset.VERSION, Parquet.writer()));
        lines.add(
                "- `spec.json` holds all parameters; `lab generate spec.json` makes the same bytes from it with the same version.");
        lines.add("- Licence: CC0-1.0 for the data.");
        lines.add("- Hash of the specification: `" + Spec.hash(sweep.spec()) + "`");
        for (Schema table : recipe.tables()) {
            lines.add("");
            lines.add("## Table `%s`".formatted(table.table()));
            lines.add("");
            lines.add(String.format(Locale.ROOT, "%s %,d rows.", table.about(), rows.get(table.table())));
            lines.add("");
            lines.add("| column | type | unit | meaning |");
            lines.add("|---|---|---|---|");
            for (Schema.Column c : table.columns()) {
                lines.add("| `%s` | %s | %s | %s |"
                        .formatted(c.name(), c.type().name().toLowerCase(Locale.ROOT), c.unit(), c.about()));
            }
        }
        lines.add("");
        lines.add("## Parameters");
        lines.add("");
        lines.add("| parameter | values |");
        lines.add("|---|---|");
        Map<String, List<String>> values = new TreeMap<>();
        for (Record configuration : sweep.configurations()) {
            Spec.values(configuration).forEach((key, value) -> {
                List<String> seen = values.computeIfAbsent(key, k -> new ArrayList<>());
                if (!seen.contains(String.valueOf(value))) {
                    seen.add(String.valueOf(value));
                }
            });
        }
        values.forEach((key, seen) -> lines.add("| `%s` | %s |".formatted(key, String.join(", ", seen))));
        if (!failures.isEmpty()) {
            failed(lines, failures);
        }
        return String.join("\n", lines) + "\n";
    }

    private static void failed(List<String> lines, List<Failure> failures) {
        lines.addAll(List.of("", "## Failed runs", "", "| run | seed | parameters | what the model said |"));
        lines.add("|---|---|---|---|");
        for (Failure failure : failures.subList(0, Math.min(MOST_FAILURES, failures.size()))) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %d | %d | %s | %s |",
                    failure.run(),
                    failure.seed(),
                    failure.knobs(),
                    failure.message().replace("|", "\\|")));
        }
        if (failures.size() > MOST_FAILURES) {
            lines.add("");
            lines.add("The others are in `%s`.".formatted(Dataset.MANIFEST));
        }
    }
}
