package throughline.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Spec;

/// A dataset on disk: a folder with a sub-folder of Parquet parts a table, `card.md` for people, `croissant.json` for
/// programs (MLCommons Croissant 1.0), `spec.json` with everything that made it, and, once it is complete,
/// `manifest.json` with the rows and the SHA-256 of every part.
public final class Dataset {
    /// Bumped when the same specification starts to give other rows.
    public static final String VERSION = "0.2.0";

    /// The day of [#VERSION], for descriptions that must have one.
    static final String PUBLISHED = "2026-11-21";

    static final String SPEC = "spec.json";
    static final String MANIFEST = "manifest.json";
    static final String CARD = "card.md";
    static final String CROISSANT = "croissant.json";

    private final Path folder;
    private final List<String> tables;
    private final int parts;

    private Dataset(Path folder, List<String> tables, int parts) {
        this.folder = folder;
        this.tables = List.copyOf(tables);
        this.parts = parts;
    }

    /// Opens a dataset that was written earlier. Nothing but its `spec.json` is read; [#verify] reads it through.
    ///
    /// @throws BadInput when the folder holds none
    public static Dataset open(Path folder) {
        Path spec = folder.resolve(SPEC);
        if (!Files.isRegularFile(spec)) {
            throw new BadInput("folder [%s] holds no dataset: %s is missing", folder, SPEC);
        }
        JsonNode tree = Json.read(spec);
        List<String> tables = new ArrayList<>();
        for (JsonNode table : tree.path("tables")) {
            if (!Schema.isName(table.asText())) {
                throw new BadInput("%s: no table can be called [%s]", spec, table.asText());
            }
            tables.add(table.asText());
        }
        return new Dataset(folder, tables, tree.path("parts").asInt());
    }

    /// Where it is.
    public Path folder() {
        return folder;
    }

    /// The names of its tables.
    public List<String> tables() {
        return tables;
    }

    /// Whether every run is there; a dataset whose making was interrupted is not complete but can be read.
    public boolean complete() {
        return Files.isRegularFile(folder.resolve(MANIFEST));
    }

    /// Reads every part and holds it against the manifest, as is due after a copy or a download.
    ///
    /// @return this dataset
    /// @throws BadInput when it is not complete; naming the files that are missing, truncated, edited, of another
    ///     specification, or not in the manifest
    public Dataset verify() {
        if (!complete()) {
            throw new BadInput("dataset [%s] is not complete: there is no %s to hold it against", folder, MANIFEST);
        }
        JsonNode spec = Json.read(folder.resolve(SPEC));
        String hash = Spec.hash(spec.path("sweep").toString());
        if (!spec.path("hash").asText().equals(hash)) {
            throw new BadInput("dataset [%s]: [%s] was edited: the hash of its sweep is %s", folder, SPEC, hash);
        }
        Map<String, Receipt.Mark> marks = new TreeMap<>();
        Receipt.ofManifest(folder.resolve(MANIFEST), hash).forEach((part, receipt) -> receipt.files()
                .forEach((table, mark) -> marks.put(partName(table, part), mark)));
        Set<String> names = new TreeSet<>();
        for (String table : tables) {
            IntStream.range(0, parts).forEach(part -> names.add(partName(table, part)));
        }
        if (!names.equals(marks.keySet())) {
            throw new BadInput(
                    "dataset [%s]: [%s] and [%s] name different parts; get both anew", folder, SPEC, MANIFEST);
        }
        tables.forEach(table -> names.addAll(Folder.files(folder, table)));
        List<String> faults = new ArrayList<>();
        for (String name : names) {
            fault(name, marks.get(name), hash).ifPresent(fault -> faults.add("[%s] %s".formatted(name, fault)));
        }
        Receipt.complain(folder, faults, "get them anew, or remove them and make them again from " + SPEC);
        return this;
    }

    private Optional<String> fault(String name, Receipt.Mark mark, String hash) {
        Path file = folder.resolve(name);
        if (mark == null) {
            return Optional.of("is not in " + MANIFEST);
        }
        return Files.isRegularFile(file) ? Receipt.fault(file, mark, hash) : Optional.of("is missing");
    }

    /// A whole table, in the order of the runs. Meant for tables that fit in memory; otherwise ask with [#sql].
    public Table table(String name) {
        if (!tables.contains(name)) {
            throw new BadInput("dataset [%s] has no table [%s]; it has %s", folder, name, tables);
        }
        return sql("SELECT * FROM " + name);
    }

    /// The answer to a query in DuckDB's SQL, in which every table of the dataset is a view of its Parquet files.
    ///
    /// @throws BadInput with DuckDB's own words when the query is wrong; naming a column that the answer has twice
    public Table sql(String query) {
        try (Connection connection = Parquet.connect();
                Statement sql = connection.createStatement()) {
            for (String table : tables) {
                List<Path> files = files(table);
                if (!files.isEmpty()) {
                    sql.execute("CREATE VIEW %s AS %s".formatted(table, select(files)));
                }
            }
            try (ResultSet rows = sql.executeQuery(query)) {
                return Answers.table(query, rows);
            }
        } catch (SQLException e) {
            throw new BadInput(
                    "query [%s]: %s", query, e.getMessage().lines().findFirst().orElse(""));
        }
    }

    /// Writes each table as one CSV file into a folder; numbers in their shortest form, LF.
    public void csv(Path target) {
        Folder.make(target);
        for (String table : tables) {
            List<Path> files = files(table);
            if (files.isEmpty()) {
                continue;
            }
            try (Connection connection = Parquet.connect();
                    Statement sql = connection.createStatement();
                    Draft draft = new Draft(target.resolve(table + ".csv"), Steps.UNSEEN)) {
                sql.execute("COPY (%s) TO '%s' (FORMAT csv, HEADER, USE_TMP_FILE false)"
                        .formatted(select(files), Parquet.quoted(draft.path())));
                draft.seal();
                draft.publish();
            } catch (SQLException e) {
                throw new UncheckedIOException(
                        new IOException("cannot write %s.csv: %s".formatted(table, e.getMessage()), e));
            }
        }
    }

    /// All rows of some files. A folder named like `lots=77` says nothing about them, though DuckDB would think so.
    private static String select(List<Path> files) {
        return "SELECT * FROM read_parquet([%s], hive_partitioning = false)"
                .formatted(String.join(
                        ", ",
                        files.stream()
                                .map(file -> "'" + Parquet.quoted(file) + "'")
                                .toList()));
    }

    private List<Path> files(String table) {
        List<Path> files = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            if (hasPart(part)) {
                files.add(part(folder, table, part));
            }
        }
        return files;
    }

    private boolean hasPart(int part) {
        return tables.stream().allMatch(table -> Files.isRegularFile(part(folder, table, part)));
    }

    static Path part(Path folder, String table, int part) {
        return folder.resolve(partName(table, part));
    }

    static String partName(String table, int part) {
        return String.format(Locale.ROOT, "%s/part-%05d.parquet", table, part);
    }

    static String specText(Sweep<?> sweep) {
        Map<String, Object> tree = new TreeMap<>();
        tree.put("version", VERSION);
        tree.put("sweep", Json.tree(sweep.spec()));
        tree.put("hash", Spec.hash(sweep.spec()));
        tree.put("tables", sweep.recipe().tables().stream().map(Schema::table).toList());
        tree.put("parts", sweep.parts());
        return Json.text(tree);
    }
}
