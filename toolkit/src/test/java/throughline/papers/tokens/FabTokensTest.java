package throughline.papers.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import throughline.learning.tokens.Tokens;
import throughline.learning.tokens.Vocabulary;
import throughline.spec.Cancel;
import throughline.spec.Progress;

class FabTokensTest {
    private static final Tokens FEW = FabTokens.simulate(1, 1, 1, Cancel.NEVER, Progress.NONE);
    private static final Tokens MORE = FabTokens.simulate(430_000, 20_000, 1, Cancel.NEVER, Progress.NONE);

    @Test
    void moreRunsChangeNoneOfTheOthers() {
        assertThat(FEW.vocabulary()).isEqualTo(MORE.vocabulary());
        assertThat(MORE.train().size()).isGreaterThan(FEW.train().size());
        assertThat(MORE.heldOut()).hasSizeGreaterThan(1);
        for (int run = 0; run < FEW.train().size(); run++) {
            assertThat(MORE.train().get(run)).containsExactly(FEW.train().get(run));
        }
        assertThat(MORE.heldOut().getFirst()).containsExactly(FEW.heldOut().getFirst());
    }

    @Test
    void everyPlaceOfARowHasTheTokensOfItsColumn() {
        List<Vocabulary.Bins> columns = MORE.vocabulary().columns();
        for (short[] run : MORE.heldOut()) {
            assertThat(run.length).isGreaterThanOrEqualTo(FabTokens.HOURS * columns.size() + 1);
            int first = 0;
            for (int c = 0; c < columns.size(); c++) {
                for (int t = c; t < run.length; t += columns.size()) {
                    assertThat((int) run[t])
                            .isBetween(first, first + columns.get(c).size() - 1);
                }
                first += columns.get(c).size();
            }
        }
    }

    @Test
    void noHeldOutRunIsAmongThoseToLearnFrom() {
        for (short[] held : MORE.heldOut()) {
            assertThat(MORE.train()).noneMatch(run -> java.util.Arrays.equals(run, held));
        }
    }

    /// The first run ends before the fab has filled up.
    @Test
    void aCancelIsHeardWithinARun() {
        Cancel cancel = new Cancel();
        cancel.cancel();
        assertThat(FabTokens.simulate(1, 1, 1, cancel, Progress.NONE)).isNull();
    }
}
