package throughline.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import throughline.devs.ModelLaws;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.hardware.Link;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class RolloutTest {
    private static final RolloutSpec SMALL = RolloutSpec.TYPICAL
            .with("prompts", "12")
            .with("samples", "4")
            .with("rolloutDevices", "3")
            .with("slots", "5")
            .with("meanTokens", "200")
            .with("cap", "900")
            .with("microBatch", "7")
            .with("push", "1")
            .with("swap", "0.25");

    private static final RolloutSpec QUARTER = RolloutSpec.TYPICAL
            .with("prompts", "32")
            .with("rolloutDevices", "4")
            .with("referenceDevices", "3")
            .with("trainingDevices", "4");

    @Provide
    Arbitrary<RolloutSpec> specs() {
        Arbitrary<RolloutSpec> sizes = Combinators.combine(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.integers().between(1, 30),
                        Arbitraries.integers().between(1, 3))
                .as((iterations, prompts, samples, devices, slots, micro, groups) -> SMALL.with(
                                "iterations", "" + iterations)
                        .with("prompts", "" + prompts)
                        .with("samples", "" + samples)
                        .with("rolloutDevices", "" + devices)
                        .with("slots", "" + slots)
                        .with("microBatch", "" + micro)
                        .with("groups", "" + groups));
        return Combinators.combine(
                        sizes,
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.doubles().between(0, 5),
                        Arbitraries.of(0.0, 0.01, 0.7),
                        Arbitraries.doubles().between(0, 20_000))
                .as((spec, eta, push, swap, training) -> spec.with("staleness", "" + eta)
                        .with("push", "" + push)
                        .with("swap", "" + swap)
                        .with("trainingToken", "" + training));
    }

    @Property(tries = 60)
    void everySampleIsTrainedOnOnceInItsTurnByNoStalerWeightsThanTheBound(
            @ForAll("specs") RolloutSpec base, @ForAll Mode mode, @ForAll long seed) {
        RolloutSpec spec = base.in(mode);
        RolloutRun run = Rollout.run(spec, seed);
        int bound = mode == Mode.ASYNCHRONOUS ? spec.staleness() : 0;
        assertThat(run.updates()).hasSize(spec.iterations()).isSorted();
        assertThat(run.samples()).hasSize(spec.iterations() * spec.batch());
        for (int i = 0; i < run.samples().size(); i++) {
            Sample sample = run.samples().get(i);
            assertThat(sample.id).isEqualTo(i);
            assertThat(sample.trainedAt).isEqualTo(sample.iteration);
            assertThat(sample.trainedAt - sample.version).isBetween(0, bound);
            assertThat(sample.finished).isGreaterThan(sample.started);
            assertThat(sample.referenced).isGreaterThanOrEqualTo(sample.finished);
            assertThat(sample.trained).isGreaterThanOrEqualTo(sample.referenced);
        }
        assertThat(run.staleness()).hasSizeLessThanOrEqualTo(bound + 1);
        assertThat(IntStream.of(run.staleness()).sum()).isEqualTo(spec.iterations() * spec.batch());
    }

    @Property(tries = 40)
    void workAndIdleTimeFillTheWallClockOfEveryPool(
            @ForAll("specs") RolloutSpec base, @ForAll Mode mode, @ForAll long seed) {
        RolloutSpec spec = base.in(mode);
        RolloutRun run = Rollout.run(spec, seed);
        long wall = Tick.NANOSECOND.seconds(run.wall());
        for (Pool pool : Pool.values()) {
            int lanes = pool == Pool.ROLLOUT ? spec.instances() : spec.groups();
            assertThat(run.ticks(pool, false) + run.ticks(pool, true)).isEqualTo(wall * lanes);
        }
    }

    /// The stream waits for all instances to have the new weights; the bound asks each for itself.
    @Property(tries = 40)
    void withoutStalenessAsynchronyIsTheStream(@ForAll("specs") RolloutSpec base, @ForAll long seed) {
        RolloutRun bound = Rollout.run(base.in(Mode.ASYNCHRONOUS).with("staleness", "0"), seed);
        RolloutRun barrier = Rollout.run(base.in(Mode.STREAMING), seed);
        assertThat(bound.updates()).isEqualTo(barrier.updates());
        assertThat(bound.table().printAll()).isEqualTo(barrier.table().printAll());
    }

    /// All responses equally long, and as many as two rounds of all slots.
    @Test
    void separatedStagesAddUp() {
        RolloutSpec spec = SMALL.in(Mode.SEPARATED)
                .with("sigma", "0")
                .with("iterations", "4")
                .with("prompts", "10")
                .with("samples", "3");
        double tokens = 200 * 30;
        double generate = 2 * 200 * (0.012 + 5 * 0.00012);
        double score = tokens * 125e-6 / spec.referenceDevices();
        double train = tokens * 500e-6 / spec.trainingDevices();
        double iterations = 4 * (generate + score + train + spec.optimizer());
        assertThat(Rollout.run(spec, 1).wall()).isCloseTo(iterations + 3 * (1 + 0.25), within(1e-6));
    }

    @Test
    void colocatedStagesAddUpOnAllDevices() {
        RolloutSpec spec = SMALL.in(Mode.COLOCATED)
                .with("sigma", "0")
                .with("iterations", "2")
                .with("rolloutDevices", "2")
                .with("referenceDevices", "1")
                .with("trainingDevices", "3")
                .with("prompts", "10")
                .with("samples", "3");
        double generate = 200 * (0.012 + 5 * 0.00012);
        double update = 6000 * (125e-6 + 500e-6) / 6 + spec.optimizer();
        assertThat(Rollout.run(spec, 1).wall()).isCloseTo(2 * (generate + update) + spec.reshard(), within(1e-6));
    }

    /// One step serves all responses under way, so an instance is through when the longest is.
    @Test
    void aResponseTakesAStepForEachToken() {
        RolloutSpec spec = SMALL.in(Mode.SEPARATED)
                .with("iterations", "1")
                .with("rolloutDevices", "1")
                .with("slots", "48")
                .with("stepOfSequence", "0");
        RolloutRun run = Rollout.run(spec, 3);
        for (Sample sample : run.samples()) {
            assertThat(sample.finished).isEqualTo(sample.tokens * 12_000_000L);
        }
    }

    @Test
    void theTrainerIsTheBottleneckOfALongAsynchronousRun() {
        RolloutSpec spec =
                QUARTER.with("iterations", "12").with("staleness", "2").with("trainingToken", "800");
        RolloutRun run = Rollout.run(spec, 1);
        double busiest = run.workOfIteration().values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
        assertThat(run.steadySamplesPerSecond() * busiest / spec.batch()).isCloseTo(1, within(0.02));
        assertThat(run.busy(Pool.TRAINING)).isGreaterThan(0.9);
    }

    @Property(tries = 10)
    void streamingBeatsStagesAndAsynchronyBeatsStreaming(@ForAll long seed) {
        RolloutSpec spec = QUARTER.with("iterations", "4");
        double separated = Rollout.run(spec.in(Mode.SEPARATED), seed).samplesPerSecond();
        double streaming = Rollout.run(spec.in(Mode.STREAMING), seed).samplesPerSecond();
        double asynchronous = Rollout.run(spec, seed).samplesPerSecond();
        assertThat(streaming).isGreaterThan(1.1 * separated);
        assertThat(asynchronous).isGreaterThan(1.1 * streaming);
    }

    /// Nearly so: who runs ahead shares an instance with those who are late, and slows them down a little.
    @Property(tries = 10)
    void moreStalenessIsNoSlower(@ForAll long seed) {
        double before = 0;
        for (int eta = 0; eta <= 4; eta++) {
            double rate = Rollout.run(QUARTER.with("staleness", "" + eta), seed).samplesPerSecond();
            assertThat(rate).as("staleness %d", eta).isGreaterThanOrEqualTo(before * 0.99);
            before = rate;
        }
    }

    /// The longer the tail of responses, the more there is to hide in it.
    @Test
    void asynchronyGainsMoreTheMoreLengthsVary() {
        double before = 0;
        for (double sigma : new double[] {0, 0.5, 1, 1.5}) {
            RolloutSpec spec =
                    QUARTER.with("sigma", "" + sigma).with("samples", "1").with("prompts", "512");
            double gain = Rollout.run(spec, 1).steadySamplesPerSecond()
                    / Rollout.run(spec.in(Mode.STREAMING), 1).steadySamplesPerSecond();
            assertThat(gain).as("sigma %s", sigma).isGreaterThan(before);
            before = gain;
        }
    }

    /// Where the trainer is the bottleneck, one iteration ahead is as good as four.
    @Test
    void oneIterationAheadIsEnoughForABusyTrainer() {
        RolloutSpec spec = QUARTER.with("iterations", "8").with("trainingToken", "700");
        assertThat(Rollout.run(spec, 1).steadySamplesPerSecond())
                .isGreaterThan(0.9 * Rollout.run(spec.with("staleness", "4"), 1).steadySamplesPerSecond());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theModelObeysTheFormalism(Mode mode) {
        RolloutSpec spec = SMALL.in(mode).with("iterations", "2").with("groups", "2");
        ModelLaws.of(() -> new Rollout(spec, new Streams(7)))
                .until(Tick.NANOSECOND.seconds(100))
                .check();
    }

    @Test
    void lanesLieInOrderAndWithinTheRun() {
        RolloutRun run = Rollout.run(SMALL, 1);
        var lanes = run.lanes();
        double[] from = lanes.doubleColumn("from_s").asDoubleArray();
        double[] to = lanes.doubleColumn("to_s").asDoubleArray();
        for (int i = 0; i < from.length; i++) {
            assertThat(to[i]).isGreaterThan(from[i]).isLessThanOrEqualTo(run.wall());
            if (i > 0
                    && lanes.stringColumn("lane")
                            .get(i)
                            .equals(lanes.stringColumn("lane").get(i - 1))) {
                assertThat(from[i]).isGreaterThanOrEqualTo(to[i - 1]);
            }
        }
        assertThat(lanes.stringColumn("lane").unique().asList())
                .containsAll(List.of("rollout 0", "rollout 2", "reference 0", "training 0"));
    }

    @Test
    void weightsTakeTwoBytesEachOverTheirLinks() {
        RolloutSpec spec = SMALL.withWeights(7e9, new Link("net", 14e9, "a test"), new Link("host", 28e9, "a test"));
        assertThat(spec.push()).isEqualTo(1);
        assertThat(spec.swap()).isEqualTo(0.5);
    }

    @Test
    void aCancelledRunHoldsWhatIsDone() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThat(Rollout.run(SMALL, 1, cancel, Progress.NONE).updates()).isEmpty();
    }

    @Test
    void errorsSayWhatIsAllowed() {
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> SMALL.with("instanceDevices", "8"))
                .withMessage("rolloutDevices [3] must be at least instanceDevices [8]");
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> SMALL.with("staleness", "-1"))
                .withMessageContaining("staleness [-1]");
    }

    /// Wherever a run stops, what it holds is whole iterations.
    @Test
    void aRunThatStopsHoldsWholeIterationsOnly() {
        RolloutSpec spec = SMALL.with("iterations", "6");
        RolloutRun whole = Rollout.run(spec, 1);
        for (double share : new double[] {0.01, 0.1, 0.4, 0.6, 0.9}) {
            Rollout model = new Rollout(spec, new Streams(1));
            new Simulation(model).runUntil(Tick.NANOSECOND.seconds(share * whole.wall()), Cancel.NEVER, Progress.NONE);
            RolloutRun run = model.soFar(spec);
            assertThat(run.samples()).hasSize(run.updates().length * spec.batch());
            assertThat(run.updates()).isEqualTo(Arrays.copyOf(whole.updates(), run.updates().length));
        }
    }

    @Test
    void aRateOfTooFewUpdatesIsRefused() {
        RolloutRun none = new Rollout(SMALL, new Streams(1)).soFar(SMALL);
        assertThat(none.pools().rowCount()).isEqualTo(3);
        for (ThrowingCallable rate : List.<ThrowingCallable>of(
                none::samplesPerSecond, none::slotsBusy, none::steadySamplesPerSecond, () -> none.busy(Pool.ROLLOUT))) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(rate)
                    .withMessageContaining("[0] of 6 updates");
        }
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(Rollout.run(SMALL.with("iterations", "1"), 1)::steadySamplesPerSecond)
                .withMessageContaining("[1] of 1 updates");
    }
}
