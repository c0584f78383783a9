package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import throughline.notebook.KernelSpec.State;
import throughline.spec.BadInput;

class KernelSpecTest {
    @TempDir
    private Path folder;

    @Test
    void installsReplacesAndRemoves() throws IOException {
        KernelSpec old = rapaio("a/throughline", "java", "old");
        KernelSpec now = rapaio("a/throughline", "java", "now");
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
        assertThatThrownBy(now::remove)
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("no kernel to remove", "--kind rapaio");
    }

    @Test
    void aFolderThatCannotBeMadeIsBadInput() throws IOException {
        Files.createFile(folder.resolve("file"));
        KernelSpec spec = rapaio("file/throughline", "java");
        assertThatThrownBy(spec::install).isInstanceOf(BadInput.class).hasMessageContaining("cannot be written");
    }

    @ParameterizedTest
    @EnumSource
    void runsAsThisProcessRunsAndAsksForASignal(KernelKind kind) throws IOException {
        JsonNode json = new ObjectMapper().readTree(spec(kind, jarOf(kind)).json());
        assertThat(json.get("interrupt_mode").asText()).isEqualTo("signal");
        assertThat(json.get("language").asText()).isEqualTo("java");
        List<String> argv = json.get("argv").valueStream().map(JsonNode::asText).toList();
        assertThat(Path.of(argv.getFirst())).isExecutable();
        assertThat(argv).contains("--enable-native-access=ALL-UNNAMED", "-cp");
        assertThat(argv).endsWith("throughline.notebook.Kernel", kind.toString(), "{connection_file}");
    }

    @Test
    void hasOneKernelAndTheToolkitOnItsClassPath() throws IOException {
        Path jar = jarOf(KernelKind.IJAVA);
        assertThat(classPath(spec(KernelKind.RAPAIO, null)))
                .anyMatch(entry -> entry.contains("rapaio-jupyter-kernel"))
                .doesNotContain(jar.toString());
        assertThat(classPath(spec(KernelKind.IJAVA, jar)))
                .noneMatch(entry -> entry.contains("rapaio-jupyter-kernel"))
                .contains(jar.toString())
                .anyMatch(entry -> entry.contains("tablesaw"));
    }

    @Test
    void remembersTheJarItWasInstalledWith() throws IOException {
        Path jar = jarOf(KernelKind.JJAVA);
        spec(KernelKind.JJAVA, jar).install();
        KernelSpec again = spec(KernelKind.JJAVA, null);
        assertThat(again.jar()).contains(jar);
        assertThat(again.state()).isEqualTo(State.CURRENT);
        Files.delete(jar);
        assertThat(again.state()).isEqualTo(State.STALE);
        assertThatThrownBy(again::install)
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("--jar [" + jar + "]", "no jar that can be read", "github.com/dflib/jjava");
    }

    @Test
    void saysWhatIsWrongWithAJar() throws IOException {
        assertThatThrownBy(spec(KernelKind.IJAVA, null)::install)
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("--jar is missing", "[ijava]", "github.com/SpencerPark/IJava/releases");
        Path other = jarOf(KernelKind.JJAVA);
        assertThatThrownBy(spec(KernelKind.IJAVA, other)::install)
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("--jar [" + other + "] is not kernel [ijava]", "ijava-1.3.0.jar");
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
        assertThatThrownBy(spec(KernelKind.IJAVA, text)::install)
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--jar [" + text + "] is no jar that can be read");
        assertThatThrownBy(spec(KernelKind.RAPAIO, other)::install)
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--jar [" + other + "] is for kernels that the build does not bring");
        assertThatThrownBy(() -> KernelKind.named("beakerx"))
                .isInstanceOf(BadInput.class)
                .hasMessage("no kind of kernel [beakerx]; there are rapaio, ijava, jjava");
    }

    @Test
    void liesWhereJupyterLooks() {
        Map<String, String> home = Map.of("HOME", "/h", "APPDATA", "/h/roaming");
        assertThat(folder(home, "Linux")).hasToString("/h/.local/share/jupyter/kernels/throughline");
        assertThat(folder(home, "Mac OS X")).hasToString("/h/Library/Jupyter/kernels/throughline");
        assertThat(folder(home, "Windows 11")).hasToString("/h/roaming/jupyter/kernels/throughline");
        assertThat(folder(Map.of("HOME", "/h", "XDG_DATA_HOME", "/x"), "Linux"))
                .hasToString("/x/jupyter/kernels/throughline");
        assertThat(folder(Map.of("HOME", "/h", "JUPYTER_DATA_DIR", "/j"), "Linux"))
                .hasToString("/j/kernels/throughline");
        assertThat(KernelSpec.folder(KernelKind.IJAVA, home, "Linux")).endsWithRaw(Path.of("throughline-ijava"));
    }

    private KernelSpec rapaio(String path, String... argv) {
        return new KernelSpec(KernelKind.RAPAIO, folder.resolve(path), List.of(argv), Optional.empty());
    }

    private KernelSpec spec(KernelKind kind, Path jar) {
        KernelSpec spec = KernelSpec.ofThisProcess(kind, folder.resolve(kind.kernelName()));
        return jar == null ? spec : spec.from(jar);
    }

    private static Path folder(Map<String, String> environment, String system) {
        return KernelSpec.folder(KernelKind.RAPAIO, environment, system);
    }

    private static List<String> classPath(KernelSpec spec) {
        String entries = spec.argv().get(spec.argv().indexOf("-cp") + 1);
        return Arrays.asList(entries.split(File.pathSeparator));
    }

    /// A jar with an empty main class of the kernel.
    private Path jarOf(KernelKind kind) throws IOException {
        Path jar = folder.resolve(kind + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(kind.mainClass().replace('.', '/') + ".class"));
        }
        return jar;
    }
}
