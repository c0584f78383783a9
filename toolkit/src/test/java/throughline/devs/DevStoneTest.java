package throughline.devs;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.devs.DevStone.Counts;
import throughline.devs.DevStone.Shape;

class DevStoneTest {
    static Counts run(Shape shape, int width, int depth, int excitations) {
        DevStone model = new DevStone(shape, width, depth);
        Simulation simulation = new Simulation(model);
        for (int e = 0; e < excitations; e++) {
            model.excite(simulation, 10L * e);
        }
        assertThat(simulation.runUntil(Component.NEVER)).isEqualTo(Simulation.End.PASSIVE);
        return model.counts();
    }

    /// Counts of xDEVS.java, confirmed by an independent simulator.
    @ParameterizedTest
    @CsvSource({
        "LI,10,10,82,82,82",
        "HI,3,3,5,7,7",
        "HI,10,10,82,406,406",
        "HI,20,20,362,3611,3611",
        "HI,150,150,22202,1665076,1665076",
        "HO,3,3,5,7,7",
        "HO,10,10,82,406,406",
        "HO,20,20,362,3611,3611",
        "HO,150,150,22202,1665076,1665076",
        "HOMOD,2,2,3,4,4",
        "HOMOD,3,3,11,29,49",
        "HOMOD,4,3,19,64,139",
        "HOMOD,5,5,57,457,1489",
        "HOMOD,10,3,109,757,2926",
        "HOMOD,3,10,46,442,1050",
        "HOMOD,12,6,386,9461,47851",
        "HOMOD,10,10,487,18712,92764"
    })
    void countsArePublishedOnes(Shape shape, int width, int depth, long atomics, long transitions, long events) {
        assertThat(run(shape, width, depth, 1)).isEqualTo(new Counts(atomics, transitions, transitions, events));
    }

    @Property(tries = 60)
    void countsFollowTheClosedForms(
            @ForAll Shape shape,
            @ForAll @IntRange(min = 2, max = 13) int width,
            @ForAll @IntRange(min = 1, max = 9) int depth,
            @ForAll @IntRange(min = 1, max = 3) int excitations) {
        Counts one = closedForm(shape, width, depth);
        assertThat(run(shape, width, depth, excitations))
                .isEqualTo(new Counts(
                        one.atomics(),
                        excitations * one.internal(),
                        excitations * one.external(),
                        excitations * one.events()));
    }

    static Counts closedForm(Shape shape, long w, long d) {
        long a = w - 1;
        return switch (shape) {
            case LI -> same(a * (d - 1) + 1, a * (d - 1) + 1);
            case HI, HO -> same(a * (d - 1) + 1, w * a / 2 * (d - 1) + 1);
            case HOMOD -> {
                long transitions = 1;
                for (long i = 1; i < d; i++) {
                    transitions += (1 + (i - 1) * a) * (w * a / 2) + a * (w + (i - 1) * a);
                }
                long events = d == 1
                        ? 1
                        : 1
                                + 2 * a
                                + a * a * (d - 2) * (2 + a * (d - 1))
                                + (a * a + a * (a - 1) / 2) * (2 * (d - 1) + a * d * (d - 1) - 2 * a * (d - 1)) / 2;
                yield new Counts((a + w * a / 2) * (d - 1) + 1, transitions, transitions, events);
            }
        };
    }

    private static Counts same(long atomics, long transitions) {
        return new Counts(atomics, transitions, transitions, transitions);
    }
}
