package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/// The times of the storage model of universal checkpointing.
class UniversalCheckpointTest {
    @Property(tries = 100)
    void oneFileTakesAsManyTimesAsThereAreRanksWhileStorageKeepsUp(
            @ForAll @IntRange(min = 2, max = 500) int ranks,
            @ForAll @DoubleRange(min = 1e9, max = 1e12) double storage) {
        UniversalCheckpointTimes times = new UniversalCheckpointTimes(1e12, ranks, 25e9, storage, 4, 1e9);
        if (storage >= ranks * 25e9) {
            assertThat(times.saveRatio()).isCloseTo(ranks, within(1e-9 * ranks));
        } else {
            assertThat(times.saveRatio()).isBetween(1.0, ranks * (1 - 1e-12));
        }
    }

    @Property(tries = 50)
    void moreWorkersConvertNoSlowerUpToTheirCard(@ForAll @IntRange(min = 1, max = 31) int workers) {
        UniversalCheckpointTimes few = new UniversalCheckpointTimes(1e12, 8, 25e9, 650e9, workers, 1e9);
        UniversalCheckpointTimes more = new UniversalCheckpointTimes(1e12, 8, 25e9, 650e9, workers + 1, 1e9);
        assertThat(more.convert().value()).isLessThanOrEqualTo(few.convert().value());
        assertThat(more.convert().value()).isGreaterThanOrEqualTo(1e12 / 25e9);
        assertThat(few.convert().explain()).contains("workers");
    }
}
