package throughline.papers.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.papers.Catalogue;
import throughline.papers.Ledger;
import throughline.papers.Reported;
import throughline.papers.training.TrainingRuns;
import throughline.spec.BadInput;

/// The validation beside the papers; its runs take minutes and the user's files, so they are not made here.
class Smt2020RunsTest {
    @TempDir
    Path temp;

    @Test
    void itStandsApartFromThePapers() throws IOException {
        Files.createDirectories(temp.resolve("smt2020-hvlm"));
        assertThat(Ledger.validations(temp).catalogue().listings())
                .extracting(Catalogue.Listing::id)
                .contains(Smt2020Runs.ID, TrainingRuns.ID);
        assertThat(Catalogue.standard().listings())
                .extracting(Catalogue.Listing::id)
                .doesNotContain(Smt2020Runs.ID);
        assertThat(new Smt2020Runs(temp).reported()).extracting(Reported::key).doesNotHaveDuplicates();
    }

    @Test
    void withoutItsDataItIsLeftOut() {
        assertThat(Ledger.validations(temp).catalogue().listings())
                .extracting(Catalogue.Listing::id)
                .contains(TrainingRuns.ID)
                .doesNotContain(Smt2020Runs.ID);
    }

    @Test
    void aFolderThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Ledger.validations(temp.resolve("none")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("none] to validate with is none");
    }
}
