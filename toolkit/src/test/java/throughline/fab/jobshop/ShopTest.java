package throughline.fab.jobshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import throughline.data.Plot;
import throughline.fab.jobshop.Schedule.Slot;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

class ShopTest {
    @Provide
    Arbitrary<JobShop> shops() {
        return Shops.any(8, 7);
    }

    /// Makespans by an independent simulation with the same ties; in which order machines choose, and whether cycles
    /// swap before or after, makes no difference to any of them.
    @ParameterizedTest
    @CsvSource({
        "ft06, CLASSICAL, 88, 77, 65, 61, 83, 59, 68",
        "ft06, SWAP, 79, 81, 75, 75, 82, 75, 77",
        "la01, CLASSICAL, 751, 822, 772, 735, 933, 763, 941",
        "la01, SWAP, 1175, 1264, 1130, 1142, 1351, 1130, 1176"
    })
    void theRulesGiveTheKnownMakespans(
            String name, Mode mode, long spt, long lpt, long fifo, long mwr, long lwr, long mor, long lor) {
        JobShop shop = name.equals("ft06") ? JobShop.FT06 : JobShop.LA01;
        assertThat(Arrays.stream(FixedRule.values())
                        .map(rule -> Shops.play(shop, mode, rule).makespan()))
                .containsExactly(spt, lpt, fifo, mwr, lwr, mor, lor);
    }

    @ParameterizedTest
    @EnumSource
    void withoutSwappingTheKnownInstancesDeadlock(FixedRule rule) {
        for (JobShop shop : List.of(JobShop.FT06, JobShop.LA01)) {
            Schedule schedule = Shops.play(shop, Mode.BLOCKING, rule);
            List<Deadlock.Holder> holders = schedule.deadlock().orElseThrow().holders();
            for (int i = 0; i < holders.size(); i++) {
                assertThat(holders.get(i).wants())
                        .isEqualTo(holders.get((i + 1) % holders.size()).keeps());
            }
            assertThat(holders).extracting(Deadlock.Holder::keeps).doesNotHaveDuplicates();
            assertThatThrownBy(schedule::makespan)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("deadlock at");
        }
    }

    @Property(tries = 200)
    void aScheduleKeepsTheLawsOfTheShop(
            @ForAll("shops") JobShop shop, @ForAll Mode mode, @ForAll @DoubleRange(max = 0.3) double q) {
        keepsTheLaws(shop, mode, new Shutdowns(q, 40));
    }

    @Property(tries = 200)
    void jobsMayVisitMachinesAgain(@ForAll long seed, @ForAll Mode mode) {
        keepsTheLaws(Shops.recirculating(seed), mode, new Shutdowns(0.1, 10));
    }

    private static void keepsTheLaws(JobShop shop, Mode mode, Shutdowns shutdowns) {
        Rule rule = Rule.random(new Streams(7).named("rule"));
        Schedule schedule = new Shop(shop, mode, shutdowns).play(rule, new Streams(3));
        for (int machine = 0; machine < shop.machines(); machine++) {
            oneAtATime(schedule, machine);
        }
        Map<Integer, Slot> last = new HashMap<>();
        for (Slot slot : schedule.slots()) {
            Slot before = last.put(slot.job(), slot);
            assertThat(slot.finish() - slot.start())
                    .isEqualTo(shop.jobs().get(slot.job()).get(slot.step()).duration());
            if (before != null) {
                assertThat(slot.step()).isEqualTo(before.step() + 1);
                assertThat(slot.start()).isGreaterThanOrEqualTo(before.finish());
                assertThat(before.released()).isEqualTo(mode.blocks() ? slot.start() : before.finish());
            }
        }
        if (schedule.deadlock().isEmpty()) {
            assertThat(schedule.slots()).hasSize(shop.operations());
            assertThat(schedule.makespan()).isGreaterThanOrEqualTo(shop.lowerBound());
        } else {
            assertThat(mode).isEqualTo(Mode.BLOCKING);
        }
    }

    /// A job has its machine from its start until it leaves; nothing starts while the machine is down, and nothing is
    /// under way when it goes down.
    private static void oneAtATime(Schedule schedule, int machine) {
        List<Slot> slots = schedule.on(machine);
        for (int i = 1; i < slots.size(); i++) {
            assertThat(slots.get(i).start())
                    .isGreaterThanOrEqualTo(slots.get(i - 1).released());
        }
        for (Schedule.Down down : schedule.downs()) {
            if (down.machine() == machine) {
                assertThat(slots).noneMatch(slot -> slot.start() >= down.start() && slot.start() < down.end());
                assertThat(slots).noneMatch(slot -> slot.start() < down.start() && slot.finish() > down.start());
            }
        }
    }

