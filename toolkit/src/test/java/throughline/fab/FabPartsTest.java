package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.random.Distribution.Constant;
import throughline.random.Streams;

/// The general parts, on fabs small enough to follow by hand.
class FabPartsTest {
    private static final Batching S1 =
            Batching.patterns(lot -> lot.product().name().charAt(0), "AAA", "AAB", "AAT", "ABT", "BBT", "BBA", "BBB");
    private static final Batching S5 =
            Batching.patterns(lot -> lot.product().name().charAt(0), "AAA", "AAT", "BBT", "BBB");

    private static Product product(String name, Step... steps) {
        return new Product(name, 25, new Route("r" + name, List.of(steps)));
    }

    private static Step step(String name, String station, double minutes, String setup) {
        return new Step(name, station, new Constant(minutes), Step.Per.BATCH, Batching.SINGLE, setup);
    }

    private static List<Lot> lots(String letters) {
        List<Lot> lots = new ArrayList<>();
        for (char c : letters.toCharArray()) {
            lots.add(new Lot(lots.size(), product(String.valueOf(c), step("S1", "x", 1, "")), 0));
        }
        return lots;
    }

    private static String numbers(List<Lot> batch) {
        return batch.stream().map(lot -> "" + lot.number()).collect(Collectors.joining(" "));
    }

    @Test
    void batchesFollowThePatterns() {
        assertThat(numbers(S1.choose(lots("ABTA")))).isEqualTo("0 1 2");
        assertThat(numbers(S1.choose(lots("ATTA")))).isEqualTo("0 1 3");
        assertThat(S1.choose(lots("ATT"))).isEmpty();
        assertThat(numbers(S5.choose(lots("ABBAB")))).isEqualTo("1 2 4");
        assertThat(numbers(S5.choose(lots("ABTBAB")))).isEqualTo("0 2 4");
        assertThat(S5.choose(lots("AABB"))).isEmpty();
    }

    /// Against trying every triple in the order of the ranking.
    @Property(tries = 300)
    void theBatchChosenIsTheFirstAllowedOne(
            @ForAll @StringLength(min = 1, max = 8) @CharRange(from = 'A', to = 'B') String products,
            @ForAll @StringLength(min = 0, max = 3) @CharRange(from = 'T', to = 'T') String tests,
            @ForAll int mix) {
        StringBuilder letters = new StringBuilder(products);
        for (int i = 0; i < tests.length(); i++) {
            letters.insert(Math.floorMod(mix * (i + 1), letters.length() + 1), 'T');
        }
        List<Lot> lots = lots(letters.toString());
        assertThat(numbers(S1.choose(lots)))
                .isEqualTo(firstTriple(lots, "AAA", "AAB", "AAT", "ABT", "BBT", "ABB", "BBB"));
        assertThat(numbers(S5.choose(lots))).isEqualTo(firstTriple(lots, "AAA", "AAT", "BBT", "BBB"));
    }

    private static String firstTriple(List<Lot> lots, String... allowed) {
        for (int i = 0; i < lots.size(); i++) {
            for (int j = i + 1; j < lots.size(); j++) {
                for (int k = j + 1; k < lots.size(); k++) {
                    String letters = List.of(lots.get(i), lots.get(j), lots.get(k)).stream()
                            .map(lot -> lot.product().name())
                            .sorted()
                            .collect(Collectors.joining());
                    if (List.of(allowed).contains(letters)) {
                        return numbers(List.of(lots.get(i), lots.get(j), lots.get(k)));
                    }
                }
            }
        }
        return "";
    }

    private static Fab fab(Station station, Setups setups, double interval, int lots, Product... products) {
        SequencedMap<Product, Integer> round = new LinkedHashMap<>();
        for (Product product : products) {
            round.put(product, 1);
        }
        return new Fab("one", List.of(station), List.of(products), setups, Release.mixed(lots, interval, round));
    }

    private static Station station(Dispatch dispatch, Calendar... calendars) {
        return new Station("cell", List.of(new Tool("m", List.of(calendars))), 2, 3, dispatch);
    }

    private static List<String> departures(Fab fab, double minutes) {
        FabModel model = new FabModel(fab, new Streams(1));
        new Simulation(model).runUntil(Tick.MILLISECOND.minutes(minutes));
        return model.transducer().departures().stream()
                .map(d -> "%d %s %.0f".formatted(d.lot().number(), d.fate(), Tick.MILLISECOND.toMinutes(d.left())))
                .toList();
    }

    @Test
    void aToolLoadsProcessesAndUnloadsOneLotAfterTheOther() {
        Product p = product("P", step("S1", "cell", 10, ""));
        assertThat(departures(fab(station(Dispatch.FIFO), Setups.NONE, 1, 3, p), 100))
                .containsExactly("0 FINISHED 15", "1 FINISHED 30", "2 FINISHED 45");
    }

    @Test
    void wafersMultiplyTheTimeOfAStepThatCountsThem() {
        Step perWafer = new Step("S1", "cell", new Constant(2), Step.Per.WAFER, Batching.SINGLE, "");
        assertThat(departures(fab(station(Dispatch.FIFO), Setups.NONE, 1, 1, product("P", perWafer)), 100))
                .containsExactly("0 FINISHED 55");
    }

