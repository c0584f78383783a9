package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import throughline.data.Plot;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Reported;
import throughline.papers.training.LongestSequence.Way;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class StreamBpTest {
    /// Every row is held by a claim, save those that constants were fitted on.
    @Test
    void everyReportedRowIsScoredOrFittedOn() {
        List<Claim> claims = Ledger.claims(new StreamBp());
        Set<String> used = new HashSet<>();
        for (Claim claim : claims) {
            used.add(claim.recomputed().row());
            used.addAll(claim.fittedOn());
        }
        assertThat(new StreamBp().reported()).extracting(Reported::key).allMatch(used::contains);
    }

    @Test
    void cancelledItComesBackWithoutTraining() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThat(Ledger.claims(new StreamBp(), cancel, Progress.NONE))
                .extracting(Claim::what)
                .noneMatch(what -> what.contains("loss curves"));
    }

    @Test
    void theFigureHasALineAndAPublishedPointForEachWay() {
        Plot plot = (Plot) Ledger.figure(new StreamBp(), Cancel.NEVER, Progress.NONE);
        assertThat(plot.series().stream().filter(Plot.Series::published)).hasSize(3);
        for (Way way : Way.values()) {
            assertThat(plot.series()).extracting(Plot.Series::name).contains(way.text());
        }
    }

    @Test
    void whatIsHeldIsDrawnOverTheChunks() {
        Plot plot = StreamBp.held(48, 4, 6, Cancel.NEVER);
        double[] held = plot.series().getLast().y();
        assertThat(held).hasSize(6);
        for (int i = 1; i < held.length; i++) {
            assertThat(held[i]).isLessThan(held[i - 1]);
        }
    }
}
