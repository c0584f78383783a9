package throughline.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.spec.BadInput;
import throughline.spec.Spec;

/// A sweep, read from the `spec.json` of the dataset it makes.
public final class SweepFile {
    private SweepFile() {}

    /// Reads a file.
    ///
    /// @param recipes the models it may be of
    /// @throws BadInput naming the file, when it cannot be read, holds no sweep, or was written by another version
    public static Sweep<?> read(Path file, List<Recipe<?>> recipes) {
        try {
            return parse(Files.readString(file), file.toString(), recipes);
        } catch (IOException e) {
            throw unreadable(file.toString(), Folder.reason(e));
        }
    }

    /// Reads the text of such a file.
    ///
    /// @param name where it comes from, for errors
    /// @throws BadInput as in [#read]
    public static Sweep<?> parse(String text, String name, List<Recipe<?>> recipes) {
        JsonNode tree;
        try {
            tree = new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw unreadable(name, e.getOriginalMessage());
        }
        JsonNode sweep = tree.path("sweep");
        if (!sweep.has("model") || !sweep.path("configurations").isArray()) {
            throw new BadInput(
                    "specification [%s] has no model or no configurations; it must be a dataset's spec.json", name);
        }
        String version = tree.path("version").asText();
        if (!version.equals(Dataset.VERSION)) {
            throw new BadInput(
                    "specification [%s] is of version [%s]; this is %s, which may make other bytes from it",
                    name, version, Dataset.VERSION);
        }
        return sweep(RecipeSource.named(recipes, sweep.path("model").asText()), sweep, name);
    }

    private static BadInput unreadable(String name, String reason) {
        return new BadInput(
                "specification [%s] cannot be read: %s",
                name, String.valueOf(reason).lines().findFirst().orElse(""));
    }

    private static <S extends Record> Sweep<S> sweep(Recipe<S> recipe, JsonNode sweep, String name) {
        List<S> configurations = new ArrayList<>();
        S base = recipe.grid().getFirst();
        for (JsonNode node : sweep.path("configurations")) {
            Map<String, String> values = new LinkedHashMap<>();
            node.properties().forEach(p -> values.put(p.getKey(), p.getValue().asText()));
            if (!values.keySet().equals(Spec.values(base).keySet())) {
                throw new BadInput("specification [%s] was written by another version: its parameters differ", name);
            }
            configurations.add(Spec.with(base, values));
        }
        return new Sweep<>(recipe, configurations, (int) whole(name, sweep, "seeds"), whole(name, sweep, "firstSeed"));
    }

    private static long whole(String name, JsonNode sweep, String field) {
        JsonNode found = sweep.path(field);
        if (!found.isIntegralNumber() || !found.canConvertToLong()) {
            throw new BadInput("specification [%s]: %s [%s] must be a whole number", name, field, found);
        }
        return found.asLong();
    }
}
