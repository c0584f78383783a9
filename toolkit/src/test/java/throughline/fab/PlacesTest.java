package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.data.Schema;
import throughline.data.Trace;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.random.Distribution.Constant;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Limited places: who waits where, and who blocks whom for ever.
class PlacesTest {
    private static Station station(String name, Places places) {
        return station(name, Dispatch.FIFO, places);
    }

    private static Station station(String name, Dispatch dispatch, Places places) {
        return new Station(name, List.of(new Tool("m" + name, List.of())), 0, 0, dispatch, places);
    }

    private static Step step(String name, String station, double minutes, Batching batching) {
        return new Step(name, station, new Constant(minutes), Step.Per.BATCH, batching, "");
    }

    private static Step step(String name, String station, double minutes) {
        return step(name, station, minutes, Batching.SINGLE);
    }

    private static FabModel run(List<Station> stations, int lots, double interval, Step... steps) {
        Product product = new Product("P", 1, new Route("r", List.of(steps)));
        SequencedMap<Product, Integer> round = new LinkedHashMap<>();
        round.put(product, 1);
        Fab fab = new Fab("f", stations, List.of(product), Setups.NONE, Release.mixed(lots, interval, round));
        FabModel model = new FabModel(fab, new Streams(1));
        new Simulation(model).runUntil(Tick.MILLISECOND.minutes(1000));
        return model;
    }

    private static Places places(int capacity) {
        return new Places(capacity, Map.of());
    }

    private static List<String> departures(FabModel model) {
        return model.transducer().departures().stream()
                .map(d -> "at %.0f, blocked %.0f"
                        .formatted(
                                Tick.MILLISECOND.toMinutes(d.left()),
                                Tick.MILLISECOND.toMinutes(d.lot().spent(Spent.BLOCKED))))
                .toList();
    }

    /// Fast takes 1 minute, slow 10, with one place in front of each. Lots 0 to 3 are released at 0: lot 2 is done at 3
    /// and stays on the fast tool until lot 1 leaves its place at 11; lot 3 waits outside until 2, and
    /// on the tool from 12 to 21.
    @Test
    void aLotThatIsDoneStaysWhereItIsAndOthersWaitOutside() {
        FabModel model = run(
                List.of(station("fast", places(1)), station("slow", places(1))),
                4,
                0,
                step("S1", "fast", 1),
                step("S2", "slow", 10));
        assertThat(departures(model))
                .containsExactly("at 11, blocked 0", "at 21, blocked 0", "at 31, blocked 9", "at 41, blocked 11");
        assertThat(model.deadlock()).isEmpty();
        assertThat(model.quiet()).isTrue();
    }

    @Test
    void aReentrantLineWithOnePlaceEachBlocksItselfAndTheCircleIsNamed() {
        FabModel model = run(
                List.of(station("a", places(1)), station("b", places(1))),
                9,
                0,
                step("S1", "a", 1),
                step("S2", "b", 5),
                step("S3", "a", 1));
        assertThat(model.deadlock()).containsExactly("ma", "b", "mb", "a", "ma");
        assertThat(model.outside()).isPositive();
        assertThat(model.quiet()).isFalse();
    }

    @Test
    void aPlaceKeptForLaterStepsAndARuleThatPrefersThemUnblockIt() {
        Dispatch later = Dispatch.by((lot, tool) -> -lot.position()).then(Dispatch.FIFO);
        FabModel model = run(
                List.of(station("a", later, new Places(2, Map.of("S3", 1))), station("b", places(1))),
                9,
                0,
                step("S1", "a", 1),
                step("S2", "b", 5),
                step("S3", "a", 1));
        assertThat(model.deadlock()).isEmpty();
        assertThat(model.transducer().finishedLots()).isEqualTo(9);
    }

    @Test
    void aBatchThatCannotComeTogetherBlocksItsOwnStation() {
        Batching three = Batching.patterns(lot -> 'P', "PPP");
        FabModel model = run(List.of(station("a", places(2))), 9, 0, step("S1", "a", 1, three));
        assertThat(model.deadlock()).containsExactly("starter", "a", "starter");
        assertThat(run(List.of(station("a", places(3))), 9, 0, step("S1", "a", 1, three))
                        .deadlock())
                .isEmpty();
    }

    /// Overloaded, the first visits fill diffusion until a furnace and an implanter wait for each other's places; six
    /// places for the second visits keep that circle open.
    @Test
    void keptPlacesOpenTheCircleOfFurnacesAndImplanters() {
        MiniFabSpec crowded = MiniFabSpec.KEMPF
                .with("repair", "none")
                .with("startsPerWeek", "100")
                .with("lots", "400")
                .with("finiteBuffers", "true")
                .with("diffusionPlaces", "12");
        for (int seed = 1; seed <= 4; seed++) {
            Trace without = MiniFab.run(crowded.with("keptPlaces", "0"), seed, Cancel.NEVER, Progress.NONE)
                    .get("runs");
            assertThat(text(without, "deadlock")).contains("Ma", "Implantation", "Mc", "Diffusion");
            Trace with = MiniFab.run(crowded.with("keptPlaces", "6"), seed, Cancel.NEVER, Progress.NONE)
                    .get("runs");
            assertThat(text(with, "deadlock")).isEmpty();
        }
    }

