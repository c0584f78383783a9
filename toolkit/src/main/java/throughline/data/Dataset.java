package throughline.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.TreeMap;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;
import throughline.spec.BadInput;
import throughline.spec.Spec;

/// A dataset on disk: a folder with a sub-folder of Parquet parts a table, `card.md` for people, `spec.json` with
/// everything that made it, and, once it is complete, `manifest.json`.
public final class Dataset {
    /// Bumped when the same specification starts to give other rows.
    public static final String VERSION = "0.1.0";

    private static final String SPEC = "spec.json";
    private static final String MANIFEST = "manifest.json";
    private static final String CARD = "card.md";

    private final Path folder;
    private final List<String> tables;
    private final int parts;

    private Dataset(Path folder, List<String> tables, int parts) {
        this.folder = folder;
        this.tables = List.copyOf(tables);
        this.parts = parts;
    }

    /// Opens a dataset that was written earlier.
    ///
    /// @throws BadInput when the folder holds none
    public static Dataset open(Path folder) {
        Path spec = folder.resolve(SPEC);
        if (!Files.isRegularFile(spec)) {
            throw new BadInput("folder [%s] holds no dataset: %s is missing", folder, SPEC);
        }
        try {
            JsonNode tree = new ObjectMapper().readTree(spec.toFile());
            List<String> tables = new ArrayList<>();
            tree.path("tables").forEach(table -> tables.add(table.asText()));
            return new Dataset(folder, tables, tree.path("parts").asInt());
        } catch (IOException e) {
            throw new BadInput(
                    "%s cannot be read as JSON: %s",
                    spec, e.getMessage().lines().findFirst().orElse(""));
        }
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

    /// A whole table, in the order of the runs. Meant for tables that fit in memory; otherwise ask with [#sql].
    public Table table(String name) {
        if (!tables.contains(name)) {
            throw new BadInput("dataset [%s] has no table [%s]; it has %s", folder, name, tables);
        }
        return sql("SELECT * FROM " + name);
    }

    /// The answer to a query in DuckDB's SQL, in which every table of the dataset is a view of its Parquet files.
    ///
    /// @throws BadInput with DuckDB's own words when the query is wrong
    public Table sql(String query) {
        try (Connection connection = Parquet.connect();
                Statement sql = connection.createStatement()) {
            for (String table : tables) {
                List<Path> files = files(table);
                if (!files.isEmpty()) {
                    sql.execute("CREATE VIEW %s AS SELECT * FROM read_parquet([%s])"
                            .formatted(
                                    table,
                                    String.join(
                                            ", ",
                                            files.stream()
                                                    .map(f -> "'" + Parquet.quoted(f) + "'")
                                                    .toList())));
                }
            }
            try (ResultSet rows = sql.executeQuery(query)) {
                return Answers.table(rows);
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
            List<String> files = files(table).stream()
                    .map(f -> "'" + Parquet.quoted(f) + "'")
                    .toList();
            if (files.isEmpty()) {
                continue;
            }
            try (Connection connection = Parquet.connect();
                    Statement sql = connection.createStatement();
                    Draft draft = new Draft(target.resolve(table + ".csv"), Steps.UNSEEN)) {
                sql.execute("COPY (SELECT * FROM read_parquet([%s])) TO '%s' (FORMAT csv, HEADER, USE_TMP_FILE false)"
                        .formatted(String.join(", ", files), Parquet.quoted(draft.path())));
                draft.seal();
                draft.publish();
            } catch (SQLException e) {
                throw new UncheckedIOException(
                        new IOException("cannot write %s.csv: %s".formatted(table, e.getMessage()), e));
            }
        }
    }

    private List<Path> files(String table) {
        List<Path> files = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            Path file = part(folder, table, part);
            if (Files.isRegularFile(file)) {
                files.add(file);
            }
        }
        return files;
    }

    static Path part(Path folder, String table, int part) {
        return folder.resolve(table).resolve(String.format(Locale.ROOT, "part-%05d.parquet", part));
    }

    static boolean hasPart(Path folder, List<Schema> tables, int part) {
        return tables.stream().allMatch(table -> Files.isRegularFile(part(folder, table.table(), part)));
    }

    /// Makes the folder ready for a sweep: empty, or holding the beginning of the very same dataset.
    static void prepare(Path folder, Sweep<?> sweep) {
        Path spec = folder.resolve(SPEC);
        String wanted = specText(sweep);
        try {
            if (Files.isRegularFile(spec)) {
                if (!Files.readString(spec).equals(wanted)) {
                    throw new BadInput(
                            "folder [%s] holds another dataset (its %s differs); choose another folder or remove it",
                            folder, SPEC);
                }
            } else if (Files.isDirectory(folder)) {
                try (Stream<Path> inside = Files.list(folder)) {
                    if (inside.findAny().isPresent()) {
                        throw new BadInput(
                                "folder [%s] is not empty and holds no dataset; choose an empty or a new one", folder);
                    }
                }
            }
        } catch (IOException e) {
            throw new BadInput("folder [%s] cannot be read (%s); choose another", folder, e.getMessage());
        }
        Folder.make(folder);
        sweep.recipe().tables().forEach(table -> Folder.make(folder.resolve(table.table())));
        Draft.text(spec, wanted, Steps.UNSEEN);
    }

    private static String specText(Sweep<?> sweep) {
        Map<String, Object> tree = new TreeMap<>();
        tree.put("version", VERSION);
        tree.put("sweep", json(sweep.spec()));
        tree.put("hash", Spec.hash(sweep.spec()));
        tree.put("tables", sweep.recipe().tables().stream().map(Schema::table).toList());
        tree.put("parts", sweep.parts());
        return pretty(tree);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pretty(Object tree) {
        return new ObjectMapper().valueToTree(tree).toPrettyString().replace("\r\n", "\n") + "\n";
    }

    /// Writes card and manifest once all parts are there.
    static Dataset finish(Path folder, Sweep<?> sweep) {
        Dataset dataset = new Dataset(
                folder, sweep.recipe().tables().stream().map(Schema::table).toList(), sweep.parts());
        for (int part = 0; part < sweep.parts(); part++) {
            if (!hasPart(folder, sweep.recipe().tables(), part)) {
                return dataset;
            }
        }
        Map<String, Long> rows = new TreeMap<>();
        for (String table : dataset.tables) {
            rows.put(
                    table,
                    dataset.sql("SELECT count(*) AS n FROM " + table)
                            .longColumn(0)
                            .getLong(0));
        }
        Draft.text(folder.resolve(CARD), Card.text(sweep, rows), Steps.UNSEEN);
        Map<String, Object> manifest = new TreeMap<>();
        manifest.put("complete", true);
        manifest.put("rows", rows);
        manifest.put("hash", Spec.hash(sweep.spec()));
        Draft.text(folder.resolve(MANIFEST), pretty(manifest), Steps.UNSEEN);
        return dataset;
    }
}
