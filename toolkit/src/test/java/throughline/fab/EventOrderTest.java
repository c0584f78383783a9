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
            case Job job -> "job %s".formatted(job.machine());
            case Claim claim ->
                "claim %s %s"
                        .formatted(
                                claim.holder(),
                                claim.lots().stream().map(Lot::number).toList());
            default -> throw new AssertionError("say what of a %s counts".formatted(value.getClass()));
        };
    }

    private static List<String> texts(Load load) {
        return load == null
                ? List.of()
                : load.lots().stream().map(EventOrderTest::text).toList();
    }

    private static EventHash run(MiniFabSpec spec, long seed) {
        Simulation simulation = new Simulation(MiniFab.model(spec, seed));
        EventHash hash = new EventHash(simulation, EventOrderTest::text);
        simulation.runUntil(Tick.MILLISECOND.days(14));
        return hash;
    }

    /// When a change of the model is meant to change its runs, the new number belongs into the same commit.
    @Test
    void twoWeeksOfTheFirstSeedStay() {
        EventHash hash = run(MiniFabSpec.KEMPF, 1);
        assertThat(hash.messages()).isEqualTo(1275);
        assertThat(hash.hex()).isEqualTo("62331fbf36de337d1af9a2baea9bee1a7563fe136d34632850e44ef086e3d914");
    }

    /// With people and vehicles machines are components of their own, and say more.
    @Test
    void twoWeeksOfTheWholeFabStay() {
        EventHash hash = run(MiniFabSpec.WHOLE, 1);
        assertThat(hash.messages()).isEqualTo(12305);
        assertThat(hash.hex()).isEqualTo("14e4e2bdfbf96c1536ff356963da314d2ecaa77aa76b0a8b91e0850a6c8e4925");
    }

    @Test
    void anotherSeedIsAnotherOrder() {
        assertThat(run(MiniFabSpec.KEMPF, 2).hex())
                .isNotEqualTo(run(MiniFabSpec.KEMPF, 1).hex());
    }
}
