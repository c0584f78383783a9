package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import throughline.data.Estimate;
import throughline.spec.Cancel;

/// What each switch of Mini-Fab does to a year at 84 lots a week, against the same year without it: means of paired
/// differences over 20 seeds. Set-ups are avoided throughout, because under FIFO lithography has no time left for its
/// operator.
class WholeMiniFabTest {
    private static final int SEEDS = 20;
    private static final MiniFabSpec YEAR =
            MiniFabSpec.KEMPF.with("lots", "4368").with("horizon", "52 week").with("dispatch", "setup-avoiding");

    private static List<SteadyState> years(MiniFabSpec spec) {
        List<SteadyState> years = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            years.add(SteadyState.measure(MiniFab.model(spec, seed), 56, 364, Cancel.NEVER));
        }
        return years;
    }

    private static Estimate effect(
            List<SteadyState> less, List<SteadyState> more, ToDoubleFunction<SteadyState> value) {
        return Estimate.paired(
                more.stream().mapToDouble(value).toArray(),
                less.stream().mapToDouble(value).toArray());
    }

    private static Estimate cycle(List<SteadyState> less, List<SteadyState> more) {
        return effect(less, more, SteadyState::cycleHours);
    }

    @Test
    void eachSwitchDoesWhatItDoes() {
        List<SteadyState> plain = years(YEAR);
        List<SteadyState> carried = years(YEAR.with("transporter", "true"));
        assertThat(cycle(plain, carried).low(0.99)).isPositive();

        List<SteadyState> staffed = years(YEAR.with("operators", "true"));
        assertThat(cycle(plain, staffed).low(0.99)).isPositive();
        List<SteadyState> changing = years(YEAR.with("operators", "true").with("shiftChange", "20"));
        assertThat(cycle(staffed, changing).low(0.99)).isPositive();

        List<SteadyState> technician = years(YEAR.with("technician", "true"));
        assertThat(cycle(plain, technician).high(0.99)).isNegative();
        assertThat(effect(plain, technician, year -> year.parts().get(Spent.DOWN))
                        .high(0.99))
                .isNegative();

        List<SteadyState> fifo = years(YEAR.with("dispatch", "fifo"));
        assertThat(cycle(plain, fifo).low(0.99)).isPositive();
        List<SteadyState> pairs = years(YEAR.with("batch", "two-or-three"));
        assertThat(cycle(plain, pairs).low(0.99)).isPositive();

        List<SteadyState> limited = years(YEAR.with("finiteBuffers", "true"));
        assertThat(cycle(plain, limited).low(0.99)).isNegative();
        assertThat(cycle(plain, limited).high(0.99)).isPositive();
    }

    /// Three test wafer lots a week hardly matter; with ten times as many the rule costs.
    @Test
    void theTestWaferRuleCostsWhereTestWafersAreMany() {
        MiniFabSpec many =
                YEAR.with("pa", "37").with("pb", "17").with("tw", "30").with("startsPerWeek", "78");
        assertThat(cycle(years(many), years(many.with("testWaferRule", "true"))).low(0.99))
                .isPositive();
    }

    @Test
    void theWholeIsLongerThanItsPeopleAloneAndScrapsOnBothImplanters() {
        MiniFabSpec whole = MiniFabSpec.WHOLE.with("lots", "4368").with("horizon", "52 week");
        List<SteadyState> years = years(whole);
        assertThat(cycle(years(YEAR.with("operators", "true").with("technician", "true")), years)
                        .low(0.99))
                .isPositive();
        assertThat(years).allSatisfy(year -> {
            assertThat(year.deadlock()).isEmpty();
            assertThat(year.parts().values().stream().mapToDouble(d -> d).sum())
                    .isEqualTo(year.cycleHours(), within(1e-9));
            assertThat(year.scrapped().get("Mc") + year.scrapped().get("Md"))
                    .isEqualTo(year.scrappedPerWeek(), within(1e-9));
        });
        for (String implanter : List.of("Mc", "Md")) {
            assertThat(years.stream()
                            .mapToDouble(year -> year.scrapped().get(implanter))
                            .average()
                            .orElseThrow())
                    .isBetween(1.6, 2.2);
        }
    }
}
