package throughline.workshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import throughline.spec.BadInput;

class CourseTest {
    private static final Judge LOAD =
            Judge.number(() -> 0.75, 0.01, "").mistake(() -> 0.25, "That is the share of time it is idle.");

    private static Course course(Judge judge) {
        return new Course("c", "C", List.of(new Exercise("load", "the load", 5, 1, judge)));
    }

    @Test
    void aRightAnswerIsToldSoAndCounted() {
        Course course = course(LOAD);
        assertThat(course.progress().stringColumn("solved").asList()).containsExactly("");
        course.check("load", 3 / 4.0);
        assertThat(course.progress().stringColumn("solved").asList()).containsExactly("yes");
    }

    @Test
    void aMistakeIsCalledByItsName() {
        assertThatThrownBy(() -> course(LOAD).check("load", 0.25))
                .isInstanceOf(NotYet.class)
                .hasMessage("not yet: the load. That is the share of time it is idle. You gave [0.25].");
    }

    @Test
    void whatIsNotAnsweredIsNotJudged() {
        Judge never = answer -> {
            throw new AssertionError("judged " + answer);
        };
        for (Object none : new Object[] {null, Double.NaN, "", "  "}) {
            assertThatThrownBy(() -> course(never).check("load", none))
                    .isInstanceOf(NotYet.class)
                    .hasMessageContaining("No answer yet");
        }
    }

    @Test
    void anUnknownExerciseIsAnErrorThatNamesThoseThereAre() {
        assertThatThrownBy(() -> course(LOAD).check("lode", 1))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[lode]")
                .hasMessageContaining("load");
        assertThatThrownBy(() -> Course.named("alchemy")).isInstanceOf(BadInput.class);
    }

    @Property
    void aNumberIsRightExactlyWithinItsTolerance(
            @ForAll @DoubleRange(min = 0.1, max = 1e6) double truth,
            @ForAll @DoubleRange(min = 0, max = 0.01) double inside,
            @ForAll @DoubleRange(min = 0.03, max = 0.5) double outside) {
        Judge judge = Judge.number(() -> truth, 0.02, "h");
        assertThat(judge.fault(truth * (1 + inside))).isEmpty();
        assertThat(judge.fault(truth * (1 - inside))).isEmpty();
        assertThat(judge.fault(truth * (1 + outside))).isPresent();
        assertThat(judge.fault(truth * (1 - outside))).isPresent();
    }

    @Property
    void slipsOfUnitsAreNamed(@ForAll @DoubleRange(min = 2, max = 1e6) double truth) {
        Judge judge = Judge.number(() -> truth, 0.001, "h");
        assertThat(judge.fault(truth * 60).orElseThrow()).contains("minutes and hours");
        assertThat(judge.fault(truth / 60).orElseThrow()).contains("minutes and hours");
        assertThat(judge.fault(1 / truth).orElseThrow()).contains("upside down");
        assertThat(judge.fault(-truth).orElseThrow()).contains("sign");
    }

    @Test
    void anythingButANumberIsRefusedWhereANumberIsAsked() {
        assertThat(LOAD.fault("three quarters").orElseThrow()).contains("[three quarters]");
    }

    @Test
    void choicesIgnoreCaseAndExplainTheWrongOnes() {
        Judge judge = Judge.choice("longer", Map.of("shorter", "Waiting grows with variance."));
        assertThat(judge.fault(" Longer ")).isEmpty();
        assertThat(judge.fault("shorter")).contains("Waiting grows with variance.");
        assertThat(judge.fault("the same")).contains("It must be one of longer, shorter.");
    }

    @Test
    void codeIsPutToTheTestAndItsErrorsAreFaults() {
        Judge judge = Judge.of(
                DoubleUnaryOperator.class,
                f -> f.applyAsDouble(0.5) == 2 ? Optional.empty() : Optional.of("At 0.5 it should be 2."));
        DoubleUnaryOperator right = load -> 1 / (1 - load);
        DoubleUnaryOperator broken = _ -> {
            throw new IllegalStateException("oops");
        };
        assertThat(judge.fault(right)).isEmpty();
        assertThat(judge.fault(broken).orElseThrow()).contains("IllegalStateException", "oops");
        assertThat(judge.fault("text").orElseThrow()).contains("DoubleUnaryOperator");
        assertThat(judge.fault(endless()).orElseThrow()).contains("StackOverflowError");
    }

    private static DoubleUnaryOperator endless() {
        return new DoubleUnaryOperator() {
            @Override
            public double applyAsDouble(double load) {
                return 1 + applyAsDouble(load);
            }
        };
    }

    @Test
    void exercisesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Exercise("Load", "", 5, 1, LOAD)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new Exercise("load", "", 0, 1, LOAD)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> new Exercise("load", "", 5, 0, LOAD)).isInstanceOf(BadInput.class);
        Exercise one = new Exercise("load", "", 5, 1, LOAD);
        assertThatThrownBy(() -> new Course("c", "C", List.of(one, one))).isInstanceOf(BadInput.class);
    }

    @Test
    void theCoursesThatComeAlongAreNew() {
        Courses.all().forEach(course -> assertThatCode(() -> Course.named(course.id()))
                .doesNotThrowAnyException());
    }
}
