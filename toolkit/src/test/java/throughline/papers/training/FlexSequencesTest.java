package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import throughline.papers.Ledger;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// FlexSP, recomputed.
class FlexSequencesTest {
    @Test
    void theFigureHasThePublishedPoints() {
        assertThat(Ledger.figure(new FlexSequences(), Cancel.NEVER, Progress.NONE)
                        .series())
                .filteredOn(series -> series.published())
                .hasSize(2)
                .allSatisfy(series -> assertThat(series.x()).hasSize(6));
    }
}
