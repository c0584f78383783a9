package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.cluster.overlap.CheckpointScheme;
import throughline.papers.Ledger;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Checkpoints on Polaris, and their paper.
class DataStatesTest {
    private static final DataStates PAPER = new DataStates();

    /// 42, 94, 182, 455 and 966 GB were derived by hand from 3, 6.7, 13, 32.5 and 69 billion weights.
    @Test
    void checkpointsAreAsLargeAsTheirModels() {
        double[] gigabytes = {42, 94, 182, 455, 966};
        List<DataStatesModel> models = DataStatesModel.all();
        for (int i = 0; i < gigabytes.length; i++) {
            double bytes = models.get(i).bytes(DataStatesRates.declared())
                    * 4
                    * models.get(i).nodes();
            assertThat(bytes / 1e9).isCloseTo(gigabytes[i], within(0.07 * gigabytes[i]));
        }
    }

    @Test
    void anUpdateIsShortBesideTheRestOfAStep() {
        for (DataStatesModel model : DataStatesModel.all()) {
            var spec = model.spec(DataStatesRates.declared(), 1, 1);
            assertThat(spec.update() / spec.unchanged()).isBetween(0.001, 0.05);
            assertThat(spec.step()).isCloseTo(model.step(1).value(), within(1e-9));
        }
    }

    @Test
    void theFigureHasTheThreeSchemesAndThePublishedPoint() {
        assertThat(Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE).series()).hasSize(4);
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThat(Ledger.figure(PAPER, cancel, Progress.NONE).series()).isNotEmpty();
        assertThat(DataStatesTimes.table(5, 16).rowCount()).isEqualTo(5 * CheckpointScheme.values().length);
    }
}
