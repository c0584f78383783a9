package throughline.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import throughline.spec.BadInput;

/// The JSON files of a dataset: two blanks of indentation, LF, and the keys in the order of the map they come from.
final class Json {
    private Json() {}

    static String text(Object tree) {
        return new ObjectMapper().valueToTree(tree).toPrettyString().replace("\r\n", "\n") + "\n";
    }

    static JsonNode tree(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws BadInput naming the file when it cannot be read as JSON
    static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new BadInput(
                    "%s cannot be read as JSON: %s",
                    file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }
}
