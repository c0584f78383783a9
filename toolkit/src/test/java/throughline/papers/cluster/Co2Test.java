package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.learning.replicas.ReplicaCurve;
import throughline.papers.Ledger;
import throughline.papers.cluster.Co2Throughput.Method;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// CO2's paper, its cost model, and the table that its ledger reads.
class Co2Test {
    private static final Co2 PAPER = new Co2();
    private static final Co2Throughput TCP = Co2.throughput("TCP");

    @Test
    void theFigureHasALineForEachMethodAndNetwork() {
        assertThat(Ledger.figure(PAPER, Cancel.NEVER, Progress.NONE).series()).hasSize(7);
        assertThat(Co2.lossAgainstTime("TCP").series()).hasSize(4);
    }

    @Property(tries = 20)
    void longerRoundsTakeNoLongerAndNoStepIsFasterThanComputing(
            @ForAll @IntRange(min = 1, max = 40) int tau, @ForAll @IntRange(min = 2, max = 16) int nodes) {
        for (Method method : List.of(Method.LOCAL, Method.CO2)) {
            double now = TCP.step(method, 8 * nodes, tau).value();
            assertThat(TCP.step(method, 8 * nodes, tau + 1).value()).isLessThanOrEqualTo(now);
            assertThat(now).isGreaterThanOrEqualTo(TCP.compute().value());
        }
        assertThat(TCP.step(Method.CO2, 8 * nodes, tau).value())
                .isLessThanOrEqualTo(TCP.step(Method.LOCAL, 8 * nodes, tau).value());
    }

    /// Tokens a second of 128 GPUs over eight times those of 16.
    @Test
    void whatIsCalledScalabilityIsMeasuredFromTwoNodes() {
        double seconds16 = TCP.step(Method.DDP, 16, 1).value();
        double seconds128 = TCP.step(Method.DDP, 128, 1).value();
        assertThat(Ledger.claims(PAPER))
                .filteredOn(claim -> claim.what().equals("scalability gained over DDP at 128 GPUs over TCP"))
                .singleElement()
                .satisfies(claim ->
                        assertThat(claim.recomputed().value()).isCloseTo(1 - seconds16 / seconds128, within(1e-12)));
    }

    @Test
    void anUnknownNetworkIsRefused() {
        assertThatThrownBy(() -> Co2.throughput("tcp"))
                .isInstanceOf(BadInput.class)
                .hasMessage("network [tcp] is not one of [RDMA, TCP]");
    }

    @Test
    void theExchangeIsHiddenFromTauStarOn() {
        int tau = TCP.hidingSteps(128);
        assertThat(TCP.efficiency(Method.CO2, 128, tau)).isEqualTo(1);
        assertThat(TCP.efficiency(Method.CO2, 128, tau - 1)).isLessThan(1);
    }

    /// The rounds of CO2 as events: a round ends when its steps are done and the exchange of the one before has come.
    @Property(tries = 30)
    void aRoundTakesTheLongerOfItsStepsAndAnExchange(
            @ForAll @IntRange(min = 1, max = 50) int steps, @ForAll @IntRange(min = 1, max = 50) int exchange) {
        int rounds = 40;
        long[] ends = Events.overlapped(steps, exchange, rounds);
        for (int round = 1; round < rounds; round++) {
            assertThat(ends[round] - ends[round - 1]).isEqualTo(Math.max(steps, exchange));
        }
    }

    @Test
    void everyTrainingHasItsCurve() {
        for (ReplicaCell cell : Co2Training.GRID.cells()) {
            ReplicaCurve curve = Co2.losses().of(cell.name()).get(cell.seed());
            assertThat(curve.points()).as(cell.name()).hasSize(11);
        }
        assertThat(Co2Training.GRID.size()).isEqualTo(65);
    }

    /// Other processors add in another order.
    @Test
    void oneReplicaAloneEndsThereAgain() {
        ReplicaCell cell = Co2Training.GRID.cells().stream()
                .filter(any -> any.name().equals(Co2Training.ALONE))
                .findFirst()
                .orElseThrow();
        double again = cell.run(Cancel.NEVER).last().loss();
        assertThat(again)
                .isCloseTo(Co2.losses().of(cell.name()).get(cell.seed()).last().loss(), within(0.01));
    }
}
