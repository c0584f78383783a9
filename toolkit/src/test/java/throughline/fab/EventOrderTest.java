package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.devs.view.EventHash;

/// The order of events of Mini-Fab, as one number.
class EventOrderTest {
    private static String text(Object value) {
        return switch (value) {
            case Lot lot -> "lot %d %s".formatted(lot.number(), lot.product().name());
            case Load load -> "load %s %s".formatted(texts(load), load.setupMinutes);
            case Report report ->
                "report %d %s %s %s %s"
                        .formatted(
                                report.tool(),
                                texts(report.done()),
                                texts(report.returned()),
                                report.state(),
                                report.setup());
            case Call call -> "call %s %d".formatted(text(call.calendar()), call.ticks());
            case Calendar calendar -> "calendar " + calendar.name();
            case Integer number -> number.toString();
            default -> throw new AssertionError("say what of a %s counts".formatted(value.getClass()));
        };
    }

    private static List<String> texts(Load load) {
        return load == null
                ? List.of()
                : load.lots().stream().map(EventOrderTest::text).toList();
    }

    private static EventHash run(long seed) {
        Simulation simulation = new Simulation(MiniFab.model(MiniFabSpec.KEMPF, seed));
        EventHash hash = new EventHash(simulation, EventOrderTest::text);
        simulation.runUntil(Tick.MILLISECOND.days(14));
        return hash;
    }

    /// When a change of the model is meant to change its runs, the new number belongs into the same commit.
    @Test
    void twoWeeksOfTheFirstSeedStay() {
        EventHash hash = run(1);
        assertThat(hash.messages()).isEqualTo(3132);
        assertThat(hash.hex()).isEqualTo("92b2205de70de6609a152b382313da56032e668ed145123ea9162df3ece4988b");
    }

    @Test
    void anotherSeedIsAnotherOrder() {
        assertThat(run(2).hex()).isNotEqualTo(run(1).hex());
    }
}
