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
    private static final int SEEDS = 20;
    private static final double RAW_HOURS = 845.0 / 60;
    private static final MiniFabSpec YEAR =
            MiniFabSpec.KEMPF.with("lots", "4368").with("horizon", "52 week");

    private static List<SteadyState> year(String repair, boolean setups) {
        MiniFabSpec spec = YEAR.with("repair", repair).with("setups", String.valueOf(setups));
        List<SteadyState> years = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            years.add(SteadyState.measure(MiniFab.model(spec, seed), 56, 364, Cancel.NEVER));
        }
        return years;
    }

    private static double share(SteadyState state, String... machines) {
        double sum = 0;
        for (String machine : machines) {
            sum += state.busyShare().get(machine);
        }
        return sum / machines.length;
    }

    @Test
    void rawTimeIsThatOfTheSpecification() {
        Fab fab = MiniFab.fab(MiniFabSpec.KEMPF);
        assertThat(fab.products()).allSatisfy(p -> assertThat(fab.rawHours(p)).isEqualTo(RAW_HOURS, within(1e-9)));
    }

    @Test
    void busySharesAreThoseOfTheStaticLoad() {
        for (SteadyState state : year("pm", false)) {
            assertThat(share(state, "Ma", "Mb")).isEqualTo(0.879, within(0.01));
            assertThat(share(state, "Mc", "Md")).isEqualTo(0.700, within(0.01));
            assertThat(share(state, "Me")).isEqualTo(0.913, within(0.01));
        }
    }

    @Test
    void breakdownsScrapAboutFourLotsAWeek() {
        double mean = year("time+pm", true).stream()
                .mapToDouble(SteadyState::scrappedPerWeek)
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(3.5, 5.0);
    }

    @Test
    void cycleTimeRisesWithEachDisturbance() {
        List<List<SteadyState>> settings =
                List.of(year("none", false), year("none", true), year("pm", true), year("time+pm", true));
        double[] published = {24.0, 25.0, 26.7, 29.45};
        for (int i = 0; i < settings.size(); i++) {
            List<SteadyState> here = settings.get(i);
            assertThat(here).allSatisfy(s -> assertThat(s.shortestHours()).isGreaterThanOrEqualTo(RAW_HOURS));
            assertThat(here.stream()
                            .mapToDouble(SteadyState::cycleHours)
                            .average()
                            .orElseThrow())
                    .isCloseTo(published[i], within(0.1 * published[i]));
            if (i > 0) {
                assertThat(lowerEdgeOfMeanDifference(settings.get(i - 1), here)).isPositive();
            }
        }
    }

    /// Mean of the paired differences less three standard errors.
    private static double lowerEdgeOfMeanDifference(List<SteadyState> less, List<SteadyState> more) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < SEEDS; i++) {
            double d = more.get(i).cycleHours() - less.get(i).cycleHours();
            sum += d;
            squares += d * d;
        }
        double mean = sum / SEEDS;
        double variance = (squares - SEEDS * mean * mean) / (SEEDS - 1);
        return mean - 3 * Math.sqrt(variance / SEEDS);
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
