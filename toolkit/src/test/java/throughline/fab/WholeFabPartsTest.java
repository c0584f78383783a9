package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.fab.Calendar.Effect;
import throughline.fab.Calendar.Trigger;
import throughline.fab.Step.Cascade;
import throughline.fab.Step.Per;
import throughline.random.Distribution.Constant;
import throughline.random.Distribution.Exponential;
import throughline.random.Distribution.Uniform;
import throughline.random.Streams;

/// The parts that a whole fab needs and Mini-Fab does not, on fabs small enough to follow by hand.
class WholeFabPartsTest {
    private static final Tick TICK = Tick.MILLISECOND;

    private static Step step(String name, String station, double minutes) {
        return new Step(name, station, new Constant(minutes), Per.BATCH, Batching.SINGLE, "");
    }

    private static Product product(int wafers, Step... steps) {
        return new Product("P", wafers, new Route("r", List.of(steps)));
    }

    private static Station station(String name, int tools, Calendar... calendars) {
        List<Tool> all = new ArrayList<>();
        for (int i = 0; i < tools; i++) {
            all.add(new Tool(name + i, List.of(calendars)));
        }
        return new Station(name, all, 2, 3, Dispatch.FIFO);
    }

    private static Release at(Product product, double... minutes) {
        return stream -> java.util.Arrays.stream(minutes)
                .mapToObj(m -> new Release.Start(TICK.minutes(m), product))
                .iterator();
    }

    private static FabModel run(Fab fab, long seed, double minutes) {
        FabModel model = new FabModel(fab, new Streams(seed));
        new Simulation(model).runUntil(TICK.minutes(minutes));
        return model;
    }

    private static List<String> departures(Fab fab, double minutes) {
        return run(fab, 1, minutes).transducer().departures().stream()
                .map(d -> "%d %.0f".formatted(d.lot().number(), TICK.toMinutes(d.left())))
                .toList();
    }

    private static Fab fab(Product product, Release release, Station... stations) {
        return new Fab("f", List.of(stations), List.of(product), Setups.NONE, release);
    }

    /// The first wafer takes 10, each of the other three 4 more; the tool takes the next lot every 16.
    @Test
    void aCascadeByWaferTakesTheNextLotWhileTheLastIsInside() {
        Product p = product(4, step("S1", "track", 10).with(new Cascade(4, Per.WAFER)));
        assertThat(departures(fab(p, at(p, 0, 0, 0), station("track", 1)), 200))
                .containsExactly("0 27", "1 43", "2 59");
    }

    @Test
    void aCascadeByLotTakesTheNextLotAfterItsInterval() {
        Product p = product(4, step("S1", "track", 30).with(new Cascade(7, Per.BATCH)));
        assertThat(departures(fab(p, at(p, 0, 0, 0), station("track", 1)), 200))
                .containsExactly("0 35", "1 42", "2 49");
    }

    private static Calendar calendar(Effect effect, double due, double minutes) {
        return new Calendar("c", new Trigger.Planned(due, new Constant(10_000)), new Constant(minutes), effect);
    }

    /// Lot 0 from 0 to 15, lot 1 from 20 to 35; due at 6 for 100.
    @Test
    void aBreakdownSuspendsTheWorkUnderWay() {
        Product p = product(1, step("S1", "cell", 10));
        for (Effect effect : List.of(Effect.SUSPENDS, Effect.DELAYS)) {
            assertThat(departures(fab(p, at(p, 0, 120), station("cell", 1, calendar(effect, 6, 100))), 500))
                    .containsExactly("0 115", "1 135");
        }
    }

    /// Due at 16, when the tool has nothing to do, for 100; lot 1 comes at 20.
    @Test
    void onlyABreakdownThatSuspendsTakesAToolAtRest() {
        Product p = product(1, step("S1", "cell", 10));
        assertThat(departures(fab(p, at(p, 0, 20), station("cell", 1, calendar(Effect.SUSPENDS, 16, 100))), 500))
                .containsExactly("0 15", "1 131");
        assertThat(departures(fab(p, at(p, 0, 20), station("cell", 1, calendar(Effect.DELAYS, 16, 100))), 500))
                .containsExactly("0 15", "1 35");
    }

