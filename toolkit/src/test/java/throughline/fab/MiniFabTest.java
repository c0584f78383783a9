package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.data.Trace;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Mini-Fab under the switches of the published bands: no people, no transport, unlimited buffers, FIFO.
class MiniFabTest {
    private static final double RAW_HOURS = 845.0 / 60;

    @Test
    void rawTimeIsThatOfTheSpecification() {
        Fab fab = MiniFab.fab(MiniFabSpec.KEMPF);
        assertThat(fab.products()).allSatisfy(p -> assertThat(fab.rawHours(p)).isEqualTo(RAW_HOURS, within(1e-9)));
    }

    @Property(tries = 40)
    void lotsAreConservedAndLittleHoldsInEveryRun(
            @ForAll @IntRange(min = 1, max = 200) int lots,
            @ForAll @IntRange(min = 0, max = 7) int repairs,
            @ForAll @IntRange(min = 60, max = 92) int starts,
            @ForAll @IntRange(min = 0, max = RandomSpecs.ALL) int switches,
            @ForAll boolean twoOrThree,
            @ForAll boolean setupAvoiding,
            @ForAll long seed) {
        MiniFabSpec spec = RandomSpecs.spec(lots, starts, repairs, switches, twoOrThree)
                .with("dispatch", setupAvoiding ? "setup-avoiding" : "fifo");
        FabModel model = MiniFab.model(spec, seed);
        Simulation simulation = new Simulation(model);
        long end = Tick.MILLISECOND.days(12);
        Transducer counts = model.transducer();
        List<Long> wrong = new ArrayList<>();
        simulation.run(
                end,
                () -> {
                    if (counts.workInProgress() != found(model)) {
                        wrong.add(simulation.now());
                    }
                    return false;
                },
                Cancel.NEVER,
                Progress.NONE);

        assertThat(wrong)
                .as("instants at which a lot is missing or counted twice")
                .isEmpty();
        assertThat(counts.startedLots()).isLessThanOrEqualTo(lots);
        assertThat(counts.startedLots())
                .isEqualTo(counts.finishedLots() + counts.scrappedLots() + counts.workInProgress());

        long residence = counts.departures().stream()
                .mapToLong(Transducer.Departure::turnaround)
                .sum();
        long stillInside = counts.lotTicks(end) - residence;
        long releasedTicks = 0;
        for (int i = 0; i < counts.startedLots(); i++) {
            releasedTicks += end - Tick.MILLISECOND.minutes(10_080.0 / starts * i);
        }
        long afterLeaving =
                counts.departures().stream().mapToLong(d -> end - d.left()).sum();
        assertThat(counts.lotTicks(end)).isEqualTo(releasedTicks - afterLeaving);
        assertThat(stillInside).isBetween(0L, counts.workInProgress() * end);
        for (Machine machine : model.machines()) {
            long ticks = 0;
            for (Machine.Phase phase : Machine.Phase.values()) {
                ticks += machine.ticksIn(phase, end);
            }
            assertThat(ticks).isEqualTo(end);
        }
    }

    /// Lots that are somewhere: waiting, on machines, on their way, outside.
    private static int found(FabModel model) {
        int found = model.carried() + model.outside();
        for (String station : List.of(MiniFab.DIFFUSION, MiniFab.IMPLANTATION, MiniFab.LITHOGRAPHY)) {
            found += model.stage(station).buffer().waiting();
        }
        for (Machine machine : model.machines()) {
            found += machine.lots();
        }
        return found;
    }

    @Test
    void aRunEndsWhenOnlyCalendarsArePendingAndCountsWhatIsStranded() {
        Map<String, Trace> tables =
                MiniFab.run(MiniFabSpec.KEMPF.with("lots", "20").with("horizon", "365"), 7);
        Trace runs = tables.get("runs");
        double ended = runs.column("ended")[0];
        double started = runs.column("started")[0];
        double stranded = runs.column("stranded")[0];
        assertThat(ended).isLessThan(7 * 1440);
        assertThat(started).isEqualTo(20);
        assertThat(stranded).isPositive();
        assertThat(runs.column("finished")[0] + runs.column("scrapped")[0] + stranded)
                .isEqualTo(started);
        assertThat(tables.get("series").column("finished")).isSorted();
    }

    @Test
    void addingACalendarLeavesTheOtherDrawsAlone() {
        List<String> with = releases(MiniFabSpec.KEMPF);
        List<String> without = releases(MiniFabSpec.KEMPF.with("repair", "none"));
        assertThat(with).isEqualTo(without);
    }

    private static List<String> releases(MiniFabSpec spec) {
        FabModel model = MiniFab.model(spec, 3);
        List<String> products = new ArrayList<>();
        Simulation simulation = new Simulation(model);
        simulation.observe(model.stage(MiniFab.DIFFUSION).arriving, (time, lot) -> {
            if (lot.position() == 0) {
                products.add(lot + " at " + time);
            }
        });
        simulation.runUntil(Tick.MILLISECOND.days(14));
        return products;
    }
}