    @Test
    void smallBuffersDeadlockMiniFabAndTheRunSaysSo() {
        MiniFabSpec small = MiniFabSpec.KEMPF
                .with("repair", "pm")
                .with("finiteBuffers", "true")
                .with("diffusionPlaces", "9")
                .with("implantationPlaces", "3")
                .with("lithographyPlaces", "3");
        Trace runs = MiniFab.run(small, 1, Cancel.NEVER, Progress.NONE).get("runs");
        assertThat(text(runs, "end")).isEqualTo("deadlock");
        List<String> circle = List.of(text(runs, "deadlock").split(" > "));
        assertThat(circle.getFirst()).isEqualTo(circle.getLast());
        assertThat(circle)
                .contains(MiniFab.LITHOGRAPHY, "Me", MiniFab.IMPLANTATION)
                .containsAnyOf("Mc", "Md");
        assertThat(runs.column("ended")[0]).isLessThan(35 * 1440);
        Trace whole =
                MiniFab.run(MiniFabSpec.WHOLE, 1, Cancel.NEVER, Progress.NONE).get("runs");
        assertThat(text(whole, "end")).isIn("horizon", "quiet");
        assertThat(text(whole, "deadlock")).isEmpty();
    }

    private static String text(Trace trace, String column) {
        int i = trace.schema().columns().stream()
                .map(Schema.Column::name)
                .toList()
                .indexOf(column);
        return trace.text(i, 0);
    }

    /// Without breakdowns a deadlock is for ever, and a run that has neither ended nor deadlocked goes on.
    @Property(tries = 30)
    void noMoreLotsWaitThanThereArePlacesAndARunEndsOrSaysWhyNot(
            @ForAll @IntRange(min = 6, max = 9) int diffusion,
            @ForAll @IntRange(min = 3, max = 6) int implantation,
            @ForAll @IntRange(min = 1, max = 6) int lithography,
            @ForAll @IntRange(min = 0, max = RandomSpecs.ALL) int switches,
            @ForAll long seed) {
        MiniFabSpec spec = RandomSpecs.spec(150, 92, 4, switches, false)
                .with("finiteBuffers", "true")
                .with("diffusionPlaces", "" + diffusion)
                .with("implantationPlaces", "" + implantation)
                .with("lithographyPlaces", "" + lithography);
        FabModel model = MiniFab.model(spec, seed);
        Simulation simulation = new Simulation(model);
        List<Integer> excess = new ArrayList<>();
        Map.of(MiniFab.DIFFUSION, diffusion, MiniFab.IMPLANTATION, implantation, MiniFab.LITHOGRAPHY, lithography)
                .forEach((name, most) -> simulation.observe(
                        model.stage(name).buffer(), (time, buffer) -> excess.add(buffer.waiting() - most)));
        simulation.runUntil(Tick.MILLISECOND.days(12));
        List<String> circle = model.deadlock();
        simulation.runUntil(Tick.MILLISECOND.days(60));
        assertThat(excess).allMatch(n -> n <= 0);
        assertThat(model.quiet() || !model.deadlock().isEmpty()).isTrue();
        if (!circle.isEmpty()) {
            assertThat(model.deadlock()).isEqualTo(circle);
        }
    }

    /// Whatever breaks: what is called a deadlock never ends.
    @Property(tries = 30)
    void aDeadlockIsForEver(
            @ForAll @IntRange(min = 3, max = 5) int places,
            @ForAll @IntRange(min = 0, max = 7) int repairs,
            @ForAll @IntRange(min = 0, max = RandomSpecs.ALL) int switches,
            @ForAll long seed) {
        MiniFabSpec spec = RandomSpecs.spec(200, 100, repairs, switches, false)
                .with("finiteBuffers", "true")
                .with("diffusionPlaces", "" + (places + 3))
                .with("implantationPlaces", "" + places)
                .with("lithographyPlaces", "" + places);
        FabModel model = MiniFab.model(spec, seed);
        Simulation simulation = new Simulation(model);
        simulation.run(Tick.MILLISECOND.days(20), () -> !model.deadlock().isEmpty(), Cancel.NEVER, Progress.NONE);
        List<String> circle = model.deadlock();
        simulation.runUntil(Tick.MILLISECOND.days(60));
        if (!circle.isEmpty()) {
            assertThat(model.deadlock()).isEqualTo(circle);
        }
    }

    @Test
    void placesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Places(3, Map.of("S1", 4)))
                .hasMessage("places: capacity [3] must be at least 1 and at least those kept {S1=4}");
        assertThatThrownBy(() -> MiniFabSpec.KEMPF.with("keptPlaces", "19"))
                .hasMessage("keptPlaces [19 lots] must be at most diffusionPlaces [18 lots]");
    }
}