    /// A chart shows all that a schedule holds, as long as it was: processing and blocking in the series of the job,
    /// hatches over the blocking, strips for shut-downs.
    @Property(tries = 50)
    void aGanttChartShowsTheWholeSchedule(
            @ForAll("shops") JobShop shop, @ForAll Mode mode, @ForAll @DoubleRange(max = 0.3) double q) {
        Schedule schedule = new Shop(shop, mode, new Shutdowns(q, 40)).play(FixedRule.MWR, new Streams(3));
        Map<String, Plot.Series> shown = new HashMap<>();
        schedule.gantt("A title").series().forEach(series -> shown.put(series.name(), series));
        for (int job = 0; job < shop.jobs().size(); job++) {
            int own = job;
            assertThat(length(shown.get("job " + job)))
                    .isEqualTo(schedule.slots().stream()
                            .filter(slot -> slot.job() == own)
                            .mapToDouble(slot -> slot.released() - slot.start())
                            .sum());
        }
        assertThat(mode.blocks() ? length(shown.get("blocked")) : 0).isEqualTo(schedule.blocked());
        assertThat(schedule.downs().isEmpty() ? 0 : length(shown.get("shut down")))
                .isEqualTo(schedule.downs().stream()
                        .mapToDouble(down -> down.end() - down.start())
                        .sum());
    }

    /// What is ordered by the key of a fixed rule is that rule, ties and all.
    @Property(tries = 50)
    void aKeyMakesARule(@ForAll("shops") JobShop shop) {
        assertThat(Shops.play(shop, Mode.SWAP, Rule.by((floor, job) -> -floor.workLeft(job))))
                .isEqualTo(Shops.play(shop, Mode.SWAP, FixedRule.MWR));
        assertThat(Shops.play(shop, Mode.SWAP, Rule.by((_, _) -> 0)))
                .isEqualTo(Shops.play(shop, Mode.SWAP, floor -> floor.available(0)));
    }

    private static double length(Plot.Series series) {
        return IntStream.range(0, series.x().length)
                .mapToDouble(i -> series.high()[i] - series.low()[i])
                .sum();
    }

