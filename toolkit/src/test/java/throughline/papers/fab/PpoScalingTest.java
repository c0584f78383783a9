package throughline.papers.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import throughline.learning.rl.Corridor;
import throughline.learning.rl.Ppo;
import throughline.papers.fab.PpoScaling.Curves;
import throughline.papers.fab.PpoScaling.Recipe;
import throughline.papers.fab.PpoScaling.Runs;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class PpoScalingTest {
    private static final PpoScaling TINY = new PpoScaling(
            Corridor.SIXTEEN, List.of(), Ppo.STANDARD.with("rate", "0.01").with("environments", "4"), 1_024, 2, 1);

    private static final List<Recipe> RECIPES = List.of(
            TINY.byEnvironments(4).getFirst(),
            TINY.slowedDown(0.5),
            TINY.byEnvironments(16).getFirst());

    @Test
    void everyRecipeTakesAllSamplesAndASecondRunGivesTheSame() {
        Runs runs = TINY.run(RECIPES, Cancel.NEVER, Progress.NONE);
        assertThat(runs.curves()).allSatisfy(curves -> assertThat(curves.seeds())
                .hasSize(2)
                .allSatisfy(points -> assertThat(points.getLast().samples()).isEqualTo(1_024)));
        assertThat(TINY.run(RECIPES, Cancel.NEVER, Progress.NONE)).isEqualTo(runs);
        assertThat(runs.table().rowCount())
                .isEqualTo(runs.curves().stream()
                        .mapToInt(curves -> 2 * curves.seeds().getFirst().size())
                        .sum());
        assertThat(runs.plot().series()).hasSize(4);
    }

    @Test
    void slowingDownAtHalfChangesNothingBefore() {
        Runs runs = TINY.run(RECIPES, Cancel.NEVER, Progress.NONE);
        Curves base = runs.curves().get(0);
        Curves slowed = runs.curves().get(1);
        assertThat(slowed.after(512)).containsExactly(base.after(512));
        assertThat(slowed.after(1_024)).isNotEqualTo(base.after(1_024));
    }

    @Test
    void coScalingHoldsTheNumberOfMinibatches() {
        PpoScaling small = PpoScaling.small();
        Ppo scaled = small.coScaled(256, 0.5).settings();
        assertThat(scaled.minibatch()).isEqualTo(16 * 256);
        assertThat(scaled.rate()).isEqualTo(4 * small.base().rate());
        assertThat(small.byEnvironments(256).getFirst().settings())
                .isEqualTo(small.base().with("environments", "256"));
    }

    @Test
    void halfAComparisonIsNone() {
        Cancel cancel = new Cancel();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> TINY.run(RECIPES, cancel, (done, of) -> cancel.cancel()));
        assertThatExceptionOfType(BadInput.class)
                .isThrownBy(() -> TINY.run(TINY.byEnvironments(48)))
                .withMessageContaining("multiple of the 768");
    }
}
