package throughline.cluster.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Closed forms of checkpoints against the event model, and what must hold of them.
class CheckpointSchemeTest {
    private static final double GB = 1e9;
    /// A 12 GB shard in chunks of 1 GB, a step of 1 s: all times are whole ticks.
    private static final CheckpointSpec SPEC =
            new CheckpointSpec(12 * GB, 0.3, 0.6, 0.1, 100, 1.5 * GB, 6 * GB, 24 * GB, 8 * GB, 4, 16 * GB, GB, 0.002);

    private static double first(CheckpointScheme scheme, CheckpointSpec spec) {
        return CheckpointRun.of(scheme, spec, spec.interval() + 1).blocked();
    }

    @Test
    void aSingleCheckpointBlocksByHand() {
        assertThat(CheckpointScheme.SYNCHRONOUS.alone(SPEC).blocked()).isEqualTo(0.002 + 8 + 6);
        assertThat(CheckpointScheme.COPY_THEN_FLUSH.alone(SPEC).blocked()).isEqualTo(0.002 + 2);
        assertThat(CheckpointScheme.CHUNKED.alone(SPEC).blocked()).isEqualTo(0.002 + 2);
        assertThat(CheckpointScheme.LAZY.alone(SPEC).blocked()).isEqualTo(0.002);
        assertThat(CheckpointScheme.COPY_THEN_FLUSH.alone(SPEC).durable()).isCloseTo(0.002 + 8, within(1e-12));
        assertThat(CheckpointScheme.CHUNKED.alone(SPEC).durable()).isCloseTo(0.002 + 6 + 1 / 6.0, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(CheckpointScheme.class)
    void theEventModelBlocksAsTheClosedForm(CheckpointScheme scheme) {
        assertThat(first(scheme, SPEC)).isCloseTo(scheme.alone(SPEC).blocked(), within(30e-9));
    }

    @ParameterizedTest
    @EnumSource(CheckpointScheme.class)
    void theEventModelIsDurableAsTheClosedForm(CheckpointScheme scheme) {
        CheckpointSpec spec = SPEC.with("interval", "1");
        CheckpointRun run = CheckpointRun.of(scheme, spec, 2);
        assertThat(run.phases().seconds() - spec.step())
                .isCloseTo(
                        Math.max(
                                scheme.alone(spec).durable(), scheme.alone(spec).blocked() + spec.step()),
                        within(30e-9));
    }

    @Property(tries = 60)
    void theEventModelBlocksAsTheClosedFormForAnySingleCheckpoint(
            @ForAll CheckpointScheme scheme,
            @ForAll @DoubleRange(min = 0.5, max = 20) double gigabytes,
            @ForAll @IntRange(min = 1, max = 12) int chunks,
            @ForAll @IntRange(min = 1, max = 14) int slots,
            @ForAll @DoubleRange(min = 0.05, max = 3) double step,
            @ForAll @DoubleRange(min = 1, max = 40) double storage) {
        CheckpointSpec spec = spec(gigabytes, chunks, slots, step, storage, 1);
        assertThat(first(scheme, spec)).isCloseTo(scheme.alone(spec).blocked(), within(100e-9));
    }

    @Property(tries = 60)
    void theEventModelSettlesWhereTheClosedFormSays(
            @ForAll CheckpointScheme scheme,
            @ForAll @DoubleRange(min = 0.5, max = 20) double gigabytes,
            @ForAll @IntRange(min = 1, max = 8) int chunks,
            @ForAll @IntRange(min = 0, max = 15) int slots,
            @ForAll @DoubleRange(min = 0.05, max = 3) double step,
            @ForAll @DoubleRange(min = 1, max = 40) double storage,
            @ForAll @IntRange(min = 1, max = 3) int interval) {
        int atMostTwoShards = 1 + slots % (2 * chunks);
        CheckpointSpec spec = spec(gigabytes, chunks, atMostTwoShards, step, storage, interval);
        double over = spec.flush() - spec.between() - scheme.alone(spec).blocked();
        Assume.that(Math.abs(over) > 0.1 * spec.flush());
        int checkpoints = 40;
        CheckpointRun run = CheckpointRun.of(scheme, spec, checkpoints * interval + 1);
        assertThat(run.checkpoints()).isEqualTo(checkpoints);
        assertThat(run.blockedBy(5)).isCloseTo(scheme.steady(spec).blocked(), within(1e-6));
    }

    private static CheckpointSpec spec(
            double gigabytes, int chunks, int slots, double step, double storage, int interval) {
        double chunk = gigabytes * GB / chunks;
        return new CheckpointSpec(
                gigabytes * GB,
                step * 0.3,
                step * 0.6,
                step * 0.1,
                interval,
                1.5 * GB,
                6 * GB,
                24 * GB,
                storage * GB,
                2,
                slots * chunk,
                chunk,
                0.002);
    }

    @Test
    void devicesOfANodeShareItsWayToStorage() {
        double alone =
                CheckpointScheme.SYNCHRONOUS.alone(SPEC.with("devices", "1")).blocked();
        assertThat(first(CheckpointScheme.SYNCHRONOUS, SPEC) - alone).isCloseTo(4.5, within(1e-8));
    }

    /// What storage takes in is all that saves at every step can reach, whatever the buffer.
    @Test
    void aCheckpointWaitsForTheFlushOfTheOneBefore() {
        CheckpointSpec spec = SPEC.with("interval", "1");
        for (String buffer : new String[] {"2e9", "6e9", "12e9", "24e9"}) {
            CheckpointSpec sized = spec.with("buffer", buffer);
            double blocked = CheckpointScheme.LAZY.steady(sized).blocked();
            assertThat(blocked + spec.step()).isGreaterThanOrEqualTo(spec.flush());
            assertThat(CheckpointRun.of(CheckpointScheme.LAZY, sized, 30).blockedBy(10))
                    .isCloseTo(blocked, within(1e-6));
        }
    }

    @Test
    void aLargerBufferNeverBlocksLonger() {
        double before = Double.POSITIVE_INFINITY;
        for (int slots = 1; slots <= 14; slots++) {
            double blocked = CheckpointScheme.LAZY
                    .alone(SPEC.with("buffer", slots + "e9"))
                    .blocked();
            assertThat(blocked).isLessThanOrEqualTo(before);
            before = blocked;
        }
        assertThat(before).isEqualTo(SPEC.floor());
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> SPEC.with("buffer", "5e8"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("must fit into the buffer [5.0E8 B]");
        assertThatThrownBy(
                        () -> CheckpointRun.of(CheckpointScheme.LAZY, SPEC, 101).blockedBy(2))
                .hasMessageContaining("[2] must be 1 to 1");
        assertThatThrownBy(() -> CheckpointRun.of(CheckpointScheme.LAZY, SPEC, 0))
                .hasMessageContaining("steps [0]");
        Cancel cancel = new Cancel();
        cancel.cancel();
        CheckpointRun none = CheckpointRun.of(CheckpointScheme.LAZY, SPEC, 201, cancel, Progress.NONE);
        assertThatThrownBy(() -> none.blockedBy(1)).hasMessage("the run was cancelled after [0] of 201 steps");
    }

    @Test
    void theGanttChartShowsOneDevice() {
        CheckpointRun run = CheckpointRun.of(
                CheckpointScheme.LAZY, SPEC.with("interval", "1").with("devices", "10"), 3);
        assertThat(run.gantt().stringColumn("lane").unique().asList())
                .containsExactlyInAnyOrder("device 1", "device 1, request", "device 1, copy", "device 1, flush");
    }
}
