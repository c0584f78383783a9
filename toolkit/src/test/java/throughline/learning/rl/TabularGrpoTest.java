package throughline.learning.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import throughline.learning.rl.Decisions.Decision;
import throughline.learning.rl.TabularPolicy.Table;
import throughline.random.Streams;
import throughline.spec.BadInput;

class TabularGrpoTest {
    private static final double[] WORTH = {0.2, 1, 0.7};
    private static final TabularTask BANDIT = (problem, decisions, luck) -> WORTH[decisions.choose(0, problem)];

    private static TabularPolicy bandit() {
        TabularPolicy policy = new TabularPolicy(Table.choice("arm", 1, 3));
        policy.set(0, 0, 0.4, -0.3, 0.1);
        return policy;
    }

    /// In a group of correct rollouts, what a bonus adds is divided away by the standard deviation; the mean keeps it.
    @Property(tries = 200)
    void aBonusAmongCorrectRolloutsHasNoSizeOnceDividedByTheStandardDeviation(
            @ForAll @Size(8) List<@DoubleRange(max = 1) Double> accelerations,
            @ForAll @DoubleRange(min = 0.01, max = 1) double rho) {
        double[] one = accelerations.stream().mapToDouble(eta -> 1 + eta).toArray();
        double[] scaled =
                accelerations.stream().mapToDouble(eta -> 1 + rho * eta).toArray();
        if (Arrays.stream(one).max().orElseThrow() - Arrays.stream(one).min().orElseThrow() < 1e-3) {
            return;
        }
        double[] divided = Normalisation.STANDARD_DEVIATION.advantages(one);
        double[] centred = Normalisation.MEAN_CENTRED.advantages(one);
        assertThat(Normalisation.STANDARD_DEVIATION.advantages(scaled)).containsExactly(divided, within(1e-8));
        double[] expected = Arrays.stream(centred).map(a -> rho * a).toArray();
        assertThat(Normalisation.MEAN_CENTRED.advantages(scaled)).containsExactly(expected, within(1e-12));
    }

    @Property(tries = 50)
    void equalRewardsTeachNothing(@ForAll @DoubleRange(min = -5, max = 5) double reward, @ForAll Normalisation how) {
        TabularPolicy policy = bandit();
        TabularGrpo.Step step = TabularGrpo.standard(1)
                .with(how)
                .step(
                        policy,
                        new int[] {0},
                        (problem, decisions, luck) -> {
                            decisions.choose(0, 0);
                            return reward;
                        },
                        new Streams(1));
        assertThat(policy.row(0, 0)).containsExactly(bandit().row(0, 0));
        assertThat(step.silent()).isEqualTo(1);
    }

    /// All groups of three, each by its probability: the mean gradient is exactly 2/3 of that of the mean reward.
    @Test
    void theExpectedGradientPointsExactlyUphill() {
        TabularPolicy policy = bandit();
        double[] p = policy.probabilities(0, 0);
        double[] expected = new double[3];
        for (int code = 0; code < 27; code++) {
            int[] arms = {code % 3, code / 3 % 3, code / 9};
            double[][] gradient = new TabularGrpo(3, Normalisation.MEAN_CENTRED, 0.2, 0.28, 1, 1)
                    .gradient(policy, List.of(group(policy, arms)));
            for (int i = 0; i < 3; i++) {
                expected[i] += p[arms[0]] * p[arms[1]] * p[arms[2]] * gradient[0][i];
            }
        }
        double mean = IntStream.range(0, 3).mapToDouble(i -> p[i] * WORTH[i]).sum();
        double[] exact = IntStream.range(0, 3)
                .mapToDouble(i -> 2.0 / 3 * p[i] * (WORTH[i] - mean))
                .toArray();
        assertThat(expected).containsExactly(exact, within(1e-14));
    }

    private static TabularGrpo.Group group(TabularPolicy policy, int... arms) {
        List<List<Decision>> rollouts = new ArrayList<>();
        for (int arm : arms) {
            Decision decision = new Decision(0, 0, arm, 0, 0);
            rollouts.add(List.of(new Decision(0, 0, arm, 0, likelihood(policy, decision))));
        }
        return new TabularGrpo.Group(
                rollouts, Arrays.stream(arms).mapToDouble(arm -> WORTH[arm]).toArray());
    }

    /// Every kind of row, against differences.
    @Property(tries = 60)
    void gradientsOfLogProbabilitiesAreThoseOfDifferences(
            @ForAll @DoubleRange(min = -2, max = 2) double a,
            @ForAll @DoubleRange(min = -2, max = 2) double b,
            @ForAll @IntRange(max = 2) int which) {
        TabularPolicy policy =
                new TabularPolicy(Table.choice("c", 1, 3), Table.yesNo("y", 1), Table.normal("n", 1, 0.7));
        policy.set(0, 0, a, b, 0.5);
        policy.set(1, 0, a);
        policy.set(2, 0, b);
        Decision decision = List.of(
                        new Decision(0, 0, 1, 0b100, 0),
                        new Decision(1, 0, a > b ? 1 : 0, 0, 0),
                        new Decision(2, 0, a, 0, 0))
                .get(which);
        double[][] gradient = policy.zeros();
        policy.addGradient(decision, 1, new Odds(policy), gradient);
        for (int i = 0; i < gradient[which].length; i++) {
            double h = 1e-5;
            assertThat(gradient[which][i])
                    .isCloseTo(
                            StrictMath.log(likelihood(moved(policy, which, i, h), decision)
                                            / likelihood(moved(policy, which, i, -h), decision))
                                    / (2 * h),
                            within(1e-7));
        }
    }

