package throughline.workshop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/// Tells right answers from others, and helps with the others.
@FunctionalInterface
public interface Judge {
    /// Judges an answer.
    ///
    /// @param answer as it stands in the cell; null, NaN and an empty text are no answers yet, and do not come here
    /// @return empty when it is right; otherwise one or two sentences that help, without giving the answer away
    Optional<String> fault(Object answer);

    /// A number within a tolerance of the truth.
    ///
    /// @param truth     computes it, when it is first needed
    /// @param tolerance relative to the truth, such as 0.01; absolute where the truth is 0
    /// @param unit      in which the answer is asked for; empty for a pure number
    static NumberJudge number(DoubleSupplier truth, double tolerance, String unit) {
        return new NumberJudge(truth, tolerance, unit, List.of());
    }

    /// A guess: every finite number from 0 up is right, for nobody is graded on what he could not know yet. What it is
    /// worth is for having committed to one, before [Guess#reveal].
    static Judge guess() {
        return answer ->
                answer instanceof Number number && number.doubleValue() >= 0 && Double.isFinite(number.doubleValue())
                        ? Optional.empty()
                        : Optional.of("A guess must be a number from 0 up, and is [%s].".formatted(answer));
    }

    /// One of several texts, compared without regard to case and blanks around.
    ///
    /// @param right  the right one
    /// @param others the wrong ones that are offered, each with what is wrong about it
    static Judge choice(String right, Map<String, String> others) {
        return new ChoiceJudge(right, others);
    }

    /// An answer of some type, such as a function or a dispatching rule, that is put to the test.
    ///
    /// @param type what the answer must be an instance of
    /// @param test gives what is wrong with it, or nothing; what it throws counts as a fault of the answer
    static <T> Judge of(Class<T> type, Function<T, Optional<String>> test) {
        return answer -> {
            if (!type.isInstance(answer)) {
                return Optional.of("It must be a %s, and is [%s]."
                        .formatted(type.getSimpleName(), answer.getClass().getSimpleName()));
            }
            try {
                return test.apply(type.cast(answer));
            } catch (RuntimeException | StackOverflowError e) {
                return Optional.of(
                        "Trying it ended with %s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()));
            }
        };
    }
}
