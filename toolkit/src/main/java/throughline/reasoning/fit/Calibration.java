package throughline.reasoning.fit;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A panel whose knobs were fitted, and on what.
///
/// @param panel  with the fitted values
/// @param free   the knobs that were fitted
/// @param rows   that they were fitted on
/// @param error  root of the mean square of what is left over, as a share of the problems
public record Calibration(Panel panel, Set<Knob> free, List<Row> rows, double error) {
    public Calibration {
        free = Collections.unmodifiableSet(EnumSet.copyOf(free));
        rows = List.copyOf(rows);
    }

    /// Finds knobs by least squares; the others stay as they are.
    ///
    /// @param start where the search sets out
    /// @param free  the knobs to find
    /// @throws BadInput when the rows cannot tell the knobs: there are fewer of them; none is of several paths, or
    /// of two budgets, where knobs need it; or [Knob#SKILL] is to be found together with [Knob#SPREAD] or
    /// [Knob#CONFUSION], and no row is a pass@k or cons@k. Rows of three numbers of paths will do for two of them,
    /// never for all three
    public static Calibration of(Panel start, Set<Knob> free, List<Row> rows) {
        return of(start, free, rows, Cancel.onInterrupt(), Progress.NONE);
    }

    /// As [#of(Panel, Set, List)].
    ///
    /// @param cancel once requested, the best panel so far is returned
    public static Calibration of(Panel start, Set<Knob> free, List<Row> rows, Cancel cancel, Progress progress) {
        check(free, rows);
        List<Knob> knobs = List.copyOf(EnumSet.copyOf(free));
        Panel best = new Search(start, knobs, rows, cancel, progress).best();
        return new Calibration(best, free, rows, Math.sqrt(Search.squares(best, rows) / rows.size()));
    }

    private static void check(Set<Knob> free, List<Row> rows) {
        if (free.isEmpty() || rows.size() < free.size()) {
            throw new BadInput(
                    "[%d] rows cannot tell %d knobs %s; as many rows are needed", rows.size(), free.size(), free);
        }
        if (free.stream().anyMatch(Knob::ofVotes) && rows.stream().noneMatch(row -> row.paths() > 1)) {
            throw new BadInput("no row of [%s] has several paths, as %s need", names(rows), free);
        }
        boolean spread = free.contains(Knob.SPREAD) || free.contains(Knob.CONFUSION);
        long paths = rows.stream().mapToInt(Row::paths).distinct().count();
        boolean all = free.contains(Knob.SPREAD) && free.contains(Knob.CONFUSION);
        if (free.contains(Knob.SKILL)
                && spread
                && (all || paths < 3)
                && rows.stream().noneMatch(Row::plain)) {
            throw new BadInput(
                    "knobs %s: no row of [%s] is a pass@k or cons@k, without which spread and confusion stand for skill",
                    free, names(rows));
        }
        long budgets = rows.stream().mapToDouble(Row::budget).distinct().count();
        if (free.stream().anyMatch(Knob::ofLength) && budgets < 2) {
            throw new BadInput("rows [%s] have one budget; %s need at least two", names(rows), free);
        }
    }

    private static String names(List<Row> rows) {
        return rows.stream().map(Row::key).collect(Collectors.joining(", "));
    }

    /// A fitted value.
    public double value(Knob knob) {
        return knob.of(panel);
    }

    /// All fitted values, by knob.
    public Map<Knob, Double> values() {
        Map<Knob, Double> values = new EnumMap<>(Knob.class);
        free.forEach(knob -> values.put(knob, value(knob)));
        return values;
    }

    /// The constants and where they come from, on a line.
    @Override
    public String toString() {
        String fitted = values().entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT, "%s %.4g", entry.getKey().name().toLowerCase(Locale.ROOT), entry.getValue()))
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "%s; error %.2f points; fitted on %s", fitted, 100 * error, names(rows));
    }
}
