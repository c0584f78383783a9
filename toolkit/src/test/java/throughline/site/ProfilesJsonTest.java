package throughline.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.hardware.Profiles;

class ProfilesJsonTest {
    @TempDir
    private Path folder;

    @Test
    void everyProfileIsThereWithTheDigitsOfItsFile() throws IOException {
        Path file = folder.resolve("hardware.json");
        ProfilesJson.write(file);
        JsonNode all = new ObjectMapper().readTree(file.toFile());
        assertThat(all.valueStream().map(each -> each.get("name").asText())).isEqualTo(Profiles.names());
        assertThat(all)
                .allSatisfy(each -> assertThat(each.at("/tree/source").asText()).isNotEmpty());
        JsonNode jobs = all.valueStream()
                .filter(each -> each.get("name").asText().equals("jobs-pai"))
                .findFirst()
                .orElseThrow();
        assertThat(jobs.at("/tree/run/most").asText()).isEqualTo("626371.0 s");
        assertThat(jobs.get("text").asText()).contains("# assumed: the summary does not say");
    }
}
