package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import throughline.cluster.fabric.Routing;
import throughline.cluster.monitor.RehearsalSpec;
import throughline.cluster.renewal.RenewalSpec;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.papers.cluster.C4Jobs.Job;
import throughline.spec.Cancel;

/// C4's claims and what they are made of.
class C4Test {
    private static List<Claim> claims;

    @BeforeAll
    static void recompute() {
        claims = Ledger.claims(new C4());
    }

    @Test
    void whatHoldsByArithmeticIsNotCounted() {
        Map<String, Verdict> verdicts = claims.stream().collect(Collectors.toMap(Claim::what, Claim::verdict));
        assertThat(verdicts).containsEntry("crashes whose cause is in one node", Verdict.IDENTITY);
        C4Downtime.PARTS.forEach(part -> assertThat(verdicts).containsEntry(C4Downtime.june(part), Verdict.IDENTITY));
        assertThat(claims).noneMatch(Claim::counts);
    }

    @Test
    void theSplitAddsUp() {
        Map<String, Claim> byName = claims.stream().collect(Collectors.toMap(Claim::what, Function.identity()));
        double sum = C4Downtime.PARTS.subList(0, 4).stream()
                .mapToDouble(part -> byName.get(C4Downtime.december(part)).reproduced())
                .sum();
        assertThat(sum).isCloseTo(byName.get("December, total").reproduced(), within(1e-9));
    }

    @Test
    void planningHelpsMoreWhereLessCollides() {
        C4Routes routes = new C4Routes();
        double hashed = routes.busbw(Routing.ECMP, Cancel.NEVER).mean();
        double pinned = routes.busbw(Routing.PINNED, Cancel.NEVER).mean();
        double planned = routes.busbw(Routing.PLANNED, Cancel.NEVER).mean();
        assertThat(hashed).isLessThan(pinned);
        assertThat(pinned).isLessThan(planned);
    }

    @Test
    void communicationThatIsAccumulatedAwayGainsLess() {
        C4Jobs jobs = new C4Jobs();
        double before = Double.POSITIVE_INFINITY;
        for (int accumulated : new int[] {1, 2, 4, 8, 16, 64}) {
            double gain = jobs.gain(Job.gpt175b(accumulated), 200, 360);
            assertThat(gain).isPositive().isLessThan(before);
            before = gain;
        }
    }

    @Test
    void figuresHaveTheirSeries() {
        assertThat(Ledger.figure(new C4(), Cancel.NEVER, (_, _) -> {}).series()).hasSize(4);
        assertThat(C4Figures.busbw(Cancel.NEVER).series()).hasSize(1);
        assertThat(C4Figures.checkpointLoss(new RenewalSpec(3.09, 30, 60, 40, 0, 0, 10, 6), Cancel.NEVER)
                        .series())
                .hasSize(3);
        assertThat(C4Figures.recall(RehearsalSpec.QUIET.with("ranks", "16"), 2, Cancel.NEVER)
                        .series())
                .hasSize(4);
    }
}
