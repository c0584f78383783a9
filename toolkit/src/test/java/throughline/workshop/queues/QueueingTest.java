package throughline.workshop.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.random.Distribution.Constant;
import throughline.random.Distribution.Exponential;
import throughline.random.Distribution.Uniform;

class QueueingTest {
    private static double mean(OneMachine machine, int lots, int runs) {
        return IntStream.rangeClosed(1, runs)
                .mapToDouble(seed -> machine.run(lots, seed).meanHours())
                .average()
                .orElseThrow();
    }

    @Property(tries = 20)
    void littlesLawHoldsOfEveryRunWhateverIsTakenFirst(
            @ForAll @DoubleRange(min = 0.2, max = 1.2) double process,
            @ForAll boolean lastFirst,
            @ForAll @IntRange(min = 1, max = 1000) int seed) {
        Visits visits = new OneMachine(new Uniform(0, 2), new Exponential(process), lastFirst).run(300, seed);
        assertThat(visits.meanLots()).isCloseTo(visits.rate() * visits.meanHours(), within(1e-9));
    }

    @Test
    void theOrderInWhichLotsAreTakenLeavesTheirMeanTimeAsItIs() {
        OneMachine first = new OneMachine(new Exponential(1.25), new Constant(1), false);
        OneMachine last = new OneMachine(new Exponential(1.25), new Constant(1), true);
        assertThat(last.run(5_000, 3).meanHours()).isCloseTo(first.run(5_000, 3).meanHours(), within(1e-6));
    }

    @Test
    void departuresAreThoseOfLindleysRecurrence() {
        Visits visits = OneMachine.loaded(0.8).run(2_000, 5);
        double free = 0;
        double[] process = new double[2_000];
        for (int i = 0; i < process.length; i++) {
            process[i] = visits.left()[i] - Math.max(free, visits.arrived()[i]);
            free = visits.left()[i];
        }
        assertThat(Arrays.stream(process).min().orElseThrow()).isGreaterThanOrEqualTo(0);
        assertThat(Arrays.stream(process).average().orElseThrow()).isCloseTo(1, within(0.1));
    }

    @Test
    void simulationsAgreeWithTheClosedForms() {
        assertThat(mean(OneMachine.loaded(0.8), 40_000, 4)).isCloseTo(Queueing.mm1(0.8), within(0.4));
        OneMachine steady = new OneMachine(new Exponential(1.25), new Constant(1));
        assertThat(mean(steady, 40_000, 4)).isCloseTo(1 + Queueing.kingman(0.8, 1, 0), within(0.25));
        double wait = mean(Cases.ON_TIME, 40_000, 4) / Cases.ON_TIME.process().mean() - 1;
        assertThat(wait).isCloseTo(Queueing.dm1(0.8), within(0.15));
    }

    @Property(tries = 100)
    void theFormulasAgreeWhereTheyMeet(@ForAll @DoubleRange(min = 0.05, max = 0.99) double load) {
        assertThat(1 + Queueing.kingman(load, 1, 1)).isCloseTo(Queueing.mm1(load), within(1e-9));
        assertThat(Queueing.dm1(load)).isPositive().isLessThanOrEqualTo(Queueing.kingman(load, 0, 1) + 1e-12);
    }

    /// M/G/1 whose first lot of a busy period may find the machine down (Welch, 1964): exact for this machine.
    private static double exact(StoppingTool tool) {
        double lambda = tool.lotsPerHour();
        double down = tool.repairHours();
        double fails = (1 - tool.availability()) / (tool.availability() * down);
        double t = tool.processHours();
        double c1 = t / tool.availability();
        double c2 = c1 * c1 + fails * t * 2 * down * down;
        double finds = fails / (fails + 1 / down + lambda);
        double d1 = finds * down;
        double d2 = finds * 2 * down * down;
        return c1 + lambda * c2 / (2 * (1 - lambda * c1)) + (2 * d1 + lambda * d2) / (2 * (1 + lambda * d1));
    }

    @Test
    void aMachineThatStopsAgreesWithItsExactQueue() {
        for (double repair : new double[] {0.2, 2}) {
            StoppingTool tool = Cases.STOPS.stopping(repair);
            double simulated = IntStream.rangeClosed(1, 2)
                    .mapToDouble(seed -> tool.run(seed, 1_500).cycleHours())
                    .average()
                    .orElseThrow();
            assertThat(simulated).isCloseTo(exact(tool), within(0.08 * exact(tool)));
            assertThat(tool.cycleHours()).isLessThan(exact(tool)).isGreaterThan(0.8 * exact(tool));
        }
    }

    @Test
    void aFullFurnaceWaitsForItsLots() {
        double alone = Cases.FURNACE.from(1).run(1, 100).cycleHours();
        double full = Cases.FURNACE.from(Cases.FURNACE.room()).run(1, 100).cycleHours();
        assertThat(full).isGreaterThan(Cases.FURNACE.waitForFull() + Cases.FURNACE.hours() - 0.5);
        assertThat(full).isGreaterThan(alone + 2);
    }

    @Test
    void aLineAgreesWithMeanValueAnalysis() {
        Line line = Cases.LINE;
        for (int wip : new int[] {1, 3, 8}) {
            double rate = line.run(wip, 1, 400).finishedPerWeek() / 168;
            assertThat(rate).isCloseTo(line.rate(wip), within(0.03 * line.rate(wip)));
            double constant = line.constant().run(wip, 1, 100).finishedPerWeek() / 168;
            assertThat(constant).isCloseTo(line.constant().rate(wip), within(0.01));
        }
    }

    @Property(tries = 100)
    void aBalancedLineHasThePracticalWorstCase(
            @ForAll @IntRange(min = 1, max = 9) int machines, @ForAll @IntRange(min = 1, max = 60) int wip) {
        Line line = new Line(Collections.nCopies(machines, 2.0), true);
        assertThat(line.rate(wip)).isCloseTo(wip / (line.criticalWip() + wip - 1) * 0.5, within(1e-12));
    }

    @Property(tries = 100)
    void moreLotsNeverDoLess(@ForAll @IntRange(min = 1, max = 60) int wip) {
        assertThat(Cases.LINE.rate(wip + 1)).isGreaterThan(Cases.LINE.rate(wip));
        assertThat(Cases.LINE.rate(wip)).isLessThan(Cases.LINE.bottleneckRate());
    }
}