    /// With a key that no two operations share, the order of the jobs decides nothing.
    @Property(tries = 100)
    void theNumbersOfJobsMeanNothing(@ForAll("shops") JobShop shop, @ForAll Mode mode, @ForAll long seed) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, shop.jobs().size()).boxed().toList());
        new Streams(seed).named("order").shuffle(order);
        double[][] keys = new double[shop.jobs().size()][shop.machines()];
        Stream stream = new Streams(seed).named("keys");
        for (double[] row : keys) {
            Arrays.setAll(row, i -> stream.uniform());
        }
        double[][] reordered = order.stream().map(job -> keys[job]).toArray(double[][]::new);
        Schedule one = Shops.play(shop, mode, byKey(keys));
        Schedule other = Shops.play(Shops.reordered(shop, order), mode, byKey(reordered));
        assertThat(other.deadlock().isPresent()).isEqualTo(one.deadlock().isPresent());
        assertThat(other.slots().stream()
                        .map(s -> new Slot(
                                order.get(s.job()), s.step(), s.machine(), s.start(), s.finish(), s.released())))
                .containsExactlyInAnyOrderElementsOf(one.slots());
    }

    private static Rule byKey(double[][] keys) {
        return floor -> IntStream.range(0, floor.available())
                .map(floor::available)
                .boxed()
                .min((a, b) -> Double.compare(key(floor, keys, a), key(floor, keys, b)))
                .orElseThrow();
    }

    private static double key(Floor floor, double[][] keys, int job) {
        return keys[job][floor.next(job) - floor.first(job)];
    }

    /// What the jobs have waited is what they were late: the paper's return is the sum of completions, less the work.
    @Property(tries = 100)
    void waitingIsCompletionLessWork(@ForAll("shops") JobShop shop, @ForAll @DoubleRange(max = 0.3) double q) {
        Shop played = new Shop(shop, Mode.SWAP, new Shutdowns(q, 40));
        Schedule schedule = played.play(FixedRule.MWR, new Streams(1));
        long late = 0;
        for (int job = 0; job < shop.jobs().size(); job++) {
            int number = job;
            late += schedule.slots().stream()
                            .filter(slot -> slot.job() == number)
                            .mapToLong(Slot::finish)
                            .max()
                            .orElseThrow()
                    - shop.length(job);
        }
        assertThat(played.floor().waiting()).isEqualTo(late);
    }

    @Test
    void aCycleOfThreeMovesAtOnce() {
        JobShop ring = JobShop.parse("ring", "3 3\n0 1 1 1 2 1\n1 1 2 1 0 1\n2 1 0 1 1 1\n");
        Schedule schedule = Shops.play(ring, Mode.SWAP, FixedRule.FIFO);
        assertThat(schedule.makespan()).isEqualTo(3);
        assertThat(schedule.blocked()).isZero();
        assertThat(Shops.play(ring, Mode.BLOCKING, FixedRule.FIFO).deadlock())
                .hasValueSatisfying(deadlock -> assertThat(deadlock.holders()).hasSize(3));
    }

    /// The two jobs block each other from 1 on; they move when the machine that went down last is up: all or none.
    @Test
    void aCycleWaitsForItsLastMachine() {
        JobShop pair = JobShop.parse("pair", "2 2\n0 1 1 1\n1 1 0 1\n");
        int waited = 0;
        for (int seed = 0; seed < 50; seed++) {
            Schedule schedule =
                    new Shop(pair, Mode.SWAP, new Shutdowns(0.4, 9)).play(FixedRule.FIFO, new Streams(seed));
            List<Slot> slots = schedule.slots();
            if (slots.get(0).finish() == slots.get(2).finish()) {
                assertThat(slots.get(1).start()).isEqualTo(slots.get(3).start());
                waited += slots.get(1).start() > slots.get(0).finish() ? 1 : 0;
            }
        }
        assertThat(waited).as("seeds in which the cycle had to wait").isPositive();
    }

    /// Common random numbers: the k-th trial of a machine is the same for every rule, and a trial that brings a machine
    /// down brings it down as long under every larger probability.
    @Property(tries = 50)
    void shutDownsAreTheSameForEveryRuleAndGrowWithTheProbability(@ForAll long seed) {
        Stream one = new Streams(seed).named("machine-0");
        Stream other = new Streams(seed).named("machine-0");
        for (int trial = 0; trial < 100; trial++) {
            int rare = new Shutdowns(0.05, 20).trial(one);
            int often = new Shutdowns(0.2, 20).trial(other);
            assertThat(rare == 0 || rare == often).isTrue();
        }
    }

    @Property(tries = 20)
    void withoutShutDownsTheSeedMeansNothing(@ForAll("shops") JobShop shop, @ForAll long seed) {
        Shop played = new Shop(shop, Mode.SWAP, Shutdowns.NEVER);
        assertThat(played.play(FixedRule.SPT, new Streams(seed)))
                .isEqualTo(played.play(FixedRule.SPT, new Streams(seed + 1)));
    }

    @Test
    void makespansGrowWithTheProbability() {
        double before = 0;
        for (double q : new double[] {0, 0.1, 0.2, 0.3}) {
            double sum = 0;
            for (int seed = 0; seed < 100; seed++) {
                JobShop shop = JobShop.random(6, 6, new Streams(seed).named("shop"));
                sum += new Shop(shop, Mode.SWAP, Shutdowns.of(q, shop))
                        .makespan(FixedRule.FIFO, new Streams(seed))
                        .orElseThrow();
            }
            assertThat(sum).isGreaterThan(before);
            before = sum;
        }
    }

    @Test
    void onlyAvailableJobsCanBeChosen() {
        Shop shop = new Shop(JobShop.FT06, Mode.SWAP, Shutdowns.NEVER);
        shop.reset(new Streams(1));
        shop.choose(1);
        assertThatThrownBy(() -> shop.choose(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("job [1] cannot be started at 0; available are [0, 2, 4]");
    }

    @Test
    void shutDownsHaveTheirRanges() {
        assertThatThrownBy(() -> new Shutdowns(0.95, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[0.95] must be 0 to 0.9");
        assertThatThrownBy(() -> new Shutdowns(0.1, 0)).isInstanceOf(BadInput.class);
    }

    @Test
    void theTableHoldsEveryPieceOfTime() {
        Schedule schedule = Shops.play(JobShop.LA01, Mode.SWAP, FixedRule.MWR);
        var table = schedule.table();
        assertThat(table.where(table.stringColumn("state").isEqualTo("processing"))
                        .rowCount())
                .isEqualTo(50);
        var blocked = table.where(table.stringColumn("state").isEqualTo("blocked"));
        assertThat(blocked.longColumn("end").sum() - blocked.longColumn("start").sum())
                .isEqualTo(schedule.blocked());
    }
}
