package throughline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import throughline.data.Dataset;

/// The committed sample is what its own specification makes: any change of the models, the random streams or the files
/// that moves a byte is seen here.
class SampleTest {
    private static final Path SAMPLE = Path.of("../datasets/minifab-sample");

    @Test
    void theSampleIsMadeAgainByteForByte(@TempDir Path temp) throws IOException {
        assertThat(Lab.guarded(new CommandLine(new Lab()))
                        .execute(
                                "generate",
                                SAMPLE.resolve("spec.json").toString(),
                                "--out",
                                temp.resolve("again").toString()))
                .isZero();
        List<Path> committed = files(SAMPLE);
        assertThat(files(temp.resolve("again"))).isEqualTo(committed);
        for (Path file : committed) {
            assertThat(temp.resolve("again").resolve(file)).hasSameBinaryContentAs(SAMPLE.resolve(file));
        }
    }

    @Test
    void theSampleIsWhatItsManifestSays() {
        assertThat(Dataset.open(SAMPLE).verify().complete()).isTrue();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .sorted()
                    .toList();
        }
    }
}
