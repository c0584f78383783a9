package throughline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.spec.BadInput;

class SiteFolderTest {
    @TempDir
    private Path folder;

    private void make(String page) throws IOException {
        try (SiteFolder site = SiteFolder.open("--out", folder.resolve("site"))) {
            Files.writeString(site.draft().resolve(page), "");
            site.commit();
        }
    }

    private Stream<String> names(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    @Test
    void aSiteTakesThePlaceOfTheOneBefore() throws IOException {
        make("a.html");
        make("b.html");
        assertThat(names(folder)).containsExactly("site");
        assertThat(names(folder.resolve("site"))).containsExactlyInAnyOrder("b.html", ".throughline-site");
    }

    @Test
    void whatIsNotCommittedLeavesNothing() throws IOException {
        make("a.html");
        try (SiteFolder site = SiteFolder.open("--out", folder.resolve("site"))) {
            Files.writeString(site.draft().resolve("b.html"), "");
        }
        assertThat(names(folder)).containsExactly("site");
        assertThat(names(folder.resolve("site"))).contains("a.html").doesNotContain("b.html");
    }

    @Test
    void anythingElseIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("site"));
        make("a.html");
        Files.delete(folder.resolve("site/.throughline-site"));
        assertThatThrownBy(() -> make("b.html"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("holds something that is no site, [a.html]");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> SiteFolder.open("--out", file)).hasMessageContaining("is no folder");
        assertThatThrownBy(() -> SiteFolder.open("--out", file.resolve("site")))
                .hasMessageContaining("cannot be written");
        assertThat(names(folder)).containsExactlyInAnyOrder("site", "file");
    }
}
