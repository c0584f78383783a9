package throughline.workshop.circular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;

class CircularLabTest {
    private static final List<String> DECOYS =
            List.of(Topic.CALIBRATED.key(), Topic.MISSED.key(), Topic.REMEMBERED.key(), Topic.DECLARED.key());

    /// The laboratory can be solved: by its instruments alone, and only as it was seeded.
    @Property(tries = 200)
    void theInstrumentsFindJustTheSeededFaults(@ForAll @LongRange(max = 1_000_000) long seed) {
        CircularLab lab = CircularLab.seeded(seed);
        Map<String, Fault> found = lab.solve();
        assertThat(lab.judge(found).solved()).isTrue();
        assertThat(found).hasSizeBetween(3, 5).doesNotContainKeys(DECOYS.toArray(String[]::new));
        assertThat(new HashSet<>(found.values())).hasSameSizeAs(found.keySet());
    }

    @Test
    void seedsHideEveryFaultEverywhere() {
        Map<String, Set<Fault>> seen = new HashMap<>();
        for (long seed = 0; seed < 150; seed++) {
            CircularLab.seeded(seed).solve().forEach((claim, fault) -> seen.computeIfAbsent(
                            claim, _ -> EnumSet.noneOf(Fault.class))
                    .add(fault));
        }
        assertThat(seen).hasSameSizeAs(Topic.candidates());
        assertThat(seen.values()).allMatch(faults -> faults.size() == Fault.values().length);
    }

    @Test
    void honestClaimsKeepTheirVerdicts() {
        CircularLab lab = CircularLab.seeded(7);
        var table = lab.table();
        List<String> claims = table.stringColumn("claim").asList();
        assertThat(DECOYS.stream()
                        .map(claim -> table.stringColumn("verdict").get(claims.indexOf(claim)))
                        .toList())
                .containsExactly("INSIDE", "OUTSIDE", "UNVERIFIED", "IDENTITY");
        assertThat(table.stringColumn("grade").get(claims.indexOf(Topic.CALIBRATED.key())))
                .isEqualTo("CALIBRATED");
        assertThat(lab.plot().y().names()).isEqualTo(claims);
        assertThat(CircularLab.seeded(7).table().print()).isEqualTo(table.print());
    }

    @Test
    void aJudgementCountsAndHintsWithoutNaming() {
        CircularLab lab = CircularLab.seeded(7);
        Map<String, Fault> truth = lab.solve();
        String guilty = truth.keySet().iterator().next();
        assertThat(lab.judge(Map.of()))
                .extracting(Judgement::right, Judgement::missed)
                .containsExactly(0, truth.size());
        assertThat(lab.judge(Map.of()).text()).doesNotContain(truth.keySet());
        assertThat(lab.judge(Map.of(guilty, truth.get(guilty))).text()).startsWith("1 right, some not found.");
        Judgement falsely = lab.judge(Map.of(Topic.MISSED.key(), Fault.STRAW_MAN));
        assertThat(falsely.honest()).isEqualTo(1);
        assertThat(falsely.text()).contains("[wait under even arrivals at 70 %] is honest: the rulers miss it");
        Fault other = truth.get(guilty) == Fault.IDENTITY ? Fault.STRAW_MAN : Fault.IDENTITY;
        assertThat(lab.judge(Map.of(guilty, other)).text())
                .contains("[" + guilty + "] deserves suspicion, but of something else")
                .contains(truth.get(guilty).instrument());
        assertThatThrownBy(() -> lab.judge(Map.of("moon", Fault.IDENTITY)))
                .hasMessageContaining("no claim [moon]; it has [cycle time at 60 %");
    }

    @Test
    void theLedgerItselfRefusesANullThatReadsItsRow() {
        assertThat(CircularLab.seeded(1).refused())
                .isEqualTo("claim [cycle time at 90 %]: its null reads the row it predicts");
    }

    /// The formulas, beside Lindley's recurrence (1952) lot by lot.
    @Test
    void formulasAgreeWithLotsThatWait() {
        Stream draws = new Streams(3).named("lots");
        DoubleSupplier service = () -> draws.exponential(1);
        assertThat(Queues.evenWait(0.7)).isCloseTo(wait(() -> 1 / 0.7, service), within(0.03));
        double p = (1 + Math.sqrt(3 / 5.0)) / 2;
        DoubleSupplier bursty = () -> draws.exponential(1 / (2 * 0.8 * (draws.uniform() < p ? p : 1 - p)));
        assertThat(Queues.burstyWait(0.8, 4)).isCloseTo(wait(bursty, service), within(0.7));
        DoubleSupplier erlang = () -> draws.exponential(0.5) + draws.exponential(0.5);
        assertThat(Queues.cycle(0.8, 0.5)).isCloseTo(1 + wait(() -> draws.exponential(1 / 0.8), erlang), within(0.15));
    }

    private static double wait(DoubleSupplier arrivals, DoubleSupplier service) {
        int lots = 400_000;
        double wait = 0;
        double sum = 0;
        for (int i = 0; i < lots; i++) {
            sum += wait;
            wait = Math.max(0, wait + service.getAsDouble() - arrivals.getAsDouble());
        }
        return sum / lots;
    }

    @Test
    void knownSpecialCasesComeOut() {
        assertThat(Queues.burstyWait(0.8, 1 + 1e-9)).isCloseTo(4, within(1e-5));
        assertThat(Queues.cycle(0.8, 1)).isCloseTo(5, within(1e-12));
        assertThat(Queues.twoMachines(0)).isEqualTo(1);
        assertThat(Queues.line(0.8, 3)).isCloseTo(3 * Queues.cycle(0.8, 1), within(1e-12));
        assertThat(Queues.kingmanWait(0.99, 0, 1) / Queues.evenWait(0.99)).isCloseTo(1, within(0.01));
    }
}
