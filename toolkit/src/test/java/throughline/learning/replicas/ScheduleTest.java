package throughline.learning.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class ScheduleTest {
    private static final Offset<Double> EXACT = within(1e-12);
    private static final LocalRule SGD = new LocalRule.Sgd(0.1);

    private static double[] train(Objective objective, int replicas, int steps, LocalRule rule, Schedule schedule) {
        return new ReplicaTraining(replicas, steps, steps, rule, schedule)
                .run(objective, Cancel.NEVER, Progress.NONE)
                .parameters();
    }

    @Property(tries = 20)
    void ddpWithReplicasIsOneReplicaWithTheWholeBatch(@ForAll @IntRange(max = 1000) int seed) {
        for (LocalRule rule : List.of(SGD, new LocalRule.AdamW(0.01, 0.9, 0.95, 0.1))) {
            double[] alone = train(new LeastSquares(1, seed), 1, 60, rule, new Ddp());
            for (int replicas : new int[] {2, 4, 8}) {
                assertThat(train(new LeastSquares(replicas, seed), replicas, 60, rule, new Ddp()))
                        .containsExactly(alone, within(1e-9));
            }
        }
    }

    @Test
    void localSgdOfOneStepIsDdp() {
        assertThat(train(new LeastSquares(4, 1), 4, 50, SGD, new LocalSgd(1)))
                .containsExactly(train(new LeastSquares(4, 1), 4, 50, SGD, new Ddp()), EXACT);
    }

    @Test
    void withoutMomentumAllBlockingSchedulesAreLocalSgd() {
        double[] local = train(new LeastSquares(4, 1), 4, 50, SGD, new LocalSgd(5));
        assertThat(train(new LeastSquares(4, 1), 4, 50, SGD, new SlowMo(5, 1, 0)))
                .containsExactly(local, EXACT);
        assertThat(train(new LeastSquares(4, 1), 4, 50, SGD, new DiLoCo(5, 1, 0)))
                .containsExactly(local, EXACT);
        assertThat(train(new LeastSquares(4, 1), 4, 50, SGD, new SparseLoCo(5, 1, 0, new Dense())))
                .containsExactly(local, within(1e-6));
    }

    /// Delayed gradient descent: `x' = x - eta l x_before`.
    @Property(tries = 50)
    void co2OfOneStepIsGradientDescentOneStepLate(
            @ForAll @DoubleRange(min = 0.05, max = 2) double curvature,
            @ForAll @IntRange(min = 2, max = 40) int steps) {
        double eta = 0.1;
        double root = Math.sqrt(1 - 4 * eta * curvature);
        double[] at = train(new Quadratic(curvature), 3, steps, SGD, new Co2(1, 1, 0));
        assertThat(at[0]).isCloseTo(real(root, steps), within(1e-10));
    }

    /// `A p^t + B q^t` with `p, q` the roots of `r^2 - r + eta l`, and `x_0 = x_1 = 1`.
    private static double real(double root, int t) {
        double p = (1 + root) / 2;
        double q = (1 - root) / 2;
        double a = (1 - q) / (p - q);
        return a * Math.pow(p, t) + (1 - a) * Math.pow(q, t);
    }

    /// What arrives late must be taken from where it began: from the present anchor half of the way would be lost.
    @Test
    void co2MovesByTheProgressOfTheRoundBefore() {
        Exchange exchange = new Co2(3, 1, 0).begin(new double[] {10}, new int[] {1}, 2);
        exchange.round(new double[][] {{10}, {10}}, new double[][] {{8}, {9}});
        assertThat(exchange.shared()).containsExactly(10);
        exchange.round(new double[][] {{10}, {10}}, new double[][] {{7}, {7}});
        assertThat(exchange.shared()).containsExactly(8.5);
        exchange.round(new double[][] {{8.5}, {8.5}}, new double[][] {{8.5}, {8.5}});
        assertThat(exchange.shared()).containsExactly(5.5);
    }

    @Property(tries = 50)
    void aClippedMomentumMovesNoValueFurther(
            @ForAll @DoubleRange(min = 0.01, max = 0.5) double clip, @ForAll @IntRange(max = 100) int seed) {
        Stream random = new Streams(seed).named("ends");
        Exchange exchange = new Co2(1, 2, 0.9, Gap.NONE, clip).begin(new double[8], new int[] {8}, 1);
        for (int round = 0; round < 10; round++) {
            double[] before = exchange.shared().clone();
            double[] end = new double[8];
            java.util.Arrays.setAll(end, _ -> random.normal());
            exchange.round(new double[][] {before}, new double[][] {end});
            for (int i = 0; i < 8; i++) {
                assertThat(Math.abs(exchange.shared()[i] - before[i])).isLessThanOrEqualTo(2 * clip + 1e-12);
            }
        }
    }

    @Test
    void thePenaltyDividesByOneMoreThanTheWayInUnitsOfTheUpdate() {
        assertThat(Gap.MEASURED.divisor(new double[] {3, 4}, new double[2], new double[] {0, 2}))
                .isEqualTo(3.5);
        assertThat(Gap.MEASURED.divisor(new double[] {1}, new double[] {1}, new double[] {0}))
                .isEqualTo(1);
        assertThat(Gap.NONE.divisor(new double[] {3}, new double[1], new double[] {2}))
                .isEqualTo(1);
    }

    @Test
    void aGapThatWouldLengthenAnUpdateIsRefused() {
        Schedule schedule = new Co2(1, 1, 0, (_, _, _) -> 0.5, Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> train(new Quadratic(1), 2, 5, SGD, schedule))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[0.5]");
    }

    @Test
    void progressEndsAtItsTotalWhereStepsAreLeftOver() {
        long[] left = {-1};
        new ReplicaTraining(2, 10, 10, SGD, new LocalSgd(4))
                .run(new Quadratic(1), Cancel.NEVER, (done, total) -> left[0] = total - done);
        assertThat(left[0]).isZero();
    }

    /// Nobody moves by itself, so only gossip does.
    @Property(tries = 20)
    void gossipLosesNothingAndAgreesOnTheMean(@ForAll @IntRange(min = 2, max = 9) int replicas) {
        Osgp.Gossip gossip = new Osgp.Gossip(new double[1], replicas);
        double[][] starts = new double[replicas][1];
        double[][] ends = new double[replicas][1];
        double mean = 0;
        for (int r = 0; r < replicas; r++) {
            ends[r][0] = r * r;
            mean += (double) r * r / replicas;
        }
        gossip.round(starts, ends);
        for (int round = 0; round < 200; round++) {
            assertThat(gossip.copies()).isCloseTo(replicas, within(1e-9));
            for (int r = 0; r < replicas; r++) {
                gossip.start(r, starts[r]);
            }
            gossip.round(starts, starts);
        }
        for (int r = 0; r < replicas; r++) {
            gossip.start(r, starts[r]);
            assertThat(starts[r][0]).isCloseTo(mean, within(1e-6));
        }
    }

    @Test
    void bytesAreThoseOfThePayloads() {
        LeastSquares problem = new LeastSquares(4, 1);
        for (Schedule schedule :
                List.of(new Ddp(), new LocalSgd(1), new SlowMo(1, 1, 0.5), new DiLoCo(1, 0.7, 0.9), new Co2(1, 1, 0))) {
            assertThat(sent(problem, schedule)).as(schedule.name()).isEqualTo(4L * 5 * 4 * 12);
        }
        assertThat(sent(problem, new LocalSgd(3))).isEqualTo(4L * 5 * 4 * 4);
        assertThat(sent(problem, new Osgp(1))).isEqualTo(4L * (5 * 4 + 4) * 12);
        TopK codec = new TopK(8, 2);
        assertThat(sent(problem, new SparseLoCo(3, 1, 0.9, codec))).isEqualTo(codec.bytes(new int[] {5}) * 4 * 4);
    }

    private static long sent(Objective objective, Schedule schedule) {
        return new ReplicaTraining(4, 12, 12, SGD, schedule)
                .run(objective, Cancel.NEVER, Progress.NONE)
                .last()
                .sent();
    }

    @Test
    void aTrainingGivesTheSameBitsAgainAndStopsWhenCancelled() {
        ReplicaTraining training = new ReplicaTraining(4, 24, 6, SGD, new Co2(3, 1, 0.5, Gap.MEASURED, 0.2));
        ReplicaCurve once = training.run(Logistic.standard(3), Cancel.NEVER, Progress.NONE);
        ReplicaCurve again = training.run(Logistic.standard(3), Cancel.NEVER, Progress.NONE);
        assertThat(again.points()).isEqualTo(once.points()).hasSize(5);
        assertThat(again.parameters()).containsExactly(once.parameters());
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThat(training.run(Logistic.standard(3), cancel, Progress.NONE).points())
                .hasSize(1);
    }

    @Test
    void aLocalRoundBeyondTheStepsIsRefused() {
        assertThatThrownBy(() -> new ReplicaTraining(2, 5, 1, SGD, new LocalSgd(6)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[5] steps");
        assertThatThrownBy(() -> new Co2(2, 1, 1)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new Osgp(1).begin(new double[1], new int[] {1}, 1))
                .isInstanceOf(BadInput.class);
    }
}
