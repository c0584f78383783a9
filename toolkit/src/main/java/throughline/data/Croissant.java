package throughline.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import throughline.spec.Spec;

/// What a dataset is, for programs: a description after MLCommons Croissant 1.0 (mlcommons.org/croissant/1.0). Each
/// part is a file with its SHA-256, each table a set of files and a set of records.
///
/// The specification demands a date of publication: it is that of the version of the toolkit, not of the day the files
/// were made, so that the same specification gives the same bytes. It demands an address, too: the card beside it.
final class Croissant {
    private static final String PARQUET = "application/x-parquet";

    private Croissant() {}

    static String text(Sweep<?> sweep, Map<Integer, Receipt> parts) {
        Recipe<?> recipe = sweep.recipe();
        Map<String, Object> dataset = new LinkedHashMap<>();
        dataset.put("@context", context());
        dataset.put("@type", "sc:Dataset");
        dataset.put("conformsTo", "http://mlcommons.org/croissant/1.0");
        dataset.put("name", recipe.name());
        dataset.put("description", recipe.about());
        dataset.put("license", "https://creativecommons.org/publicdomain/zero/1.0/");
        dataset.put("url", Dataset.CARD);
        dataset.put("creator", new TreeMap<>(Map.of("@type", "sc:Organization", "name", "Throughline")));
        dataset.put("datePublished", Dataset.PUBLISHED);
        dataset.put("version", Dataset.VERSION);
        dataset.put(
                "citeAs",
                "@misc{throughline-%s, author = {Throughline}, title = {%s}, version = {%s}, note = {specification %s}}"
                        .formatted(recipe.name(), recipe.name(), Dataset.VERSION, Spec.hash(sweep.spec())));
        List<Object> distribution = new ArrayList<>();
        List<Object> records = new ArrayList<>();
        for (Schema table : recipe.tables()) {
            distribution.add(fileSet(table));
            parts.forEach((part, receipt) ->
                    distribution.add(file(table, part, receipt.files().get(table.table()))));
            records.add(recordSet(table));
        }
        dataset.put("distribution", distribution);
        dataset.put("recordSet", records);
        return Json.text(dataset);
    }

    /// The names that Croissant 1.0 gives to its terms, as its first appendix has them.
    private static JsonNode context() {
        try (InputStream in = Croissant.class.getResourceAsStream("croissant-context.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> node(String type, String id, String about) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("@type", type);
        node.put("@id", id);
        node.put("name", id);
        node.put("description", about);
        return node;
    }

    private static String fileSetId(Schema table) {
        return table.table() + "-parts";
    }

    private static Map<String, Object> fileSet(Schema table) {
        Map<String, Object> set = node(
                "cr:FileSet", fileSetId(table), "The parts of table %s, in order of name.".formatted(table.table()));
        set.put("encodingFormat", PARQUET);
        set.put("includes", table.table() + "/*.parquet");
        return set;
    }

    private static Map<String, Object> file(Schema table, int part, Receipt.Mark mark) {
        String path = Dataset.partName(table.table(), part);
        Map<String, Object> file = node("cr:FileObject", path, mark.rows() + " rows.");
        file.put("contentUrl", path);
        file.put("contentSize", mark.bytes() + " B");
        file.put("encodingFormat", PARQUET);
        file.put("sha256", mark.sha256());
        return file;
    }

    private static Map<String, Object> recordSet(Schema table) {
        Map<String, Object> set = node("cr:RecordSet", table.table(), table.about());
        set.put(
                "field",
                table.columns().stream().map(column -> field(table, column)).toList());
        return set;
    }

    private static Map<String, Object> field(Schema table, Schema.Column column) {
        String about = column.unit().isEmpty() ? column.about() : "%s, in %s".formatted(column.about(), column.unit());
        Map<String, Object> field = node("cr:Field", table.table() + "/" + column.name(), about);
        field.put(
                "dataType",
                switch (column.type()) {
                    case LONG, INT -> "sc:Integer";
                    case DOUBLE -> "sc:Float";
                    case TEXT -> "sc:Text";
                });
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("fileSet", Map.of("@id", fileSetId(table)));
        source.put("extract", Map.of("column", column.name()));
        field.put("source", source);
        return field;
    }
}
