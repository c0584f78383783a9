package throughline.papers.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import throughline.papers.Ledger;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.training.sequences.Assignment;
import throughline.training.sequences.ByteScale;
import throughline.training.sequences.Lengths;
import throughline.training.sequences.Ring;

/// ByteScale, recomputed.
class HybridDataParallelTest {
    @Test
    void onlyWeightsByTokensGiveTheGradientOfTheBatch() {
        Ring costs = new Ring(
                HybridDataParallel.costs().compute(), HybridDataParallel.costs().fabric(), 256);
        int[] batch = Lengths.wikipedia().batch(20, 1024, new Streams(5).named("batch"));
        Assignment assignment = new ByteScale(costs, 8).assign(batch);
        TokenWeights network = new TokenWeights(batch, new Streams(5).named("network"));
        double[] whole = network.whole();
        assertThat(TokenWeights.difference(whole, network.shared(assignment, true)))
                .isLessThan(1e-10);
        assertThat(TokenWeights.difference(whole, network.shared(assignment, false)))
                .isGreaterThan(1e-3);
    }

    @Test
    void theFigureHasAPublishedPoint() {
        assertThat(Ledger.figure(new HybridDataParallel(), Cancel.NEVER, Progress.NONE)
                        .series())
                .filteredOn(series -> series.published())
                .hasSize(1);
    }
}