    @Test
    void aStationCanBeVisitedTwiceInARow() {
        Product p = product("P", step("S1", "cell", 10, ""), step("S2", "cell", 20, ""));
        assertThat(departures(fab(station(Dispatch.FIFO), Setups.NONE, 1, 1, p), 100))
                .containsExactly("0 FINISHED 40");
    }

    @Test
    void setupsCostTimeAndCanBeAvoided() {
        Product a = product("A", step("S1", "cell", 10, "a"));
        Product b = product("B", step("S1", "cell", 10, "b"));
        Setups setups = Setups.table().change("a", "b", 30).change("b", "a", 40);
        double fifo = last(departures(fab(station(Dispatch.FIFO), setups, 0, 8, a, b), 1000));
        double avoiding = last(departures(fab(station(Dispatch.SETUP_AVOIDING), setups, 0, 8, a, b), 1000));
        assertThat(avoiding).isBetween(8 * 15 + 30.0, 8 * 15 + 40.0);
        assertThat(fifo).isGreaterThan(avoiding);
    }

    /// Lot 1 is lost five minutes into its change from a to b; lot 2 then needs none.
    @Test
    void aSetupThatABreakdownInterruptsIsNotMade() {
        Product a = product("A", step("S1", "cell", 10, "a"));
        Product b = product("B", step("S1", "cell", 10, "b"));
        Setups setups = Setups.table().change("a", "b", 30).change("b", "a", 40);
        Release abab = stream -> Stream.of(a, b, a, b)
                .map(product -> new Release.Start(0, product))
                .iterator();
        Fab fab = new Fab("one", List.of(station(Dispatch.FIFO, breakdowns(20, 10))), List.of(a, b), setups, abab);
        assertThat(departures(fab, 200))
                .containsExactly("0 FINISHED 15", "1 SCRAPPED 20", "2 FINISHED 45", "3 SCRAPPED 50");
    }

    private static double last(List<String> departures) {
        return Double.parseDouble(departures.getLast().split(" ")[2]);
    }

    @Test
    void maintenanceWaitsForTheRunningLotAndKeepsItsCalendar() {
        Calendar pm = new Calendar(
                "pm", new Calendar.Trigger.Planned(5, new Constant(40)), new Constant(20), Calendar.Effect.WAITS);
        Product p = product("P", step("S1", "cell", 10, ""));
        assertThat(departures(fab(station(Dispatch.FIFO, pm), Setups.NONE, 0, 4, p), 200))
                .containsExactly("0 FINISHED 15", "1 FINISHED 50", "2 FINISHED 85", "3 FINISHED 120");
    }

    @Test
    void aBreakdownScrapsTheLotAndTheNextIntervalStartsAtItsEnd() {
        Product p = product("P", step("S1", "cell", 10, ""));
        assertThat(departures(fab(station(Dispatch.FIFO, breakdowns(20, 10)), Setups.NONE, 0, 4, p), 200))
                .containsExactly("0 FINISHED 15", "1 SCRAPPED 20", "2 FINISHED 45", "3 SCRAPPED 50");
    }

    /// Maintenance is due at 5 and waits for lot 0, which a breakdown scraps at 12: the repair goes first. The next
    /// breakdown comes at 34, during maintenance, and is repaired after it; the one after that, 12 minutes later.
    @Test
    void aBreakdownGoesBeforeTheMaintenanceThatWaitsForTheSameLot() {
        Fab fab = fab(
                station(Dispatch.FIFO, maintenance(5, 20), breakdowns(12, 10)),
                Setups.NONE,
                0,
                4,
                product("P", step("S1", "cell", 10, "")));
        FabModel model = new FabModel(fab, new Streams(1));
        Simulation simulation = new Simulation(model);
        Machine machine = model.machines().getFirst();
        List<String> stops = new ArrayList<>();
        simulation.observe(machine.component(), (time, component) -> {
            if (machine.phase() == Machine.Phase.DOWN || machine.phase() == Machine.Phase.MAINTENANCE) {
                stops.add("%.0f %s".formatted(Tick.MILLISECOND.toMinutes(time), machine.phase()));
            }
        });
        simulation.runUntil(Tick.MILLISECOND.minutes(80));
        assertThat(stops.stream().distinct())
                .containsExactly("12 DOWN", "22 MAINTENANCE", "34 MAINTENANCE", "42 DOWN", "64 DOWN");
        assertThat(machine.repairs()).isEqualTo(4);
        assertThat(machine.lotsScrapped()).isEqualTo(2);
    }

    /// Maintenance from 15 to 25 does not put off the breakdown at 30; after the repair from 30 to 40 the next is due
    /// at 70, as lot 3 is done.
    @Test
    void onlyItsOwnRepairRestartsTheClockOfABreakdown() {
        Product p = product("P", step("S1", "cell", 10, ""));
        Station cell = station(Dispatch.FIFO, maintenance(5, 10), breakdowns(30, 10));
        assertThat(departures(fab(cell, Setups.NONE, 0, 5, p), 99))
                .containsExactly("0 FINISHED 15", "1 SCRAPPED 30", "2 FINISHED 55", "3 FINISHED 70", "4 FINISHED 95");
    }

