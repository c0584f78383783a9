package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.fab.Crew.Absence;
import throughline.fab.Crew.Person;
import throughline.random.Distribution.Constant;
import throughline.random.Streams;

/// Two cells of one tool each, fed at once: 2 minutes of loading, 10 of processing, 3 of unloading.
class PeopleTest {
    private static final Person OLGA = new Person("Olga", List.of("a", "b"));
    private static final Person PIET = new Person("Piet", List.of("b"));

    private static FabModel run(Crew operators, Crew technicians, int lots, Calendar... calendars) {
        List<Station> stations = new ArrayList<>();
        SequencedMap<Product, Integer> round = new LinkedHashMap<>();
        for (String cell : List.of("a", "b")) {
            stations.add(new Station(cell, List.of(new Tool("m", List.of(calendars))), 2, 3, Dispatch.FIFO));
            Step step = new Step("S1", cell, new Constant(10), Step.Per.BATCH, Batching.SINGLE, "");
            round.put(new Product(cell, 1, new Route(cell, List.of(step))), 1);
        }
        Fab fab = new Fab(
                "two",
                stations,
                List.copyOf(round.keySet()),
                Setups.NONE,
                Release.mixed(lots, 0, round),
                Transport.NONE,
                operators,
                technicians);
        FabModel model = new FabModel(fab, new Streams(1));
        new Simulation(model).runUntil(Tick.MILLISECOND.minutes(1000));
        return model;
    }

    private static List<String> departures(FabModel model) {
        return model.transducer().departures().stream()
                .map(d -> "%s at %.0f, people %.0f"
                        .formatted(
                                d.lot().product().name(),
                                Tick.MILLISECOND.toMinutes(d.left()),
                                Tick.MILLISECOND.toMinutes(d.lot().spent(Spent.PEOPLE))))
                .sorted()
                .toList();
    }

    private static Crew crew(Person... people) {
        return new Crew(List.of(people), Absence.NEVER);
    }

    @Test
    void onePersonLoadsAndUnloadsOneMachineAfterTheOther() {
        FabModel model = run(crew(OLGA), Crew.NONE, 2);
        assertThat(departures(model)).containsExactly("a at 15, people 0", "b at 18, people 3");
        assertThat(model.operators().orElseThrow().busyTicks(0, Tick.MILLISECOND.minutes(1000)))
                .isEqualTo(Tick.MILLISECOND.minutes(10));
    }

    @Test
    void nobodyWaitsWhereThereIsSomebodyForEach() {
        assertThat(departures(run(crew(OLGA, PIET), Crew.NONE, 2)))
                .containsExactly("a at 15, people 0", "b at 15, people 0");
    }

    @Test
    void aStationThatNobodyServesNeedsNobody() {
        assertThat(departures(run(crew(PIET), Crew.NONE, 2))).containsExactly("a at 15, people 0", "b at 15, people 0");
    }

    /// Both ask at 0, and again at 12 and 15.
    @Test
    void whoIsFreeGoesWhereHePrefers() {
        Person prefersB = new Person("Olga", List.of("b", "a"));
        assertThat(departures(run(crew(prefersB), Crew.NONE, 2)))
                .containsExactly("a at 18, people 3", "b at 15, people 0");
    }

    /// Away from 11 to 20: what has begun is finished, what has not waits.
    @Test
    void duringAnAbsenceNothingIsBegun() {
        Crew away = new Crew(List.of(OLGA, PIET), new Absence(11, 9));
        assertThat(departures(run(away, Crew.NONE, 2))).containsExactly("a at 23, people 8", "b at 23, people 8");
        Crew awayWhileUnloading = new Crew(List.of(OLGA, PIET), new Absence(14, 1));
        assertThat(departures(run(awayWhileUnloading, Crew.NONE, 2)))
                .containsExactly("a at 15, people 0", "b at 15, people 0");
    }

    /// Both machines are due at 5 and done with their lots at 15. One is maintained first; the other takes a lot and is
    /// maintained after it. The next round begins at 905.
    @Test
    void maintenanceWaitsForTheTechnicianButTheMachineGoesOn() {
        Calendar pm = new Calendar(
                "pm", new Calendar.Trigger.Planned(5, new Constant(900)), new Constant(20), Calendar.Effect.WAITS);
        FabModel model = run(Crew.NONE, crew(OLGA), 6, pm);
        assertThat(departures(model))
                .containsExactly(
                        "a at 15, people 0",
                        "a at 50, people 0",
                        "a at 65, people 0",
                        "b at 15, people 0",
                        "b at 30, people 0",
                        "b at 45, people 0");
        assertThat(model.machines())
                .allSatisfy(m -> assertThat(m.ticksIn(Machine.Phase.MAINTENANCE, Tick.MILLISECOND.minutes(1000)))
                        .isEqualTo(Tick.MILLISECOND.minutes(40)));
    }

    @Test
    void aBrokenMachineStandsUntilTheTechnicianIsDone() {
        Calendar down = new Calendar(
                "down",
                new Calendar.Trigger.Planned(20, new Constant(2000)),
                new Constant(100),
                Calendar.Effect.SCRAPS);
        FabModel model = run(Crew.NONE, crew(OLGA), 6, down);
        assertThat(departures(model))
                .containsExactly(
                        "a at 135, people 0",
                        "a at 15, people 0",
                        "a at 20, people 0",
                        "b at 15, people 0",
                        "b at 20, people 0",
                        "b at 235, people 0");
    }

    @Test
    void crewsAndAbsencesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> crew(OLGA, OLGA)).hasMessage("crew has two people of one name in [Olga, Olga]");
        assertThatThrownBy(() -> new Absence(10, 10))
                .hasMessage("absence: minutes [10.0] must be at least 0 and less than every [10.0 min]");
    }
}
