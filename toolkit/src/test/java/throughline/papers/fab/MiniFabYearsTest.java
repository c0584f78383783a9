package throughline.papers.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import throughline.data.Estimate;
import throughline.fab.SteadyState;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The simulated years that the paper's claims rest on: what must hold in each of them, and not in the mean alone.
class MiniFabYearsTest {
    private static final double RAW_HOURS = 845.0 / 60;
    private static MiniFabYears years;

    @BeforeAll
    static void simulate() {
        years = MiniFabYears.simulate(Cancel.NEVER, Progress.NONE);
    }

    @Test
    void busySharesAreThoseOfTheStaticLoad() {
        assertThat(years.loads()).hasSize(MiniFabYears.SEEDS).allSatisfy(year -> {
            assertThat(MiniFabYears.share(year, "Ma", "Mb")).isEqualTo(0.879, within(0.01));
            assertThat(MiniFabYears.share(year, "Mc", "Md")).isEqualTo(0.700, within(0.01));
            assertThat(MiniFabYears.share(year, "Me")).isEqualTo(0.913, within(0.01));
        });
    }

    @Test
    void breakdownsScrapAboutFourLotsAWeek() {
        assertThat(MiniFabYears.mean(years.breakdowns(), SteadyState::scrappedPerWeek))
                .isBetween(3.5, 5.0);
    }

    @Test
    void cycleTimeRisesWithEachDisturbance() {
        List<List<SteadyState>> settings =
                List.of(years.undisturbed(), years.setups(), years.maintenance(), years.breakdowns());
        double[] published = {24.0, 25.0, 26.7, 29.45};
        for (int i = 0; i < settings.size(); i++) {
            List<SteadyState> here = settings.get(i);
            assertThat(here).allSatisfy(year -> assertThat(year.shortestHours()).isGreaterThanOrEqualTo(RAW_HOURS));
            assertThat(MiniFabYears.mean(here, SteadyState::cycleHours))
                    .isCloseTo(published[i], within(0.1 * published[i]));
            if (i > 0) {
                Estimate longer = MiniFabYears.longer(settings.get(i - 1), here);
                assertThat(longer.mean()).isGreaterThan(3 * longer.standardError());
            }
        }
    }
}
