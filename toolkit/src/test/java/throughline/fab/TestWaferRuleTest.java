package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.devs.Simulation;
import throughline.devs.Tick;

/// A test wafer lot does not visit a machine twice where there is another.
class TestWaferRuleTest {
    private static List<Lot> testWafers(boolean rule) {
        MiniFabSpec spec = MiniFabSpec.KEMPF.with("tw", "9").with("testWaferRule", "" + rule);
        FabModel model = MiniFab.model(spec, 4);
        new Simulation(model).runUntil(Tick.MILLISECOND.days(35));
        return model.transducer().departures().stream()
                .filter(d -> d.fate() == Transducer.Fate.FINISHED)
                .map(Transducer.Departure::lot)
                .filter(lot -> lot.product().name().equals("TW"))
                .toList();
    }

    @Test
    void itIsKeptWhereThereIsAChoice() {
        assertThat(testWafers(true)).hasSizeGreaterThan(20).allSatisfy(lot -> {
            assertThat(lot.toolOf("S5")).isNotEqualTo(lot.toolOf("S1"));
            assertThat(lot.toolOf("S4")).isNotEqualTo(lot.toolOf("S2"));
            assertThat(lot.toolOf("S6")).isEqualTo(lot.toolOf("S3"));
        });
    }

    @Test
    void withoutItMachinesAreVisitedTwice() {
        assertThat(testWafers(false))
                .anySatisfy(lot -> assertThat(lot.toolOf("S5")).isEqualTo(lot.toolOf("S1")));
    }
}
