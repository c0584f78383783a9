package throughline.workshop;

import static throughline.notebook.Notebook.parameter;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import throughline.data.Plot;
import throughline.spec.BadInput;

/// A number that somebody commits to before seeing it. What one has guessed oneself is remembered better, and what a
/// whole class has guessed shows where intuition goes wrong.
///
/// ```java
/// var guess = Guess.before("cycle time at 96 % load").of(5, "h");
/// show(guess.reveal(26.3));             // the class's guesses, yours among them, and what is the case
/// ```
///
/// Guesses lie in the folder that the environment variable `CLASS` names, one the whole class can write, and else below
/// `OUT`, where there is but one's own; `STUDENT` names who guesses, and else the user's name does. A guess may be
/// changed until it is revealed.
public final class Guess {
    private final ClassGuesses guesses;
    private final String student;
    private final double value;

    private Guess(ClassGuesses guesses, String student, double value) {
        this.guesses = guesses;
        this.student = student;
        this.value = value;
    }

    /// A question that a number answers, asked of the class.
    ///
    /// @param what is guessed, such as `cycle time at 96 % load`
    public static Question before(String what) {
        String alone = parameter("OUT", "out") + "/class";
        return before(
                what,
                Path.of(parameter("CLASS", alone)),
                parameter("STUDENT", System.getProperty("user.name", "student")));
    }

    /// A question, asked of a class that keeps its guesses in some folder.
    ///
    /// @param student who guesses; letters, digits, `.`, `_`, `-` and blanks
    public static Question before(String what, Path folder, String student) {
        if (what.isBlank()) {
            throw new BadInput("a guess needs a question, such as [cycle time at 96 %% load]");
        }
        if (!student.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._ -]*")) {
            throw new BadInput(
                    "student [%s] must be a name of letters, digits, dots, hyphens and blanks; set STUDENT", student);
        }
        return (value, unit) -> {
            if (!Double.isFinite(value)) {
                throw new NotYet("Guess first: what is the %s%s? No one is graded on it."
                        .formatted(what, unit.isEmpty() ? "" : " in " + unit));
            }
            ClassGuesses guesses = new ClassGuesses(folder, what, unit);
            return new Guess(guesses, student, guesses.keep(student, value));
        };
    }

    /// Waits for a number.
    @FunctionalInterface
    public interface Question {
        /// Commits to a guess.
        ///
        /// @param value any finite number
        /// @param unit  such as `h`; empty for a pure number
        /// @throws NotYet   when the value is no number
        /// @throws BadInput when it differs from one that was revealed already, or the folder cannot be used
        Guess of(double value, String unit);
    }

    /// The guess.
    public double value() {
        return value;
    }

    /// How many times too large the guess is (2: twice the truth, 0.5: half of it); empty where signs differ or either
    /// is 0.
    public Optional<Double> factor(double truth) {
        return value * truth > 0 ? Optional.of(value / truth) : Optional.empty();
    }

    /// What is the case, beside what the class has guessed. From now on this guess stays as it is.
    ///
    /// @param truth finite, in the unit of the guess
    /// @return a histogram of the class, with one's own guess and the truth
    public Plot reveal(double truth) {
        if (!Double.isFinite(truth)) {
            throw new BadInput("the truth [%s] is no number to reveal", truth);
        }
        guesses.close(student, value);
        String told = factor(truth)
                .map(times -> times >= 1
                        ? "you guessed %s times the truth".formatted(rounded(times))
                        : "the truth is %s times your guess".formatted(rounded(1 / times)))
                .orElse("your guess and the truth differ in sign");
        return guesses.histogram(student, value, truth, told);
    }

    private static String rounded(double times) {
        return String.format(Locale.ROOT, times < 10 ? "%.1f" : "%,.0f", times);
    }
}