    /// Lot 0 has left the entry of the tool at 7 and goes on; lot 1, which the tool holds then, stands.
    @Test
    void aBreakdownDoesNotSuspendLotsBehindACascade() {
        Product p = product(1, step("S1", "cell", 30).with(new Cascade(7, Per.BATCH)));
        assertThat(departures(fab(p, at(p, 0, 0), station("cell", 1, calendar(Effect.SUSPENDS, 10, 100))), 500))
                .containsExactly("0 35", "1 142");
    }

    @Test
    void timeOnAToolThatStandsIsBookedAsDown() {
        Product p = product(1, step("S1", "cell", 10));
        FabModel model = run(fab(p, at(p, 0), station("cell", 1, calendar(Effect.SUSPENDS, 6, 100))), 1, 500);
        Lot lot = model.transducer().departures().getFirst().lot();
        assertThat(TICK.toMinutes(lot.spent(Spent.DOWN))).isEqualTo(100);
        assertThat(TICK.toMinutes(lot.spent(Spent.PROCESS))).isEqualTo(15);
        Machine machine = model.machines().getFirst();
        assertThat(TICK.toMinutes(machine.ticksIn(Machine.Phase.DOWN, TICK.minutes(500))))
                .isEqualTo(100);
        assertThat(TICK.toMinutes(machine.busyTicks(TICK.minutes(500)))).isEqualTo(15);
    }

    /// Due after 10 wafers, then after every 5: after lots 3 (12), 5 and 7 of four wafers.
    @Test
    void maintenanceByWafersWaitsForTheLoadThatWearsTheToolOut() {
        Calendar pm = new Calendar("pm", new Trigger.Wafers(10, 5), new Constant(100), Effect.WAITS);
        Product p = product(4, step("S1", "cell", 10));
        assertThat(departures(fab(p, at(p, 0, 0, 0, 0, 0, 0), station("cell", 1, pm)), 1000))
                .containsExactly("0 15", "1 30", "2 45", "3 160", "4 175", "5 290");
    }

    /// First after 7, for 20, then 30 after each end: 7, 57, 107, whether or not the tool works.
    @Test
    void aRecurringCalendarGoesByItsOwnEnds() {
        Calendar pm = new Calendar(
                "pm", new Trigger.Recurring(new Constant(7), new Constant(30)), new Constant(20), Effect.SUSPENDS);
        FabModel model = new FabModel(
                fab(product(1, step("S1", "cell", 10)), at(product(1, step("S1", "cell", 10))), station("cell", 1, pm)),
                new Streams(1));
        Simulation simulation = new Simulation(model);
        List<String> phases = new ArrayList<>();
        for (int minute : new int[] {6, 8, 26, 28, 56, 58, 76, 78, 106, 108}) {
            simulation.runUntil(TICK.minutes(minute));
            phases.add(minute + " " + model.machines().getFirst().phase());
        }
        assertThat(phases)
                .containsExactly(
                        "6 IDLE",
                        "8 DOWN",
                        "26 DOWN",
                        "28 IDLE",
                        "56 IDLE",
                        "58 DOWN",
                        "76 DOWN",
                        "78 IDLE",
                        "106 IDLE",
                        "108 DOWN");
    }

    @Test
    void calendarsThatSuspendNeedATimeOfTheirOwn() {
        assertThatThrownBy(() ->
                        new Calendar("x", new Trigger.SinceRepair(new Constant(5)), new Constant(1), Effect.SUSPENDS))
                .hasMessageStartingWith("calendar [x]: work can be suspended at times that are planned or recur");
    }

