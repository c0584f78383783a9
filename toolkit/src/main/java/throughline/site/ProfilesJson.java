package throughline.site;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import throughline.hardware.Profiles;

/// The hardware profiles for programs.
public final class ProfilesJson {
    private static final YAMLFactory YAML = new YAMLFactory();

    private ProfilesJson() {}

    /// Writes a list with an object a profile: its `name`, the `text` of its file, and the same as a `tree`, in which
    /// every number is the text that stands in the file, so that no digit changes.
    public static void write(Path file) throws IOException {
        try (JsonGenerator out = new ObjectMapper().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
            out.writeStartArray();
            for (String name : Profiles.names()) {
                String text = Profiles.text(name);
                out.writeStartObject();
                out.writeStringField("name", name);
                out.writeStringField("text", text);
                out.writeFieldName("tree");
                copy(text, out);
                out.writeEndObject();
            }
            out.writeEndArray();
        }
    }

    private static void copy(String text, JsonGenerator out) throws IOException {
        try (JsonParser parser = YAML.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    out.writeString(parser.getText());
                } else {
                    out.copyCurrentEvent(parser);
                }
            }
        }
    }
}
