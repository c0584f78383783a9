package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.StringJoiner;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.random.Distribution.Constant;
import throughline.random.Streams;

/// Where the cycle time goes.
class SpentTest {
    private static Product product(String name, String setup, Batching batching) {
        Step step = new Step("S1", "cell", new Constant(10), Step.Per.BATCH, batching, setup);
        return new Product(name, 1, new Route("r" + name, List.of(step)));
    }

    private static List<String> spent(double interval, int lots, Setups setups, Calendar[] calendars, Product... made) {
        SequencedMap<Product, Integer> round = new LinkedHashMap<>();
        for (Product product : made) {
            round.put(product, 1);
        }
        Station station = new Station("cell", List.of(new Tool("m", List.of(calendars))), 2, 3, Dispatch.FIFO);
        Fab fab = new Fab("one", List.of(station), List.of(made), setups, Release.mixed(lots, interval, round));
        FabModel model = new FabModel(fab, new Streams(1));
        new Simulation(model).runUntil(Tick.MILLISECOND.minutes(1000));
        return model.transducer().departures().stream()
                .map(departure -> parts(departure.lot()))
                .toList();
    }

    private static String parts(Lot lot) {
        StringJoiner text = new StringJoiner(" ");
        for (Spent part : Spent.values()) {
            if (lot.spent(part) > 0) {
                text.add("%s %.0f".formatted(part, Tick.MILLISECOND.toMinutes(lot.spent(part))));
            }
        }
        return text.toString();
    }

    @Test
    void lotsWaitForTheToolAndForItsSetup() {
        Setups setups = Setups.table().change("a", "b", 7).change("b", "a", 7);
        Product a = product("A", "a", Batching.SINGLE);
        Product b = product("B", "b", Batching.SINGLE);
        assertThat(spent(0, 2, setups, new Calendar[0], a, b))
                .containsExactly("PROCESS 15", "PROCESS 15 SETUP 7 TOOL 15");
    }

    @Test
    void lotsWaitForPartners() {
        Product p = product("P", "", Batching.patterns(lot -> 'P', "PPP"));
        assertThat(spent(20, 3, Setups.NONE, new Calendar[0], p))
                .containsExactly("PROCESS 15 BATCH 40", "PROCESS 15 BATCH 20", "PROCESS 15");
    }

    @Test
    void lotsWaitForAToolThatIsOutOfWork() {
        Calendar pm = new Calendar(
                "pm", new Calendar.Trigger.Planned(5, new Constant(900)), new Constant(20), Calendar.Effect.WAITS);
        Product p = product("P", "", Batching.SINGLE);
        assertThat(spent(0, 2, Setups.NONE, new Calendar[] {pm}, p))
                .containsExactly("PROCESS 15", "PROCESS 15 TOOL 15 DOWN 20");
    }

    @Property(tries = 40)
    void thePartsAreTheTurnaroundToTheTick(
            @ForAll @IntRange(min = 1, max = 200) int lots,
            @ForAll @IntRange(min = 60, max = 92) int starts,
            @ForAll @IntRange(min = 0, max = 7) int repairs,
            @ForAll @IntRange(min = 0, max = RandomSpecs.ALL) int switches,
            @ForAll boolean twoOrThree,
            @ForAll long seed) {
        FabModel model = MiniFab.model(RandomSpecs.spec(lots, starts, repairs, switches, twoOrThree), seed);
        new Simulation(model).runUntil(Tick.MILLISECOND.days(12));
        assertThat(model.transducer().departures()).allSatisfy(departure -> {
            long sum = 0;
            for (Spent part : Spent.values()) {
                assertThat(departure.lot().spent(part)).isNotNegative();
                sum += departure.lot().spent(part);
            }
            assertThat(sum).isEqualTo(departure.turnaround());
            if (departure.fate() == Transducer.Fate.FINISHED) {
                assertThat(departure.lot().spent(Spent.PROCESS)).isEqualTo(Tick.MILLISECOND.minutes(845));
            }
        });
    }
}
