package throughline.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The validations that need no data of the user's, against their baseline.
class ValidationsTest {
    @Test
    void noVerdictOfAValidationIsWorseThanItsBaseline(@TempDir Path empty) throws IOException {
        assertThat(CommittedBaseline.complaints(
                        "validations.csv", Ledger.validations(empty).recompute()))
                .isEmpty();
    }
}
