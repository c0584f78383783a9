package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import throughline.papers.Ledger;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Zeppelin, recomputed.
class ThreeZonesTest {
    @Test
    void theFigureHasAPublishedPoint() {
        assertThat(Ledger.figure(new ThreeZones(), Cancel.NEVER, Progress.NONE).series())
                .filteredOn(series -> series.published())
                .hasSize(1);
    }
}
