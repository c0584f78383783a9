package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// The storage model of universal checkpointing; what else the paper claims is in the ledger.
class UniversalCheckpointTest {
    private static UniversalCheckpointTimes times(int ranks, int replicas, int workers, double storage) {
        return new UniversalCheckpointTimes(1e11, ranks, replicas, 25e9, storage, workers, 1e9);
    }

    @Property(tries = 100)
    void oneFileTakesAsManyTimesAsThereAreRanksWhileStorageKeepsUp(
            @ForAll @IntRange(min = 2, max = 500) int ranks,
            @ForAll @DoubleRange(min = 1e9, max = 1e12) double storage) {
        UniversalCheckpointTimes times = times(ranks, 1, ranks, storage);
        if (storage >= ranks * 1e9) {
            assertThat(times.saveRatio()).isCloseTo(ranks, within(1e-9 * ranks));
        } else {
            assertThat(times.saveRatio()).isBetween(1.0, ranks * (1 - 1e-12));
        }
    }

    @Property(tries = 50)
    void moreWorkersConvertNoSlowerUpToTheFileSystem(@ForAll @IntRange(min = 1, max = 1000) int workers) {
        double few = times(8, 2, workers, 650e9).convert().value();
        double more = times(8, 2, workers + 1, 650e9).convert().value();
        assertThat(more).isLessThanOrEqualTo(few).isGreaterThanOrEqualTo(24e11 / 650e9);
        assertThat(few).isCloseTo(Math.max(24e11 / (workers * 1e9), 24e11 / 650e9), within(1e-9 * few));
    }

    /// Where nothing but processes counts and all ranks convert: 24 bytes beside 12 and 2 for each replica.
    @Property(tries = 50)
    void aConversionByAllRanksIsMeasuredInBytes(
            @ForAll @IntRange(min = 1, max = 64) int replicas, @ForAll @IntRange(min = 1, max = 16) int parts) {
        int ranks = parts * replicas;
        UniversalCheckpointTimes times = times(ranks, replicas, ranks, 1e15);
        assertThat(times.loadRatio()).isCloseTo(1 + 24.0 / (12 + 2 * replicas), within(1e-9));
        assertThat(times.load().value() * ranks * 1e9).isCloseTo(1e11 * (12 + 2 * replicas), within(1.0));
        assertThat(times.by(1).convert().value())
                .isCloseTo(ranks * times.convert().value(), within(1e-6));
    }

    @Test
    void replicasMustDivideRanks() {
        assertThatThrownBy(() -> UniversalCheckpointTimes.of(1e9, 8, 3))
                .hasMessage("replicas [3] must divide ranks, 8");
    }
}