    private static double likelihood(TabularPolicy policy, Decision decision) {
        return policy.likelihood(decision, new Odds(policy));
    }

    private static TabularPolicy moved(TabularPolicy policy, int table, int at, double by) {
        TabularPolicy moved = policy.copy();
        double[] row = moved.row(table, 0);
        row[at] += by;
        moved.set(table, 0, row);
        return moved;
    }

    @Test
    void theBestArmIsFoundAndTheSameSeedFindsItTheSameWay() {
        double[] first = trained(3);
        assertThat(first[1]).isGreaterThan(0.9);
        assertThat(trained(3)).containsExactly(first);
        assertThat(trained(4)).isNotEqualTo(first);
    }

    private static double[] trained(long seed) {
        TabularPolicy policy = bandit();
        for (int step = 0; step < 150; step++) {
            TabularGrpo.standard(0.5)
                    .step(policy, new int[] {0}, BANDIT, new Streams(seed).below("step " + step + "/"));
        }
        return policy.probabilities(0, 0);
    }

    /// A ratio beyond its bound in the direction of the push pushes no more; against it, it still does.
    @Test
    void clippingStopsTheSecondPassOnlyInTheDirectionOfThePush() {
        TabularPolicy old = bandit();
        TabularGrpo.Group group = group(old, 1, 0);
        TabularPolicy far = old.copy();
        far.set(0, 0, -2, 3, 0.1);
        TabularGrpo grpo = new TabularGrpo(2, Normalisation.MEAN_CENTRED, 0.2, 0.28, 1, 1);
        assertThat(grpo.gradient(far, List.of(group))[0]).containsOnly(0);
        TabularPolicy back = old.copy();
        back.set(0, 0, 3, -2, 0.1);
        assertThat(grpo.gradient(back, List.of(group))[0][1]).isPositive();
    }

    @Test
    void drawsWithoutReplacementNeverRepeatAndEndWhenAllAreTaken() {
        TabularPolicy policy = bandit();
        Decisions decisions = new Decisions(policy, new Streams(5).named("draws"));
        assertThat(List.of(decisions.chooseAnother(0, 0), decisions.chooseAnother(0, 0), decisions.chooseAnother(0, 0)))
                .containsExactlyInAnyOrder(0, 1, 2);
        assertThatThrownBy(() -> decisions.chooseAnother(0, 0))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[arm]");
    }

    @Test
    void whatCannotBeTrainedIsRefused() {
        assertThatThrownBy(() -> new TabularGrpo(1, Normalisation.MEAN_CENTRED, 0.2, 0.28, 1, 1))
                .hasMessageContaining("group [1]");
        assertThatThrownBy(() -> TabularGrpo.standard(0)).hasMessageContaining("learning rate [0.0]");
        assertThatThrownBy(() -> Normalisation.MEAN_CENTRED.advantages(1, Double.NaN))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> bandit().set(0, 0, 1, 2)).hasMessageContaining("3 finite numbers");
        assertThatThrownBy(() -> new TabularPolicy(Table.normal("x", 1, 1)).probabilities(0, 0))
                .hasMessageContaining("[x]");
    }

    /// The row behind the last had even chances, a yes was a choice of 0 or 1, a choice a normal number.
    @Test
    void whatIsNotThereIsRefused() {
        TabularPolicy policy = new TabularPolicy(Table.choice("arm", 2, 4), Table.yesNo("split", 1));
        Decisions decisions = new Decisions(policy, new Streams(1).named("any"));
        assertThatThrownBy(() -> policy.probabilities(0, 2)).hasMessageContaining("row [2] must be from 0 to 1");
        assertThatThrownBy(() -> policy.set(0, -1, 1, 1, 1, 1)).hasMessageContaining("row [-1]");
        assertThatThrownBy(() -> policy.row(2, 0)).hasMessageContaining("table [2] must be from 0 to 1");
        assertThatThrownBy(() -> decisions.choose(1, 0)).hasMessageContaining("[split]");
        assertThatThrownBy(() -> decisions.normal(0, 0)).hasMessageContaining("[arm]");
        assertThatThrownBy(() -> decisions.yes(0, 0)).hasMessageContaining("[arm]");
        assertThatThrownBy(() -> Table.normal("length", 1, 0)).hasMessageContaining("spread [0.0]");
        assertThatThrownBy(() -> Table.normal("length", 1, Double.NaN)).hasMessageContaining("spread [NaN]");
        assertThatThrownBy(() -> Table.choice("arm", 1, 1)).hasMessageContaining("2 to 64");
        assertThatThrownBy(() -> TabularGrpo.standard(Double.POSITIVE_INFINITY)).hasMessageContaining("Infinity");
    }
}