    /// Shares of many lots; the law of large numbers allows four standard deviations.
    @Test
    void aShareOfTheLotsDoesASampledStepAndAShareIsReworked() {
        Product p = product(
                1,
                step("S1", "a", 1),
                step("S2", "b", 1).sampled(0.3),
                step("S3", "c", 1).with(new Step.Rework("S1", 0.2)));
        int lots = 4000;
        SteppedRelease release = new SteppedRelease(p, 10, lots);
        FabModel model = run(fab(p, release, station("a", 9), station("b", 9), station("c", 9)), 7, 10.0 * lots + 1e4);
        assertThat(model.transducer().finishedLots()).isEqualTo(lots);
        double visits = model.stage("a").buffer().taken();
        double sampled = model.stage("b").buffer().taken();
        assertThat(visits / lots).isBetween(1.2 - 0.026, 1.2 + 0.026);
        assertThat(sampled / visits).isBetween(0.3 - 0.027, 0.3 + 0.027);
        assertThat(model.stage("c").buffer().taken()).isEqualTo((long) visits);
    }

    private record SteppedRelease(Product product, double interval, int lots) implements Release {
        @Override
        public java.util.Iterator<Start> starts(throughline.random.Stream stream) {
            return new Release.Paced(
                            List.of(new Release.Repeated(Order.of(product), 0, new Constant(interval), 1, lots)))
                    .starts(stream);
        }
    }

    /// S1 ends at 15 on lot 0 and at 30 on lot 1; each must be at S2 within 14 minutes, where one takes 15.
    @Test
    void queueTimeLimitsRunFromTheEndOfAStepToTheStartOfAnother() {
        Product p = product(1, step("S1", "a", 10).with(new Step.QueueTime("S2", 14)), step("S2", "b", 40));
        FabModel model = run(fab(p, at(p, 0, 0), station("a", 1), station("b", 1)), 1, 500);
        assertThat(model.transducer().departures().stream()
                        .map(d -> d.lot().number() + ":" + d.lot().violations()))
                .containsExactly("0:0", "1:1");
    }

    @Test
    void lotsInProgressComeInWhereTheyStand() {
        Product p = product(1, step("S1", "a", 10), step("S2", "b", 20), step("S3", "c", 30));
        Order order = new Order("o", p, 3, 100);
        Fab fab = fab(p, at(p), station("a", 1), station("b", 1), station("c", 1))
                .startingWith(List.of(
                        new InProgress("x", order, 1, -50),
                        new InProgress("y", order, 2, 0),
                        new InProgress("z", order, 0, 40)));
        FabModel model = run(fab, 1, 500);
        assertThat(model.transducer().departures().stream()
                        .map(d -> "%.0f %.0f".formatted(TICK.toMinutes(d.left()), TICK.toMinutes(d.turnaround()))))
                .containsExactly("35 35", "70 120", "115 75");
    }

    @Test
    void conwipReplacesEachLotThatLeaves() {
        Product p = product(1, step("S1", "a", 10), step("S2", "b", 20));
        Fab fab = fab(p, new Release.Conwip(3, List.of(Order.of(p))), station("a", 1), station("b", 1));
        FabModel model = new FabModel(fab, new Streams(1));
        Simulation simulation = new Simulation(model);
        for (int minute = 1; minute < 2000; minute += 37) {
            simulation.runUntil(TICK.minutes(minute));
            assertThat(model.transducer().workInProgress()).isEqualTo(3);
        }
        assertThat(model.transducer().finishedLots()).isGreaterThan(60);
    }

    @Test
    void ordersAreReleasedAtTheirOwnPace() {
        Product p = product(1, step("S1", "a", 1));
        Order often = new Order("often", p, 1, 10);
        Order seldom = new Order("seldom", p, 2, 10);
        Release release = new Release.Paced(List.of(
                new Release.Repeated(often, 0, new Constant(10), 1, 4),
                new Release.Repeated(seldom, 5, new Constant(15), 2, 2)));
        List<String> starts = new ArrayList<>();
        release.starts(new Streams(1).named("x"))
                .forEachRemaining(s -> starts.add(
                        "%.0f %s".formatted(TICK.toMinutes(s.tick()), s.order().name())));
        assertThat(starts)
                .containsExactly(
                        "0 often",
                        "5 seldom",
                        "5 seldom",
                        "10 often",
                        "20 often",
                        "20 seldom",
                        "20 seldom",
                        "30 often");
    }

