package throughline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import throughline.data.Dataset;

/// A committed sample is what its own specification makes: any change of the models, the random streams or the files
/// that moves a byte is seen here.
class SampleTest {
    static List<Path> samples() {
        return List.of(Path.of("../datasets/minifab-sample"), Path.of("../datasets/cluster-sample"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theSampleIsMadeAgainByteForByte(Path sample, @TempDir Path temp) throws IOException {
        assertThat(Lab.guarded(new CommandLine(new Lab()))
                        .execute(
                                "generate",
                                sample.resolve("spec.json").toString(),
                                "--out",
                                temp.resolve("again").toString()))
                .isZero();
        List<Path> committed = files(sample);
        assertThat(files(temp.resolve("again"))).isEqualTo(committed);
        for (Path file : committed) {
            assertThat(temp.resolve("again").resolve(file)).hasSameBinaryContentAs(sample.resolve(file));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theSampleIsWhatItsManifestSays(Path sample) {
        assertThat(Dataset.open(sample).verify().complete()).isTrue();
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