    private static Calendar maintenance(double due, double minutes) {
        return new Calendar(
                "pm",
                new Calendar.Trigger.Planned(due, new Constant(10_000)),
                new Constant(minutes),
                Calendar.Effect.WAITS);
    }

    private static Calendar breakdowns(double interval, double minutes) {
        return new Calendar(
                "down",
                new Calendar.Trigger.SinceRepair(new Constant(interval)),
                new Constant(minutes),
                Calendar.Effect.SCRAPS);
    }

    /// The tool is in repair from 1 to 101; a lot comes at 5.
    @Test
    void aFabIsNotQuietWhileALotWaitsForARepair() {
        Product p = product("P", step("S1", "cell", 10, ""));
        Calendar down = new Calendar(
                "down",
                new Calendar.Trigger.Planned(1, new Constant(10_000)),
                new Constant(100),
                Calendar.Effect.SCRAPS);
        Release late = stream ->
                List.of(new Release.Start(Tick.MILLISECOND.minutes(5), p)).iterator();
        FabModel model = new FabModel(
                new Fab("one", List.of(station(Dispatch.FIFO, down)), List.of(p), Setups.NONE, late), new Streams(1));
        Simulation simulation = new Simulation(model);
        for (int minute : List.of(1, 5, 50, 101, 115)) {
            simulation.runUntil(Tick.MILLISECOND.minutes(minute));
            assertThat(model.quiet()).as("at %d", minute).isFalse();
        }
        assertThat(model.machines().getFirst().phase()).isEqualTo(Machine.Phase.UNLOADING);
        simulation.runUntil(Tick.MILLISECOND.minutes(116));
        assertThat(model.quiet()).isTrue();
    }

    @Test
    void aUsageCalendarCountsLoads() {
        Calendar repair =
                new Calendar("steps", new Calendar.Trigger.Usage(2), new Constant(100), Calendar.Effect.WAITS);
        Product p = product("P", step("S1", "cell", 10, ""));
        assertThat(departures(fab(station(Dispatch.FIFO, repair), Setups.NONE, 0, 5, p), 500))
                .containsExactly(
                        "0 FINISHED 15", "1 FINISHED 30", "2 FINISHED 145", "3 FINISHED 160", "4 FINISHED 275");
    }

    /// Two tools, all lots there at 0: the even lots do S1 on the first, the odd ones on the second.
    @Test
    void aStepCanDemandTheToolOfAnEarlierStepOrAnother() {
        assertThat(toolsOf(new ToolRule.SameAs("S1"))).containsExactly("0-0", "1-1", "0-0", "1-1");
        assertThat(toolsOf(new ToolRule.OtherThan("S1"))).containsExactly("0-1", "1-0", "0-1", "1-0");
    }

    private static List<String> toolsOf(ToolRule rule) {
        Step second = new Step("S2", "cell", new Constant(7), Step.Per.BATCH, Batching.SINGLE, "", rule);
        Product p = product("P", step("S1", "cell", 10, ""), second);
        Station station =
                new Station("cell", List.of(new Tool("m", List.of()), new Tool("n", List.of())), 2, 3, Dispatch.FIFO);
        FabModel model = new FabModel(fab(station, Setups.NONE, 0, 4, p), new Streams(1));
        new Simulation(model).runUntil(Tick.MILLISECOND.minutes(500));
        return model.transducer().departures().stream()
                .map(Transducer.Departure::lot)
                .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                .map(lot -> lot.toolOf("S1") + "-" + lot.toolOf("S2"))
                .toList();
    }

    @Test
    void aToolRuleThatNamesNoEarlierStepOfTheStationIsRefused() {
        Step first =
                new Step("S1", "cell", new Constant(7), Step.Per.BATCH, Batching.SINGLE, "", new ToolRule.SameAs("S2"));
        assertThatThrownBy(() -> product("P", first, step("S2", "cell", 10, "")))
                .hasMessage("route rP, step S1: tool rule names [S2], which is no earlier step at cell");
    }

    @Test
    void calendarsThatWouldShareARandomStreamAreRefused() {
        assertThatThrownBy(() -> maintenance("process"))
                .hasMessage(
                        "calendar [process]: processing times are drawn from the stream of that name; choose another");
        assertThatThrownBy(() -> station(Dispatch.FIFO, maintenance("pm"), maintenance("pm")))
                .hasMessage("tool m has two calendars of one name in [pm, pm]");
    }

    private static Calendar maintenance(String name) {
        return new Calendar(name, new Calendar.Trigger.Usage(1), new Constant(1), Calendar.Effect.WAITS);
    }

    @Test
    void aRouteThatNamesAnUnknownStationIsRefused() {
        Product p = product("P", step("S1", "nowhere", 10, ""));
        assertThatThrownBy(() -> fab(station(Dispatch.FIFO), Setups.NONE, 0, 5, p))
                .hasMessage("route rP, step S1: unknown station [nowhere]; there are [cell]");
    }
}