    /// Poisson arrivals at a tool that takes a constant time: Pollaczek and Khinchine give the wait.
    @Test
    void aPoissonReleaseWaitsAsTheClosedFormSays() {
        Product p = product(1, step("S1", "a", 5));
        Release release =
                new Release.Paced(List.of(new Release.Repeated(Order.of(p), 0, new Exponential(12.5), 1, 200_000)));
        FabModel model = run(fab(p, release, station("a", 1)), 3, 12.5 * 150_000);
        StageBuffer buffer = model.stage("a").buffer();
        double service = 10;
        double load = service / 12.5;
        double wait = load * service / (2 * (1 - load));
        assertThat(TICK.toMinutes(buffer.waitedTicks()) / buffer.taken()).isBetween(0.96 * wait, 1.04 * wait);
    }

    @Test
    void waysBetweenZonesTakeTime() {
        Product p = product(1, step("S1", "a", 10), step("S2", "b", 10), step("S3", "b", 10), step("S4", "c", 10));
        Fab bare = fab(p, at(p, 0), station("a", 1), station("b", 1), station("c", 1));
        Transport.Zones zones =
                new Transport.Zones(Map.of("a", "x", "b", "x", "c", "y"), Map.of("x", Map.of("x", new Constant(7))));
        Fab fab = new Fab(
                "f",
                bare.stations(),
                bare.products(),
                Setups.NONE,
                bare.release(),
                Transport.delays(zones),
                Crew.NONE,
                Crew.NONE);
        Lot lot = run(fab, 1, 500).transducer().departures().getFirst().lot();
        assertThat(TICK.toMinutes(lot.spent(Spent.TRANSPORT))).isEqualTo(14);
    }

    private static Fab setups(Setups setups, Dispatch rule, String needed) {
        List<Step> steps = new ArrayList<>();
        List<Product> products = new ArrayList<>();
        for (char c : Set.of('a', 'b').stream().sorted().toList()) {
            Step step = new Step("S1", "cell", new Constant(5), Per.BATCH, Batching.SINGLE, "" + c);
            steps.add(step);
            products.add(new Product("" + c, 1, new Route("r" + c, List.of(step))));
        }
        Release release = stream -> needed.chars()
                .mapToObj(c -> new Release.Start(0, products.get(c - 'a')))
                .iterator();
        return new Fab("f", List.of(station("cell", 1).with(rule)), products, setups, release);
    }

    private static String sequence(Fab fab) {
        StringBuilder order = new StringBuilder();
        run(fab, 1, 10_000)
                .transducer()
                .departures()
                .forEach(d -> order.append(d.lot().product().name()));
        return order.toString();
    }

    @Test
    void aMinimumRunIsFinishedBeforeTheSetupChanges() {
        Dispatch rule = Dispatch.MINIMUM_RUN.then(Dispatch.FIFO);
        Setups free = Setups.table().change("a", 10).change("b", 10);
        assertThat(sequence(setups(free, rule, "ababab"))).isEqualTo("ababab");
        Setups runs = Setups.table()
                .change("a", 10)
                .change("b", 10)
                .minimumRun("a", 2)
                .minimumRun("b", 2);
        assertThat(sequence(setups(runs, rule, "ababab"))).isEqualTo("aabbab");
    }

    /// One lot of a, then b: the tool refuses b twice, when the first comes and when the second does.
    @Test
    void aToolCanRefuseToCutARunShort() {
        Setups setups = Setups.table()
                .change("a", 10)
                .change("b", 10)
                .minimumRun("a", 9)
                .minimumRun("b", 9)
                .keep(new Setups.Keeping(false, 2));
        assertThat(sequence(setups(setups, Dispatch.FIFO, "ab"))).isEqualTo("a");
        Fab late = setups(setups, Dispatch.FIFO, "ab");
        Product a = late.products().getFirst();
        Product b = late.products().getLast();
        Release release = stream -> List.of(
                        new Release.Start(0, a),
                        new Release.Start(TICK.minutes(100), b),
                        new Release.Start(TICK.minutes(200), b),
                        new Release.Start(TICK.minutes(300), b))
                .iterator();
        FabModel model = run(late.with(release), 1, 10_000);
        assertThat(model.transducer().departures().stream().map(d -> "%.0f".formatted(TICK.toMinutes(d.left()))))
                .containsExactly("20", "320", "330", "340");
    }

