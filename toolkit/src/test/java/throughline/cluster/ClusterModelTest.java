package throughline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.devs.Simulation;
import throughline.devs.Tick;

/// A job on a cluster, struck by what a test says.
class ClusterModelTest {
    private static final Tick TICK = Tick.NANOSECOND;
    private static final double WORST = 0.5;

    /// All goes as planned, but for the faults of a test.
    private static final ClusterSpec CALM = ClusterSpec.SMALL
            .with("noise", "0")
            .with("congestion", "0")
            .with("stragglers", "none")
            .with("faults", "none")
            .with("tenants", "0")
            .with("days", "0.2")
            .with("checkpointEvery", "10");

    private record Seen(ClusterModel model, List<StepRecord> steps, List<SaveRecord> saves, List<Symptom> alarms) {
        Goodput goodput() {
            return model.goodput();
        }

        List<StepRecord> between(double from, double to) {
            return steps.stream()
                    .filter(step -> step.start() >= TICK.seconds(from) && step.end() <= TICK.seconds(to))
                    .toList();
        }
    }

    private static Seen run(ClusterSpec spec, Fault... faults) {
        ClusterModel model = new ClusterModel(
                spec, (nodes, perNode, streams) -> List.of(faults).iterator(), 1);
        Seen seen = new Seen(model, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Simulation simulation = new Simulation(model);
        simulation.observe(model.job().steps, (time, step) -> seen.steps.add(step));
        simulation.observe(model.job().saves, (time, save) -> seen.saves.add(save));
        simulation.observe(model.monitor().alarms, (time, alarm) -> seen.alarms.add(alarm));
        simulation.runUntil(TICK.days(spec.days()));
        return seen;
    }

    private static Fault fault(double start, int node, Effect effect, double severity, double lasts) {
        return new Fault(TICK.seconds(start), "test", node, 0, effect, severity, TICK.seconds(lasts));
    }

    @Test
    void withNothingInTheWayEveryStepTakesWhatTheCostModelSays() {
        Seen seen = run(CALM);
        for (StepRecord step : seen.steps) {
            assertThat(TICK.toSeconds(step.end() - step.start())).isCloseTo(seen.model.nominalStep(), within(5e-9));
        }
        assertThat(seen.steps).extracting(StepRecord::step).isSorted().doesNotHaveDuplicates();
        assertThat(seen.goodput().again()).isZero();
        assertThat(seen.goodput().ticks().get(Spell.SAVING))
                .isEqualTo(seen.saves.stream().mapToLong(SaveRecord::stalled).sum());
    }

    @Property(tries = 8)
    void timeIsAccountedForToTheTick(@ForAll @IntRange(min = 1, max = 1000) int seed) {
        ClusterSpec spec = ClusterSpec.SMALL
                .with("days", "0.5")
                .with("mtbf", "0.5 h")
                .with("stragglers", "imbalance+pauses+throttling")
                .with("maintenanceEvery", "0.2");
        ClusterModel model = new ClusterModel(spec, seed);
        Simulation simulation = new Simulation(model);
        List<StepRecord> steps = new ArrayList<>();
        simulation.observe(model.job().steps, (time, step) -> steps.add(step));
        simulation.runUntil(TICK.days(spec.days()));
        Goodput goodput = model.goodput();
        assertThat(goodput.wall()).isEqualTo(TICK.days(spec.days()));
        assertThat(goodput.ticks().values()).allMatch(ticks -> ticks >= 0);
        assertThat(goodput.steps() + goodput.again()).isEqualTo(steps.size());
    }

    @Test
    void aCrashLosesWhatWasNotInStorageAndNothingElse() {
        double at = 5000;
        Seen seen = run(CALM, fault(at, 3, Effect.CRASH, 0, 3600));
        SaveRecord from = seen.saves.stream()
                .filter(save -> save.durable() <= TICK.seconds(at))
                .reduce((before, after) -> after)
                .orElseThrow();
        StepRecord again = seen.steps.stream()
                .filter(step -> step.start() > TICK.seconds(at))
                .findFirst()
                .orElseThrow();
        assertThat(again.step()).isEqualTo(from.step());
        assertThat(again.attempt()).isEqualTo(1);
        StepRecord last = seen.steps.stream()
                .filter(step -> step.end() <= TICK.seconds(at))
                .reduce((before, after) -> after)
                .orElseThrow();
        long steps = last.end() - from.begun() - from.stalled();
        long partial = TICK.seconds(at) - last.end();
        assertThat(seen.goodput().ticks().get(Spell.LOST)).isEqualTo(steps + partial);
        assertThat(seen.goodput().stops()).isEqualTo(1);
        assertThat(seen.model.machines().place(3)).isNotEqualTo(Machines.Place.JOB);
        assertThat(seen.model.machines().node(3)).isEqualTo(CALM.nodes());
    }

    @Test
    void aProcessThatDiesByItselfCostsNoNode() {
        Seen seen = run(CALM, fault(5000, 3, Effect.CRASH, 0, 0));
        assertThat(seen.model.machines().node(3)).isEqualTo(3);
        assertThat(seen.goodput().hours(Spell.REPLACING)).isZero();
        assertThat(seen.goodput().hours(Spell.STARTING)).isPositive();
    }

    @Test
    void withoutASpareTheJobWaitsForTheRepair() {
        double at = 5000;
        double lasts = 7200;
        Seen seen = run(CALM.with("spares", "0"), fault(at, 2, Effect.CRASH, 0, lasts));
        StepRecord again = seen.steps.stream()
                .filter(step -> step.attempt() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(TICK.toSeconds(again.start())).isGreaterThan(at + lasts);
        assertThat(seen.model.machines().node(2)).isEqualTo(2);
        assertThat(seen.goodput().wall()).isEqualTo(TICK.days(CALM.days()));
    }

    @Test
    void aHangIsNoticedWithinTheMonitorsTimeAndByAWatchdogAfterItsOwn() {
        Fault hang = fault(5000, 1, Effect.HANG, 0, 3600);
        assertThat(run(CALM, hang).goodput().hours(Spell.DETECTING) * 60).isBetween(10.0 / 60, 1.0);
        assertThat(run(CALM.with("recovery", "recovery-watchdog"), hang)
                                .goodput()
                                .hours(Spell.DETECTING)
                        * 60)
                .isBetween(30.0, 44.0);
    }

    @Test
    void aSlowNodeSlowsEveryStepUntilItIsTakenOut() {
        Fault slow = fault(5000, 4, Effect.SLOW, 1.5, 9000);
        Seen watched = run(CALM, slow);
        Seen alone = run(CALM.with("recovery", "recovery-watchdog"), slow);
        double work = alone.model.parts().work();
        double nominal = alone.model.nominalStep();
        for (StepRecord step : alone.between(5000 + 2 * nominal, 13_990)) {
            assertThat(TICK.toSeconds(step.end() - step.start())).isCloseTo(nominal + WORST * work, within(5e-9));
            assertThat(step.slowest() / 8).isEqualTo(4);
        }
        for (StepRecord step : alone.between(14_010, 17_000)) {
            assertThat(TICK.toSeconds(step.end() - step.start())).isCloseTo(nominal, within(5e-9));
        }
        assertThat(alone.goodput().stops()).isZero();
        assertThat(watched.goodput().stops()).isEqualTo(1);
        assertThat(watched.alarms).extracting(Symptom::sign).containsExactly(Symptom.Sign.SLOWED);
        assertThat(watched.model.machines().node(4)).isNotEqualTo(4);
        assertThat(watched.between(7000, 17_000))
                .allSatisfy(step ->
                        assertThat(TICK.toSeconds(step.end() - step.start())).isCloseTo(nominal, within(5e-9)));
    }

    @Test
    void aLinkThatCarriesLessLengthensTheExchangeBeforeAnybodyNotices() {
        Seen seen = run(CALM, fault(5000, 4, Effect.DEGRADED_LINK, 0.2, 9000));
        double noticed = 5000 + 120;
        double nominal = seen.model.nominalStep();
        assertThat(seen.between(5000 + 2 * nominal, noticed)).isNotEmpty().allSatisfy(step -> {
            assertThat(step.rate()).isCloseTo(0.2, within(0.05));
            assertThat(step.exposed()).isGreaterThan(seen.model.parts().exposed(1));
        });
        assertThat(seen.alarms).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "15, 0", "25, 1"})
    void aCardThatFlapsHoldsTheStepUpAndKillsItAtTheEndOfItsPatience(double lasts, int stops) {
        Seen calm = run(CALM);
        Seen seen = run(CALM, fault(5000, 4, Effect.FLAP, 0, lasts));
        assertThat(seen.goodput().stops()).isEqualTo(stops);
        if (stops == 0) {
            double late = TICK.toSeconds(
                    seen.steps.get(3000).end() - calm.steps.get(3000).end());
            assertThat(late).isBetween(0.0, lasts + calm.model.nominalStep());
        }
    }

    @Test
    void wrongNumbersAreThrownAwayBackToBeforeTheyBegan() {
        Seen seen = run(CALM.with("days", "0.7"), fault(5000, 4, Effect.SILENT, 0, 90_000));
        StepRecord again = seen.steps.stream()
                .filter(step -> step.attempt() == 1)
                .findFirst()
                .orElseThrow();
        StepRecord wrong =
                seen.steps.stream().filter(step -> !step.sound()).findFirst().orElseThrow();
        assertThat(again.step()).isLessThanOrEqualTo(wrong.step());
        assertThat(seen.steps).filteredOn(step -> step.attempt() == 1).allMatch(StepRecord::sound);
        assertThat(seen.goodput().hours(Spell.LOST)).isGreaterThan(0.9);
    }

    @Test
    void aPlannedStopLosesAtMostTheStepUnderWay() {
        Seen seen = run(CALM.with("maintenanceEvery", "0.05"));
        assertThat(seen.goodput().stops()).isPositive();
        assertThat(seen.goodput().again()).isZero();
        assertThat(seen.goodput().hours(Spell.LOST) * 3600)
                .isLessThan(seen.goodput().stops() * seen.model.nominalStep());
        assertThat(seen.goodput().hours(Spell.MAINTENANCE)).isPositive();
    }

    private static double resumed(Seen seen) {
        return seen.steps.stream()
                .filter(step -> step.attempt() == 1)
                .mapToDouble(step -> TICK.toSeconds(step.start()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPlannedStopWhileTheJobStandsBringsNothingBack() {
        ClusterSpec rare = CALM.with("checkpointEvery", "60");
        Fault crash = fault(4900, 3, Effect.CRASH, 0, 3600);
        Seen alone = run(rare, crash);
        double planned = (resumed(alone) - 1) / 86_400;
        Seen both = run(rare.with("days", "0.3").with("maintenanceEvery", String.valueOf(planned)), crash);
        assertThat(both.goodput().hours(Spell.MAINTENANCE)).isPositive();
        StepRecord again = both.steps.stream()
                .filter(step -> step.attempt() == 1)
                .findFirst()
                .orElseThrow();
        SaveRecord from = both.saves.stream()
                .filter(save -> save.durable() <= TICK.seconds(4900))
                .reduce((before, after) -> after)
                .orElseThrow();
        assertThat(again.step()).isEqualTo(from.step());
        assertThat(both.goodput().steps() + both.goodput().again()).isEqualTo(both.steps.size());
    }

    @Test
    void aCheckpointThatWasOnItsWayInACrashStaysLostWhenTheNextFollows() {
        Seen calm = run(CALM);
        SaveRecord save = calm.saves.get(4);
        double at = TICK.toSeconds(save.begun() + save.stalled()) + 0.01;
        assertThat(save.durable()).isGreaterThan(TICK.seconds(at));
        Fault first = fault(at, 1, Effect.CRASH, 0, 3600);
        double resumed = resumed(run(CALM, first));
        Seen twice = run(CALM, first, fault(resumed - 1, 2, Effect.CRASH, 0, 3600));
        StepRecord again = twice.steps.stream()
                .filter(step -> step.attempt() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(again.step()).isEqualTo(calm.saves.get(3).step());
    }

    /// The alarm of wrong numbers comes while the job is brought back from something else.
    @Test
    void wrongNumbersThatAreFoundDuringARecoveryAreThrownAwayWithIt() {
        ClusterSpec spec = CALM.with("days", "0.7");
        Fault silent = fault(5000, 4, Effect.SILENT, 0, 90_000);
        double found = TICK.toSeconds(run(spec, silent).steps.stream()
                .filter(step -> step.attempt() == 0)
                .reduce((before, after) -> after)
                .orElseThrow()
                .end());
        Seen seen = run(spec, silent, fault(found - 40, 2, Effect.CRASH, 0, 3600));
        assertThat(seen.alarms).extracting(Symptom::sign).contains(Symptom.Sign.CORRUPTED, Symptom.Sign.CRASHED);
        assertThat(seen.goodput().stops()).isEqualTo(1);
        assertThat(seen.steps)
                .filteredOn(step -> step.attempt() == 1)
                .isNotEmpty()
                .allMatch(StepRecord::sound);
        assertThat(seen.model.machines().node(4)).isNotEqualTo(4);
        assertThat(seen.model.machines().node(2)).isNotEqualTo(2);
    }

    @Test
    void aFailureWhileRanksAreBeingConnectedBeginsEverythingAnew() {
        Fault first = fault(5000, 1, Effect.CRASH, 0, 3600);
        double resumed = resumed(run(CALM, first));
        Seen twice = run(CALM, first, fault(resumed - 1, 2, Effect.CRASH, 0, 3600));
        assertThat(twice.goodput().stops()).isEqualTo(2);
        assertThat(twice.model.machines().node(1)).isNotEqualTo(1);
        assertThat(twice.model.machines().node(2)).isNotEqualTo(2);
        assertThat(twice.goodput().wall()).isEqualTo(TICK.days(CALM.days()));
    }

    /// The slowest of so many ranks, drawn at once or one by one.
    @Test
    void aStepHasTheSameLawWhetherRanksAreDrawnOrOnlyTheSlowest() {
        ClusterSpec noisy =
                CALM.with("noise", "0.02").with("stragglers", "imbalance").with("days", "0.1");
        double[] node = times(noisy.with("detail", "node"));
        double[] rank = times(noisy.with("detail", "rank"));
        double spread = deviation(node) * Math.sqrt(1.0 / node.length + 1.0 / rank.length);
        assertThat(mean(node)).isCloseTo(mean(rank), within(4 * spread));
        assertThat(deviation(node)).isCloseTo(deviation(rank), within(0.08 * deviation(rank)));
    }

    private static double[] times(ClusterSpec spec) {
        return run(spec).steps.stream()
                .mapToDouble(step -> TICK.toSeconds(step.end() - step.start()))
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }
}
