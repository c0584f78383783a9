package throughline.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
import java.util.SortedMap;
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

    private static final String WHY = "Error: ";

    static final String SPEC = "spec.json";
    static final String MANIFEST = "manifest.json";
    static final String CARD = "card.md";
    static final String CROISSANT = "croissant.json";

    /// What is written before the manifest, which holds their SHA-256.
    static final List<String> DESCRIPTIONS = List.of(SPEC, CARD, CROISSANT);

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

    /// Its card, in Markdown: what a stranger must know to use it.
    ///
    /// @throws BadInput when the dataset is not complete, and so has none yet
    public String card() {
        Path card = folder.resolve(CARD);
        try {
            return Files.readString(card);
        } catch (NoSuchFileException e) {
            throw new BadInput("dataset [%s] has no card yet; finish it, then ask again", folder);
        } catch (IOException e) {
            throw new BadInput(
                    "card [%s] cannot be read (%s)", card, e.getClass().getSimpleName());
        }
    }

    /// Whether every run is there; a dataset whose making was interrupted is not complete but can be read.
    public boolean complete() {
        return Files.isRegularFile(folder.resolve(MANIFEST));
    }

    /// The runs that failed and so left no rows, ascending; none of most datasets. [Sweep#retry] tries them again.
    public List<Failure> failures() {
        if (complete()) {
            return Failure.inManifest(Json.read(folder.resolve(MANIFEST)));
        }
        JsonNode spec = Json.read(folder.resolve(SPEC));
        PartFolder receipts =
                new PartFolder(folder, List.of(), spec.path("hash").asText(), "", Steps.UNSEEN);
        SortedMap<Integer, String> failed = new TreeMap<>();
        IntStream.range(0, parts)
                .forEach(part -> receipts.read(part).ifPresent(receipt -> failed.putAll(receipt.failed())));
        return Failure.of(spec.path("sweep"), failed);
    }

    /// Reads every part, card, `croissant.json` and `spec.json`, and holds them against the manifest, as is due after a
    /// copy or a download.
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
        JsonNode manifest = Receipt.read(folder.resolve(MANIFEST), hash);
        Receipt.ofManifest(manifest).forEach((part, receipt) -> receipt.files()
                .forEach((table, mark) -> marks.put(partName(table, part), mark)));
        Set<String> names = new TreeSet<>();
        if ((long) parts * tables.size() == marks.size()) {
            for (String table : tables) {
                IntStream.range(0, parts).forEach(part -> names.add(partName(table, part)));
            }
        }
        if (!names.equals(marks.keySet())) {
            throw new BadInput(
                    "dataset [%s]: [%s] and [%s] name different parts; get both anew", folder, SPEC, MANIFEST);
        }
        // What a worker that was thought dead has under way is no part, and no harm.
        tables.forEach(table -> Folder.files(folder, table).stream()
                .filter(name -> !name.endsWith(Draft.TEMPORARY))
                .forEach(names::add));
        List<String> faults = new ArrayList<>();
        JsonNode descriptions = manifest.path("descriptions");
        for (String name : DESCRIPTIONS) {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                faults.add("[%s] is missing".formatted(name));
            } else if (!Receipt.sha256(file).equals(descriptions.path(name).asText())) {
                faults.add("[%s] was edited: its SHA-256 is not the manifest's".formatted(name));
            }
        }
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
            throw new BadInput("query [%s]: %s", query, cause(e));
        }
    }

    /// DuckDB's reason: its first line, or, where that only says that a pending query failed, the one that says why.
    private static String cause(SQLException e) {
        List<String> lines = e.getMessage().lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith(WHY))
                .map(line -> line.substring(WHY.length()))
                .findFirst()
                .orElse(lines.getFirst());
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
