package throughline.learning.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

class ExcerptsTest {
    private static short[] counting(int from, int count) {
        short[] run = new short[count];
        for (int i = 0; i < count; i++) {
            run[i] = (short) (from + i);
        }
        return run;
    }

    @Test
    void eachTokenIsGuessedOnceAndNoneAcrossRuns() {
        Excerpts excerpts = new Excerpts(List.of(counting(0, 9), counting(50, 3), counting(100, 14)), 4, 200);
        assertThat(excerpts.size()).isEqualTo(5);
        assertThat(excerpts.gather(new int[] {1, 4})).containsExactly(4, 5, 6, 7, 8, 108, 109, 110, 111, 112);
        assertThat(excerpts.gather(IntStream.range(0, 5).toArray())).doesNotContain(50, 51, 52);
    }

    @Test
    void runsThatAreTooShortAreSaid() {
        assertThatThrownBy(() -> new Excerpts(List.of(counting(0, 4)), 4, 200))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[1] runs hold no sequence of 5 tokens");
    }

    @Test
    void emptyRunsHoldNothing() {
        Excerpts excerpts = new Excerpts(List.of(new short[0], counting(0, 4), new short[0]), 1, 200);
        assertThat(excerpts.size()).isEqualTo(3);
        assertThat(excerpts.gather(new int[] {0, 2})).containsExactly(0, 1, 2, 3);
    }

    /// The engine would fail on them without saying where; a GPU would not work any more.
    @Test
    void tokensThatAreNotOfTheVocabularyAreSaid() {
        for (int from : new int[] {-4, 17}) {
            assertThatThrownBy(() -> new Excerpts(List.of(counting(0, 9), counting(from, 5)), 4, 20))
                    .isInstanceOf(BadInput.class)
                    .hasMessageMatching("run 1, token . \\[(-4|20)] must be from 0 to 19");
        }
    }
}
