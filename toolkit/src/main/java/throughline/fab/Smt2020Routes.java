package throughline.fab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import throughline.fab.Smt2020.Reading;
import throughline.fab.Step.Cascade;
import throughline.fab.Step.Per;

/// Reads the routes of an SMT2020 folder.
final class Smt2020Routes {
    private final Path folder;
    private final Reading reading;
    private final Set<String> families;

    /// @param families stations that there are
    Smt2020Routes(Path folder, Reading reading, Set<String> families) {
        this.folder = folder;
        this.reading = reading;
        this.families = families;
    }

    /// The route that a line of `part.txt` names.
    Route route(TabFile.Row part) {
        String name = part.name("ROUTE");
        List<TabFile.Row> rows = new TabFile(folder.resolve(part.name("ROUTEFILE")), Smt2020File.ROUTE)
                .rows().stream().filter(row -> row.text("ROUTE").equals(name)).toList();
        if (rows.isEmpty()) {
            throw part.wrong("ROUTE", "is not in %s", part.text("ROUTEFILE"));
        }
        List<String> names = names(rows);
        Map<Integer, Integer> dedicated = dedications(rows);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Step step = step(name, rows.get(i), i, names);
            Integer by = dedicated.get(i);
            steps.add(by == null ? step : step.with(new ToolRule.SameAs(names.get(by))));
        }
        return new Route(name, steps);
    }

    /// Names of the steps, made unique.
    private static List<String> names(List<TabFile.Row> rows) {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            TabFile.Row row = rows.get(i);
            if (row.whole("STEP", 1) != i + 1) {
                throw row.wrong("STEP", "must be %d: the steps of a route are numbered from 1", i + 1);
            }
            String name = row.has("DESC") ? row.text("DESC") : row.text("STEP");
            names.add(seen.add(name) ? name : name + "#" + row.text("STEP"));
        }
        return names;
    }

    /// For a step that must be done on the tool of an earlier one, that one.
    private static Map<Integer, Integer> dedications(List<TabFile.Row> rows) {
        Map<Integer, Integer> dedicated = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            TabFile.Row row = rows.get(i);
            if (row.has("SVESTN") && row.word("SVESTN", "yes", "no").equals("yes")) {
                int later = reference(row, "FORSTEP", i + 1, rows.size());
                if (!rows.get(later).text("STNFAM").equals(row.text("STNFAM"))) {
                    throw row.wrong(
                            "FORSTEP",
                            "is a step of %s, not of %s",
                            rows.get(later).text("STNFAM"),
                            row.text("STNFAM"));
                }
                dedicated.put(later, i);
            }
        }
        return dedicated;
    }

    /// Position of the step that a column names.
    private static int reference(TabFile.Row row, String column, int least, int steps) {
        int position = row.whole(column, 1) - 1;
        if (position < least || position >= steps) {
            throw row.wrong(column, "must be a step from %d to %d", least + 1, steps);
        }
        return position;
    }

    private Step step(String route, TabFile.Row row, int i, List<String> names) {
        String station = row.name("STNFAM");
        if (!families.contains(station)) {
            throw row.wrong("STNFAM", "is no tool family of tool.txt.1l");
        }
        String per = row.word("PTPER", "per_piece", "per_lot", "per_batch");
        boolean wafers = per.equals("per_piece") && !row.has("PartInterval");
        Step step = new Step(
                names.get(i),
                station,
                row.law("PDIST", "PTIME", "PTIME2", "PTUNITS", reading.halfWidth()),
                wafers ? Per.WAFER : Per.BATCH,
                per.equals("per_batch") ? batching(route, row, names.get(i)) : Batching.SINGLE,
                row.text("SETUP"));
        if (row.has("PartInterval")) {
            row.word("PTPER", "per_piece");
            step = step.with(new Cascade(row.minutes("PartInterval", "PartIntUnits"), Per.WAFER));
        } else if (row.has("BatchInterval")) {
            step = step.with(new Cascade(row.minutes("BatchInterval", "BatchIntUnits"), Per.BATCH));
        }
        return more(step, row, i, names);
    }

    private Step more(Step bare, TabFile.Row row, int i, List<String> names) {
        Step step = bare;
        if (row.has("STIME")) {
            row.word("WHEN", "need", "");
            step = step.withSetupMinutes(row.minutes("STIME", "STUNITS"));
        }
        if (row.has("StepPercent")) {
            step = step.sampled(percent(row, "StepPercent"));
        }
        if (row.has("RWKSTEP") && row.has("REWORK")) {
            row.word("RWKTYPE", "lot", "");
            int to = reference(row, "RWKSTEP", 0, i + 1);
            step = step.with(new Step.Rework(names.get(to), percent(row, "REWORK")));
        }
        if (row.has("STEP_CQT")) {
            int to = reference(row, "STEP_CQT", i + 1, names.size());
            step = step.with(new Step.QueueTime(names.get(to), row.minutes("CQT", "CQTUNITS")));
        }
        return step;
    }

    private static double percent(TabFile.Row row, String column) {
        double value = row.number(column);
        if (value > 100) {
            throw row.wrong(column, "must be a percentage, from 0 to 100");
        }
        return value / 100;
    }

    private Batching batching(String route, TabFile.Row row, String step) {
        int most = row.has("BATCHMX") ? row.whole("BATCHMX", 1) : 1;
        int least = row.has("BATCHMN") ? row.whole("BATCHMN", 1) : 1;
        if (least > most) {
            throw row.wrong("BATCHMN", "must not be more than BATCHMX [%s]", row.text("BATCHMX"));
        }
        return new Batching.Wafers(
                reading.sharing() == Reading.Sharing.STEP_NAME ? step : route + "/" + step,
                reading.batches() == Reading.Batches.FULL ? most : least,
                most,
                reading.holding());
    }
}