    private static List<Integer> order(Dispatch rule, List<Lot> lots, Dispatch.Situation tool) {
        return lots.stream()
                .sorted((x, y) -> rule.compare(x, y, tool))
                .map(Lot::number)
                .toList();
    }

    private record Seen(long now) implements Dispatch.Situation {
        @Override
        public String setup() {
            return "";
        }

        @Override
        public double setupMinutes(Lot lot) {
            return lot.number() % 2;
        }

        @Override
        public boolean cutsRun(Lot lot) {
            return lot.number() == 0;
        }

        @Override
        public double fullness(Lot lot) {
            return lot.number() / 10.0;
        }

        @Override
        public double meanStepMinutes() {
            return 20;
        }
    }

    private static Lot lot(int number, int priority, double lead, double... minutes) {
        List<Step> steps = new ArrayList<>();
        for (double m : minutes) {
            steps.add(step("S" + steps.size(), "x", m));
        }
        Product p = new Product("p" + number, 1, new Route("r", steps));
        return new Lot(
                number,
                new Order("o", p, priority, lead),
                new Itinerary(p, List.of("x"), new SetupTable(Setups.NONE, List.of(p))),
                0,
                0,
                null);
    }

    @Test
    void rulesRankAsTheirNamesSay() {
        List<Lot> lots = List.of(lot(0, 1, 300, 30, 90), lot(1, 3, 100, 20, 70), lot(2, 1, 90, 60, 10));
        Seen tool = new Seen(0);
        assertThat(order(Dispatch.HOT_LOT, lots, tool)).containsExactly(1, 0, 2);
        assertThat(order(Dispatch.SPT, lots, tool)).containsExactly(1, 0, 2);
        assertThat(order(Dispatch.LPT, lots, tool)).containsExactly(2, 0, 1);
        assertThat(order(Dispatch.EDD, lots, tool)).containsExactly(2, 1, 0);
        assertThat(order(Dispatch.MWKR, lots, tool)).containsExactly(0, 1, 2);
        assertThat(order(Dispatch.LWKR, lots, tool)).containsExactly(2, 1, 0);
        assertThat(order(Dispatch.LEAST_SLACK, lots, tool)).containsExactly(1, 2, 0);
        assertThat(order(Dispatch.CRITICAL_RATIO, lots, tool)).containsExactly(1, 2, 0);
        assertThat(order(Dispatch.SETUP_AVOIDANCE, lots, tool)).containsExactly(0, 2, 1);
        assertThat(order(Dispatch.MINIMUM_RUN, lots, tool)).containsExactly(1, 2, 0);
        assertThat(order(Dispatch.FULLEST_BATCH, lots, tool)).containsExactly(2, 1, 0);
        assertThat(order(Dispatch.HOT_LOT.then(Dispatch.EDD), lots, tool)).containsExactly(1, 2, 0);
        assertThat(order(Dispatch.by((lot, t) -> -lot.number()), lots, tool)).containsExactly(2, 1, 0);
    }

    /// With all due dates far ahead, apparent tardiness cost is shortest processing time weighted by urgency alone;
    /// when all are late, it is shortest processing time.
    @Test
    void apparentTardinessCostIsShortestProcessingTimeForLateLots() {
        List<Lot> lots = List.of(lot(0, 1, 30, 30), lot(1, 1, 10, 20), lot(2, 1, 20, 60));
        assertThat(order(Dispatch.atc(2), lots, new Seen(TICK.minutes(500)))).containsExactly(1, 0, 2);
    }

