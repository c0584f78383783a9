package throughline.workshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.data.Plot;
import throughline.spec.BadInput;

class GuessTest {
    private static final String WHAT = "cycle time at 96 % load";

    @TempDir
    private Path folder;

    private Guess guess(String student, double value) {
        return Guess.before(WHAT, folder, student).of(value, "h");
    }

    private static double counted(Plot plot) {
        double[] held = plot.series().getFirst().y();
        return Arrays.stream(held, 0, held.length - 1).sum();
    }

    @Test
    void everyGuessOfTheClassIsInTheHistogram() {
        for (int i = 1; i < 30; i++) {
            guess("student " + i, i);
        }
        assertThat(counted(guess("ada", 40).reveal(26.3))).isEqualTo(30);
    }

    @Test
    void guessesOfManyScalesAreShownOnALogarithmicAxis() {
        guess("ada", 0.5);
        guess("bob", 1e6);
        Plot plot = guess("eve", 20).reveal(26.3);
        assertThat(plot.x().log()).isTrue();
        assertThat(counted(plot)).isEqualTo(3);
        assertThat(guess("joe", -4).reveal(26.3).x().log()).isFalse();
    }

    @Test
    void aGuessMayBeChangedUntilItIsRevealed() {
        guess("ada", 3);
        Guess second = guess("ada", 4);
        assertThat(counted(second.reveal(26.3))).isEqualTo(1);
        assertThat(guess("ada", 4).value()).isEqualTo(4);
        assertThatThrownBy(() -> guess("ada", 26.3))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[4.0] stays");
    }

    @Test
    void noGuessIsNoneYet() {
        assertThatThrownBy(() -> guess("ada", Double.NaN))
                .isInstanceOf(NotYet.class)
                .hasMessageContaining(WHAT);
        assertThat(folder.resolve("guesses")).doesNotExist();
    }

    @Test
    void whatIsNoGuessOfThisQuestionIsPassedOver() throws IOException {
        guess("ada", 3);
        Guess.before(WHAT, folder, "bob").of(3, "min");
        Guess.before("something else", folder, "eve").of(3, "h");
        try (Stream<Path> questions = Files.list(folder.resolve("guesses"))) {
            for (Path question : questions.toList()) {
                Files.writeString(question.resolve("broken.json"), "{");
            }
        }
        assertThat(counted(guess("joe", 5).reveal(26.3))).isEqualTo(2);
    }

    @Test
    void theTitleSaysHowTheGuessCompares() {
        assertThat(guess("ada", 5).reveal(25).title()).contains("the truth is 5.0 times your guess");
        assertThat(guess("bob", 50).reveal(25).title()).contains("you guessed 2.0 times the truth");
        assertThat(guess("joe", 0.05).reveal(32).title()).contains("the truth is 640 times your guess");
        assertThat(guess("eve", 5).factor(-1)).isEmpty();
    }

    @Test
    void namesThatWouldLeaveTheFolderAreRefused() {
        for (String name : new String[] {"../ada", "", "a/b", ".hidden"}) {
            assertThatThrownBy(() -> guess(name, 1))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("STUDENT");
        }
    }
}
