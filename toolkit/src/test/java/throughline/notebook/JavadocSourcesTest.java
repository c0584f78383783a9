package throughline.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavadocSourcesTest {
    @Test
    void lieBesideTheirJars(@TempDir Path folder) throws IOException {
        Path sources = Files.createFile(folder.resolve("a-1.0-sources.jar"));
        String classPath = String.join(
                File.pathSeparator,
                folder.resolve("a-1.0.jar").toString(),
                folder.resolve("b-1.0.jar").toString(),
                folder.resolve("classes").toString());
        assertThat(JavadocSources.besides(classPath)).containsExactly(sources);
    }
}
