package throughline.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.data.Schema.Column;
import throughline.data.Schema.Type;
import throughline.spec.Cancel;
import throughline.spec.Param;

/// What the Croissant 1.0 specification (2024-03-01) requires, and what its reference reader, mlcroissant, checks.
class CroissantTest {
    record Dice(@Param(value = "sides of the die", min = 2) int sides) {}

    private static final List<Schema> TABLES = List.of(
            new Schema(
                    "throws",
                    "A throw.",
                    List.of(
                            new Column("run", Type.INT, "", "number of the run"),
                            new Column("t", Type.LONG, "ms", "time"),
                            new Column("x", Type.DOUBLE, "m", "place"),
                            new Column("mood", Type.TEXT, "", "weather"))),
            new Schema("runs", "A run.", List.of(new Column("run", Type.INT, "", "number of the run"))));

    /// Terms of schema.org that stand without a prefix; `@vocab` resolves them.
    private static final Set<String> SCHEMA_ORG = Set.of(
            "name",
            "description",
            "license",
            "url",
            "creator",
            "datePublished",
            "version",
            "distribution",
            "contentUrl",
            "contentSize",
            "encodingFormat",
            "sha256");

    @TempDir
    private static Path folder;

    private static JsonNode croissant;

    @BeforeAll
    static void write() {
        new Recipe<>("dice", "Dice that are thrown.", TABLES, List.of(new Dice(6)), 20, CroissantTest::roll)
                .sweep()
                .write(folder);
        croissant = Json.read(folder.resolve("croissant.json"));
    }

    private static void roll(int run, Dice dice, long seed, Map<String, Trace> tables, Cancel cancel) {
        Trace faces = tables.get("throws");
        faces.set(0, run);
        faces.set(1, seed);
        faces.set(2, 0.5);
        faces.set(3, "fair");
        faces.next();
        tables.get("runs").set(0, run);
        tables.get("runs").next();
    }

    private static List<JsonNode> of(String type) {
        List<JsonNode> found = new ArrayList<>();
        walk(croissant, node -> {
            if (node.path("@type").asText().equals(type)) {
                found.add(node);
            }
        });
        return found;
    }

    private static void walk(JsonNode node, Consumer<JsonNode> visit) {
        visit.accept(node);
        if (node.isObject()) {
            node.properties().forEach(entry -> {
                if (!entry.getKey().equals("@context")) {
                    walk(entry.getValue(), visit);
                }
            });
        } else {
            node.forEach(child -> walk(child, visit));
        }
    }

    private static void assertHas(JsonNode node, String... properties) {
        for (String property : properties) {
            assertThat(node.path(property).asText())
                    .as("%s of %s", property, node)
                    .isNotBlank();
        }
    }

    @Test
    void theDatasetHasEveryRequiredProperty() {
        assertThat(croissant.path("@type").asText()).isEqualTo("sc:Dataset");
        assertThat(croissant.path("conformsTo").asText()).isEqualTo("http://mlcommons.org/croissant/1.0");
        assertHas(croissant, "name", "description", "license", "url", "datePublished", "version", "citeAs");
        assertHas(croissant.path("creator"), "@type", "name");
        assertThat(URI.create(croissant.path("license").asText()).isAbsolute()).isTrue();
        assertThat(folder.resolve(croissant.path("url").asText())).isRegularFile();
        assertThat(LocalDate.parse(croissant.path("datePublished").asText())).isNotNull();
        assertThat(croissant.path("version").asText()).matches("\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void everyTermIsDefined() {
        JsonNode context = croissant.path("@context");
        assertThat(context.path("@vocab").asText()).isEqualTo("https://schema.org/");
        walk(croissant, node -> node.fieldNames().forEachRemaining(term -> assertThat(
                        term.startsWith("@") || context.has(term) || SCHEMA_ORG.contains(term))
                .as(term)
                .isTrue()));
        for (String prefix : List.of("sc", "cr", "dct")) {
            assertThat(context.has(prefix)).isTrue();
        }
    }

    @Test
    void idsAreUniqueAndReferencesResolve() {
        List<String> ids = new ArrayList<>();
        List<String> references = new ArrayList<>();
        walk(croissant, node -> {
            if (node.has("@id")) {
                (node.has("@type") ? ids : references).add(node.path("@id").asText());
            }
        });
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(references).isNotEmpty().isSubsetOf(ids);
    }

    @Test
    void everyPartIsAFileWithItsLengthAndHash() throws IOException {
        Set<String> listed = new TreeSet<>();
        for (JsonNode file : of("cr:FileObject")) {
            assertHas(file, "@id", "name", "contentUrl", "contentSize", "encodingFormat", "sha256");
            Path path = folder.resolve(file.path("contentUrl").asText());
            long bytes = Long.parseLong(file.path("contentSize").asText().replace(" B", ""));
            assertThat(new Receipt.Mark(0, bytes, file.path("sha256").asText()).fits(path))
                    .isTrue();
            listed.add(file.path("contentUrl").asText());
        }
        assertThat(listed).hasSize(6).isEqualTo(parquetFiles());
    }

    private static Set<String> parquetFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Set<String> names = new TreeSet<>();
            files.map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".parquet"))
                    .forEach(names::add);
            return names;
        }
    }

    @Test
    void theFileSetsAreThePartsOfEachTable() throws IOException {
        Set<String> seen = new HashSet<>();
        for (JsonNode set : of("cr:FileSet")) {
            assertHas(set, "@id", "name", "encodingFormat", "includes");
            var glob = FileSystems.getDefault()
                    .getPathMatcher("glob:" + set.path("includes").asText());
            for (String file : parquetFiles()) {
                if (glob.matches(Path.of(file))) {
                    assertThat(seen.add(file)).isTrue();
                }
            }
        }
        assertThat(seen).isEqualTo(parquetFiles());
    }

    @Test
    void theFieldsAreTheColumnsWithTheirTypes() {
        Dataset dataset = Dataset.open(folder);
        Map<String, String> types =
                Map.of("INTEGER", "sc:Integer", "BIGINT", "sc:Integer", "DOUBLE", "sc:Float", "VARCHAR", "sc:Text");
        assertThat(of("cr:RecordSet"))
                .extracting(set -> set.path("@id").asText())
                .isEqualTo(dataset.tables());
        for (JsonNode set : of("cr:RecordSet")) {
            assertHas(set, "name", "description");
            List<String> described = new ArrayList<>();
            for (JsonNode field : set.path("field")) {
                assertHas(field, "@id", "name", "description", "dataType");
                assertThat(field.path("source").path("fileSet").path("@id").asText())
                        .isEqualTo(set.path("@id").asText() + "-parts");
                described.add(
                        field.path("source").path("extract").path("column").asText() + " "
                                + field.path("dataType").asText());
            }
            var columns = dataset.sql("DESCRIBE " + set.path("@id").asText());
            List<String> there = new ArrayList<>();
            columns.forEach(
                    row -> there.add(row.getString("column_name") + " " + types.get(row.getString("column_type"))));
            assertThat(described).isEqualTo(there);
        }
    }
}
