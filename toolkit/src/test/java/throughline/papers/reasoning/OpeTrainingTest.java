package throughline.papers.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import throughline.papers.reasoning.OpeTraining.Point;
import throughline.papers.reasoning.OpeTraining.Rollout;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

class OpeTrainingTest {
    private static final OpeTraining SHORT = OpeTraining.usual().withSteps(60);

    /// Paid for a path, a policy comes to take the one strategy that is best; paid for what outlines reach, it chooses
    /// which several to keep.
    @Test
    void rewardingPathsForgetsStrategiesAndRewardingOutlinesChoosesThem() {
        OpeTraining none = OpeTraining.usual().withSteps(0);
        Point before = none.trained(Rollout.PATH, 1, Cancel.NEVER);
        Point path = SHORT.trained(Rollout.PATH, 1, Cancel.NEVER);
        assertThat(path.mean()).isGreaterThan(before.mean() + 0.03);
        assertThat(path.ways()).isLessThan(before.ways());
        Point told = none.trained(Rollout.OUTLINES, 1, Cancel.NEVER);
        Point outlines = SHORT.trained(Rollout.OUTLINES, 1, Cancel.NEVER);
        assertThat(outlines.coverage()).isGreaterThan(told.coverage() + 0.02);
        assertThat(outlines.ways()).isEqualTo(4);
    }

    /// Untrained policies are the prior: what is looked at is what the closed forms say, but for 100 problems' traces.
    @Test
    void untrainedPathsReachWhatClosedFormsSay() {
        OpeTraining none = new OpeTraining(
                OpeTraining.usual().population(),
                Ope.MIDDLE,
                4,
                400,
                0,
                OpeTraining.usual().learningRate());
        OpeCoverage exact = new OpeCoverage(Ope.exam(Ope.MIDDLE), 4);
        assertThat(none.trained(Rollout.PATH, 1, Cancel.NEVER).coverage()).isCloseTo(exact.independent(), within(0.04));
        assertThat(none.trained(Rollout.OUTLINES, 1, Cancel.NEVER).coverage())
                .isCloseTo(exact.outlined(), within(0.04));
    }

    @Test
    void sameSeedSameTrainingAndNonsenseIsRefused() {
        OpeTraining some = OpeTraining.usual().withSteps(5);
        assertThat(some.trained(Rollout.OUTLINES, 3, Cancel.NEVER))
                .isEqualTo(some.trained(Rollout.OUTLINES, 3, Cancel.NEVER));
        assertThatThrownBy(() -> new OpeTraining(OpeTraining.usual().population(), Ope.MIDDLE, 9, 10, 1, 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("paths [9]");
    }
}
