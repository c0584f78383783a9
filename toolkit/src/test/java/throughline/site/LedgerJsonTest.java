package throughline.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.papers.LedgerFiles;
import throughline.papers.MadeUpLedger;

class LedgerJsonTest {
    @TempDir
    private Path folder;

    @Test
    void aLedgerIsReadAsItIs() throws IOException {
        String text = LedgerFiles.json(MadeUpLedger.ledger().recompute());
        Path file = Files.writeString(folder.resolve("ledger.json"), text);
        assertThat(LedgerJson.read("--ledger", file)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    []                | it holds no list of claims
                    {}                | it holds no list of claims
                    [{                | line 1 is no JSON
                    [{"paper": "C4"}] | an entry has no [chapter]
                    """)
    void whatIsNoneIsRefused(String text, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("ledger.json"), text);
        assertThatThrownBy(() -> LedgerJson.read("--ledger", file))
                .hasMessageStartingWith("--ledger [%s] is no ledger: %s", file, why);
    }

    @Test
    void anUnknownVerdictIsNamed() throws IOException {
        String text = LedgerFiles.json(MadeUpLedger.ledger().recompute()).replace("NOT_YET", "SOON");
        Path file = Files.writeString(folder.resolve("ledger.json"), text);
        assertThatThrownBy(() -> LedgerJson.read("--ledger", file))
                .hasMessageContaining("entry of [Etcher] has the verdict [SOON]");
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        assertThatThrownBy(() -> LedgerJson.read("--ledger", folder)).hasMessageContaining("cannot be read");
        Path file = Files.write(folder.resolve("ledger.json"), new byte[] {'"', (byte) 0xff, '"'});
        assertThatThrownBy(() -> LedgerJson.read("--ledger", file)).hasMessageContaining("no text in UTF-8");
    }
}
