package throughline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The workflows that people copy: they parse, have what their CI server asks for, and call `lab` as it can be called.
class WorkflowTest {
    private static final Path CI = Path.of("../docs/ci");
    private static final String REPORT = "out/notebooks.xml";

    @Test
    void gitHubActions() throws IOException {
        JsonNode workflow = read("github-actions.yml");
        assertThat(workflow.has("on")).isTrue();
        JsonNode job = workflow.at("/jobs/notebooks");
        assertThat(job.get("runs-on").textValue()).startsWith("ubuntu-");
        List<JsonNode> steps = job.get("steps").valueStream().toList();
        assertThat(steps).allMatch(step -> step.has("uses") != step.has("run"));
        assertThat(steps)
                .filteredOn(step -> step.has("uses"))
                .allMatch(step -> step.get("uses").textValue().matches("[\\w-]+/[\\w-]+@v\\d+"));
        assertThat(job.at("/steps/1/with/java-version").intValue()).isEqualTo(25);
        assertThat(job.at("/steps/1/with/cache").textValue()).isEqualTo("maven");
        assertThat(steps)
                .anyMatch(step -> step.at("/with/report_paths").asText().equals(REPORT)
                        && step.get("if").textValue().equals("always()"));
        assertLabIsCalled(steps.stream().map(step -> step.path("run").asText()));
    }

    @Test
    void gitLab() throws IOException {
        JsonNode job = read("gitlab-ci.yml").get("notebooks");
        assertThat(job.get("image").textValue()).isEqualTo("eclipse-temurin:25-jdk");
        String folder = job.at("/cache/paths/0").textValue();
        assertThat(job.at("/variables/MAVEN_OPTS").textValue()).endsWith("/" + folder + "/repository");
        assertThat(job.at("/variables/MAVEN_USER_HOME").textValue()).endsWith("/" + folder);
        assertThat(job.at("/artifacts/reports/junit").textValue()).isEqualTo(REPORT);
        assertThat(job.at("/artifacts/when").textValue()).isEqualTo("always");
        assertLabIsCalled(job.get("script").valueStream().map(JsonNode::asText));
    }

    @Test
    void gitHubPages() throws IOException {
        JsonNode workflow = read("github-pages.yml");
        assertThat(workflow.at("/permissions/pages").textValue()).isEqualTo("write");
        assertThat(workflow.at("/permissions/id-token").textValue()).isEqualTo("write");
        JsonNode job = workflow.at("/jobs/pages");
        assertThat(job.at("/environment/name").textValue()).isEqualTo("github-pages");
        List<JsonNode> steps = job.get("steps").valueStream().toList();
        assertThat(steps)
                .filteredOn(step -> step.has("uses"))
                .allMatch(step -> step.get("uses").textValue().matches("[\\w-]+/[\\w-]+@v\\d+"));
        String call = steps.stream()
                .map(step -> step.path("run").asText())
                .filter(command -> command.startsWith("./lab site "))
                .findFirst()
                .orElseThrow();
        CommandLine.ParseResult parsed = new CommandLine(new Lab())
                .parseArgs(call.substring("./lab ".length()).split(" "));
        assertThat(steps).anyMatch(step -> step.at("/with/path")
                .asText()
                .equals(parsed.subcommand()
                        .matchedOptionValue("--out", Path.of(""))
                        .toString()));
    }

    private static JsonNode read(String name) throws IOException {
        return new YAMLMapper().readTree(CI.resolve(name).toFile());
    }

    private static void assertLabIsCalled(Stream<String> commands) {
        List<String> calls =
                commands.filter(command -> command.startsWith("./lab ")).toList();
        assertThat(calls).isNotEmpty().allSatisfy(call -> {
            String[] words = call.substring("./lab ".length()).split(" ");
            CommandLine.ParseResult parsed = new CommandLine(new Lab()).parseArgs(words);
            assertThat(parsed.subcommand().matchedOptionValue("--junit", "")).isEqualTo(REPORT);
        });
    }
}
