package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.notebook.KernelSpec.State;
import throughline.spec.BadInput;

class KernelSpecTest {
    @TempDir
    private Path folder;

    @Test
    void installsReplacesAndRemoves() throws IOException {
        KernelSpec old = new KernelSpec(folder.resolve("a/throughline"), List.of("java", "old"));
        KernelSpec now = new KernelSpec(folder.resolve("a/throughline"), List.of("java", "now"));
        assertThat(now.state()).isEqualTo(State.MISSING);
        old.install();
        assertThat(now.state()).isEqualTo(State.STALE);
        now.install();
        assertThat(now.state()).isEqualTo(State.CURRENT);
        try (var files = Files.list(now.folder())) {
            assertThat(files).containsExactly(now.file());
        }
        now.remove();
        assertThat(now.folder()).doesNotExist();
        assertThatThrownBy(now::remove).isInstanceOf(BadInput.class).hasMessageContaining("no kernel to remove");
    }

    @Test
    void aFolderThatCannotBeMadeIsBadInput() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        KernelSpec spec = new KernelSpec(file.resolve("throughline"), List.of("java"));
        assertThatThrownBy(spec::install).isInstanceOf(BadInput.class).hasMessageContaining("cannot be written");
    }

    @Test
    void runsAsThisProcessRunsAndAsksForASignal() throws IOException {
        JsonNode json = new ObjectMapper().readTree(KernelSpec.ofThisProcess().json());
        assertThat(json.get("interrupt_mode").asText()).isEqualTo("signal");
        assertThat(json.get("language").asText()).isEqualTo("java");
        List<String> argv = json.get("argv").valueStream().map(JsonNode::asText).toList();
        assertThat(Path.of(argv.getFirst())).isExecutable();
        assertThat(argv).contains("--enable-native-access=ALL-UNNAMED", "-cp");
        assertThat(argv).endsWith("throughline.notebook.Kernel", "{connection_file}");
    }

    @Test
    void liesWhereJupyterLooks() {
        Map<String, String> home = Map.of("HOME", "/h", "APPDATA", "/h/roaming");
        assertThat(KernelSpec.folder(home, "Linux")).hasToString("/h/.local/share/jupyter/kernels/throughline");
        assertThat(KernelSpec.folder(home, "Mac OS X")).hasToString("/h/Library/Jupyter/kernels/throughline");
        assertThat(KernelSpec.folder(home, "Windows 11")).hasToString("/h/roaming/jupyter/kernels/throughline");
        assertThat(KernelSpec.folder(Map.of("HOME", "/h", "XDG_DATA_HOME", "/x"), "Linux"))
                .hasToString("/x/jupyter/kernels/throughline");
        assertThat(KernelSpec.folder(Map.of("HOME", "/h", "JUPYTER_DATA_DIR", "/j"), "Linux"))
                .hasToString("/j/kernels/throughline");
    }
}
