package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.fab.Transport.Travel;
import throughline.random.Distribution.Constant;
import throughline.random.Streams;

/// Two stations in a row between source and exit, four minutes a hop, tools fast enough never to matter.
class TransportTest {
    private static final Travel LINE = Travel.line(4, List.of("SOURCE", "one", "two", "OUT"));

    private static List<String> departures(Transport transport, int lots) {
        List<Station> stations = List.of(station("one"), station("two"));
        Route route = new Route("r", List.of(step("S1", "one"), step("S2", "two")));
        SequencedMap<Product, Integer> round = new LinkedHashMap<>();
        Product product = new Product("P", 1, route);
        round.put(product, 1);
        Fab fab = new Fab(
                "row",
                stations,
                List.of(product),
                Setups.NONE,
                Release.mixed(lots, 0, round),
                transport,
                Crew.NONE,
                Crew.NONE);
        FabModel model = new FabModel(fab, new Streams(1));
        new Simulation(model).runUntil(Tick.MILLISECOND.minutes(1000));
        assertThat(model.carried()).isZero();
        return model.transducer().departures().stream()
                .map(d -> "%d at %.0f, carried %.0f"
                        .formatted(
                                d.lot().number(),
                                Tick.MILLISECOND.toMinutes(d.left()),
                                Tick.MILLISECOND.toMinutes(d.lot().spent(Spent.TRANSPORT))))
                .toList();
    }

    private static Station station(String name) {
        return new Station(name, List.of(new Tool("m" + name, List.of())), 0, 0, Dispatch.FIFO);
    }

    private static Step step(String name, String station) {
        return new Step(name, station, new Constant(0), Step.Per.BATCH, Batching.SINGLE, "");
    }

    @Test
    void aLotIsLoadedCarriedAndUnloadedThreeTimes() {
        assertThat(departures(new Transport(1, 1, 1, 1, LINE), 1)).containsExactly("0 at 18, carried 18");
    }

    /// The vehicle comes to One at 6 with lot 0, back to the source at 10, to One at 16 with lot 1. There lot 0 has
    /// waited since 6: to Two at 22; back for lot 1, to Two at 32; back at Two for lot 0 at once: OUT at 38; for
    /// lot 1: 42
    /// + 6.
    @Test
    void emptyTravelCountsAndWhoWaitsLongestGoesFirst() {
        assertThat(departures(new Transport(1, 1, 1, 1, LINE), 2))
                .containsExactly("0 at 38, carried 38", "1 at 48, carried 48");
    }

    /// Both are at One at 8, one journey instead of two; One hands them over one after the other, so they go on apart.
    @Test
    void aVehicleTakesWhatGoesTheSameWay() {
        assertThat(departures(new Transport(1, 2, 1, 1, LINE), 2))
                .containsExactly("0 at 30, carried 30", "1 at 40, carried 40");
    }

    @Test
    void withAVehicleForEachLotNobodyWaits() {
        assertThat(departures(new Transport(2, 1, 1, 1, LINE), 2))
                .containsExactly("0 at 18, carried 18", "1 at 18, carried 18");
    }

    @Test
    void waysCanStandInATable() {
        Travel table = Travel.table(
                Map.of("SOURCE", Map.of("one", 1.0), "one", Map.of("two", 10.0), "two", Map.of("OUT", 100.0)));
        assertThat(departures(new Transport(1, 1, 0, 0, table), 1)).containsExactly("0 at 111, carried 111");
        assertThatThrownBy(() -> table.minutes("OUT", "SOURCE")).hasMessage("no way from [OUT] to [SOURCE]");
        assertThatThrownBy(() -> LINE.minutes("one", "three"))
                .hasMessage("no place [three] on the line; there are [SOURCE, one, two, OUT]");
    }
}
