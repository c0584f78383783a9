package throughline.papers.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.cluster.stragglers.DelayTrace;
import throughline.cluster.stragglers.SlowChain;
import throughline.cluster.stragglers.Waiting;
import throughline.data.Plot;
import throughline.papers.Claim;
import throughline.papers.Ledger;
import throughline.papers.Verdict;
import throughline.parallel.coding.Coded;
import throughline.parallel.coding.Multiplexed;
import throughline.parallel.coding.Scheme;
import throughline.parallel.coding.SelectiveRepeat;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class SequentialGradientCodingTest {
    private static final Waiting ALL = new Waiting(1, Waiting.Beyond.ALL);

    private static List<Scheme> schemes() {
        return List.of(
                Coded.uncoded(32),
                new Coded(32, 4),
                new SelectiveRepeat(32, 2, 3, 6),
                new Multiplexed(32, 1, 2, 5),
                new Multiplexed(32, 2, 3, 8));
    }

    private static DelayTrace delays(int rounds) {
        return DelayTrace.drawn(SlowChain.lambda(), 32, rounds, new Streams(9).below("test"));
    }

    @Test
    void loadsHoldByArithmeticAndTheGainRisesWithTheSlope() {
        List<Claim> claims = Ledger.claims(new SequentialGradientCoding());
        assertThat(claims.stream()
                        .filter(claim ->
                                claim.what().startsWith("load") || claim.what().startsWith("gradient")))
                .hasSize(5)
                .allMatch(claim -> claim.verdict() == Verdict.IDENTITY);
        double[] gains = claims.stream()
                .filter(claim -> claim.what().startsWith("gain of"))
                .mapToDouble(Claim::reproduced)
                .toArray();
        assertThat(gains).hasSize(4).isSorted();
    }

    @Test
    void theFigureShowsEachSchemeAndWhereItWasPublishedToEnd() {
        Plot plot = Ledger.figure(new SequentialGradientCoding(), Cancel.NEVER, Progress.NONE);
        assertThat(plot.series()).hasSize(8);
        assertThat(plot.series().stream().filter(Plot.Series::published)).hasSize(4);
    }

    @Test
    void jobsFinishInOrderAndTheLastAtTheEnd() {
        for (Scheme scheme : schemes()) {
            var run = SequentialGradientCodingRun.of(scheme, 40, delays(40 + scheme.delay()), 2);
            double[] finished = run.finished();
            assertThat(finished).hasSize(40).isSorted();
            assertThat(finished[39]).isEqualTo(run.master().ends()[39 + scheme.delay()]);
            assertThat(run.seconds()).isEqualTo(run.master().seconds());
        }
    }

    @Test
    void noRoundTakesLongerThanItsSlowestRank() {
        for (Scheme scheme : schemes()) {
            DelayTrace delays = delays(40 + scheme.delay());
            var run = SequentialGradientCodingRun.of(scheme, 40, delays, ALL);
            for (int round = 0; round < delays.rounds(); round++) {
                double slowest = 0;
                for (double delay : delays.round(round)) {
                    slowest = Math.max(slowest, delay);
                }
                assertThat(run.master().rounds().get(round).seconds()).isLessThanOrEqualTo(slowest);
            }
        }
    }

    @Test
    void withoutStragglersCodesOnlyCostTheirLoad() {
        DelayTrace even = DelayTrace.drawn(SlowChain.lambda().with(0, 0).stretched(0), 32, 40, new Streams(1));
        double plain =
                SequentialGradientCodingRun.of(Coded.uncoded(32), 38, even, 0).seconds();
        for (Scheme scheme : List.of(new Coded(32, 4), new Coded(32, 8))) {
            double coded = SequentialGradientCodingRun.of(scheme, 38, even, 3).seconds();
            assertThat(coded - plain).isCloseTo(38 * 3 * scheme.load().doubleValue(), within(1e-9));
        }
    }
}