    /// What a queue keeps sorted, and what it looks through each time, must come to the same.
    @Property(tries = 25)
    void aSortedQueueServesAsASearchedOne(@ForAll @IntRange(min = 1, max = 1000) int seed) {
        Product p = product(
                1,
                new Step("S1", "a", new Uniform(1, 30), Per.BATCH, Batching.SINGLE, ""),
                step("S2", "b", 11).with(new Step.QueueTime("S3", 15)),
                new Step("S3", "a", new Uniform(1, 9), Per.BATCH, Batching.SINGLE, "", new ToolRule.SameAs("S1")));
        Release release = new Release.Paced(List.of(
                new Release.Repeated(new Order("o", p, 1, 100), 0, new Exponential(21), 1, 300),
                new Release.Repeated(new Order("h", p, 2, 60), 3, new Exponential(210), 1, 30)));
        Dispatch fixed = Dispatch.QUEUE_TIME_FIRST.then(Dispatch.HOT_LOT).then(Dispatch.EDD);
        Dispatch searched = Dispatch.by((lot, tool) -> lot.bound() ? 0 : 1)
                .then((lot, tool) -> -lot.priority())
                .then((lot, tool) -> lot.due());
        Dispatch compared = (x, y, tool) -> searched.compare(x, y, tool);
        Fab fab = fab(p, release, station("a", 2), station("b", 1));
        String trajectory = times(fab.with(fixed), seed);
        assertThat(times(fab.with(searched), seed)).isEqualTo(trajectory);
        assertThat(times(fab.with(compared), seed)).isEqualTo(trajectory);
    }

    private static String times(Fab fab, int seed) {
        StringBuilder text = new StringBuilder();
        run(fab, seed, 5000).transducer().departures().forEach(d -> {
            text.append(d.lot().number()).append(' ').append(d.left());
            for (Spent part : Spent.values()) {
                text.append(' ').append(d.lot().spent(part));
            }
            long sum = 0;
            for (Spent part : Spent.values()) {
                sum += d.lot().spent(part);
            }
            assertThat(sum).isEqualTo(d.turnaround());
        });
        return text.toString();
    }

    @Test
    void toolsTakeTurnsOrServeInOrder() {
        Product p = product(1, step("S1", "a", 5));
        double[] times = new double[12];
        for (int i = 0; i < times.length; i++) {
            times[i] = 60 * i;
        }
        Station turns = station("a", 3);
        Station inOrder =
                new Station("a", turns.tools(), 2, 3, Dispatch.FIFO, Places.UNLIMITED, Station.Wake.FIRST, "");
        assertThat(run(fab(p, at(p, times), turns), 1, 1000).machines().stream().map(Machine::loadsDone))
                .containsExactly(4L, 4L, 4L);
        assertThat(run(fab(p, at(p, times), inOrder), 1, 1000).machines().stream()
                        .map(Machine::loadsDone))
                .containsExactly(12L, 0L, 0L);
    }

    @Test
    void batchesByWafersStartWhenThereAreEnough() {
        Batching two = new Batching.Wafers("k", 50, 75, false);
        List<Lot> lots = new ArrayList<>();
        Product p = product(25, step("S1", "x", 1));
        assertThat(two.choose(List.of(new Lot(0, p, 0)))).isEmpty();
        for (int i = 0; i < 4; i++) {
            lots.add(new Lot(i, p, 0));
        }
        assertThat(two.choose(lots.subList(0, 2))).hasSize(2);
        assertThat(two.choose(lots)).hasSize(3);
        assertThat(new Batching.Wafers("k", 70, 70, false).choose(lots))
                .as("no room for a third")
                .hasSize(2);
    }

    @Test
    void peopleDoNotGoWithCascades() {
        Product p = product(1, step("S1", "a", 5).with(new Cascade(1, Per.BATCH)));
        Crew crew = new Crew(List.of(new Crew.Person("o", List.of("a"))), Crew.Absence.NEVER);
        assertThatThrownBy(() -> new Fab(
                        "f",
                        List.of(station("a", 1)),
                        List.of(p),
                        Setups.NONE,
                        at(p, 0),
                        Transport.NONE,
                        crew,
                        Crew.NONE))
                .hasMessage("station a waits for people or places: step S1 of route r cannot cascade there");
    }
}
