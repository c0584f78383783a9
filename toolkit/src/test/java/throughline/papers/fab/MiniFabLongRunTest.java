package throughline.papers.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

class MiniFabLongRunTest {
    private static final MiniFabLongRun FAB = new MiniFabLongRun(2, 10);

    @Test
    void whatStartsFinishesOrIsScrappedAndTheTailIsLongerThanTheMean() {
        double[] answers = FAB.at(new double[] {72, 50, 420}, 1, Cancel.NEVER);
        assertThat(answers).hasSize(MiniFabLongRun.ANSWERS.size());
        // Two implanters break down every 57 hours, and each breakdown scraps one lot at most.
        assertThat(answers[0]).isBetween(72 - 2 * 168 / 57.0 - 1, 73.0);
        // A lot is processed for 845 minutes.
        assertThat(answers[1]).isBetween(Math.log(845 / 60.0), Math.log(60));
        assertThat(answers[2]).isGreaterThan(answers[1]);
    }

    @Test
    void longerRepairsMakeLotsLateAndTheSameSeedGivesTheSameBits() {
        double[] shorter = FAB.at(new double[] {80, 40, 60}, 1, Cancel.NEVER);
        double[] longer = FAB.at(new double[] {80, 40, 700}, 1, Cancel.NEVER);
        assertThat(longer[1]).isGreaterThan(shorter[1]);
        assertThat(FAB.at(new double[] {80, 40, 60}, 1, Cancel.NEVER)).containsExactly(shorter);
    }

    /// Without a steady state there would be nothing to learn: lots would be the later the longer the run.
    @Test
    void itKeepsUpInTheWorstCornerOfItsSpace() {
        double[] worst = {
            MiniFabLongRun.SPACE.knobs().get(0).high(),
            MiniFabLongRun.SPACE.knobs().get(1).low(),
            MiniFabLongRun.SPACE.knobs().get(2).high()
        };
        double sooner = new MiniFabLongRun(4, 30).at(worst, 1, Cancel.NEVER)[1];
        double later = new MiniFabLongRun(4, 150).at(worst, 1, Cancel.NEVER)[1];
        assertThat(later).isCloseTo(sooner, within(0.2));
    }

    @Test
    void misuseIsNamed() {
        assertThatThrownBy(() -> new MiniFabLongRun(4, 4))
                .isInstanceOf(BadInput.class)
                .hasMessage("warm-up [4.0 weeks] must be less than the run of 4.0 weeks");
        assertThatThrownBy(() -> FAB.at(new double[] {200, 50, 420}, 1, Cancel.NEVER))
                .isInstanceOf(BadInput.class)
                .hasMessage("startsPerWeek [200.0] must be from 60.0 to 86.0");
    }

    @Test
    void aCancelledRunHasNoAnswer() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThat(FAB.at(new double[] {80, 50, 420}, 1, cancel)).containsOnly(Double.NaN);
    }
}
