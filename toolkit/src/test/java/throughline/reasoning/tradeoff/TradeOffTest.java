package throughline.reasoning.tradeoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import throughline.reasoning.Exam;
import throughline.reasoning.Outcome;
import throughline.reasoning.Policy;
import throughline.reasoning.Score;
import throughline.reasoning.WorkGraph;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Spec;

class TradeOffTest {
    private static final int PROBLEMS = 400;
    private static final Setting SETTING = Setting.usual();

    /// All strategies, without their dearest knobs.
    private static List<Candidate> few() {
        return few(SETTING);
    }

    private static List<Candidate> few(Setting setting) {
        return Candidate.usual(setting.reasoner(), setting.budget()).stream()
                .filter(candidate -> !candidate.knob().matches("(16|32|64) .*"))
                .toList();
    }

    private static TradeOff of(Setting setting) {
        return TradeOff.of(setting, few(), PROBLEMS, Cancel.NEVER);
    }

    @Test
    void pointsAreWhatTheExamSays() {
        TradeOff tradeOff = of(SETTING);
        Exam exam = Exam.stratified(SETTING.reasoner(), PROBLEMS, 1);
        Score score = exam.run(Policy.majority(8, SETTING.budget()), SETTING.clock());
        Point point = tradeOff.points().stream()
                .filter(one -> one.candidate().name().equals("majority, 8 traces"))
                .findFirst()
                .orElseThrow();
        assertThat(point.accuracy()).isEqualTo(score.accuracy());
        assertThat(point.error()).isCloseTo(score.error(), within(1e-12));
        assertThat(point.tokens()).isCloseTo(score.tokens(), within(1e-6));
        assertThat(point.seconds()).isCloseTo(score.seconds(), within(1e-9));
        assertThat(point.deviceSeconds()).isCloseTo(score.deviceSeconds(), within(1e-9));
        assertThat(point.gain())
                .isCloseTo(point.accuracy() - tradeOff.points().getFirst().accuracy(), within(1e-12));
        assertThat(tradeOff.points().getFirst().gainError()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void noPointBeatsOneOfTheFrontAndEveryOtherIsBeaten(Axis axis) {
        TradeOff tradeOff = of(SETTING);
        List<Point> front = tradeOff.front(axis);
        assertThat(tradeOff.points()).allSatisfy(point -> {
            boolean beaten = tradeOff.points().stream()
                    .anyMatch(other -> other.accuracy() >= point.accuracy()
                            && axis.of(other) <= axis.of(point)
                            && (other.accuracy() > point.accuracy() || axis.of(other) < axis.of(point)));
            boolean twin = front.stream()
                    .anyMatch(other ->
                            other != point && other.accuracy() == point.accuracy() && axis.of(other) == axis.of(point));
            assertThat(front.contains(point) || twin).isEqualTo(!beaten);
        });
        Point last = front.getLast();
        assertThat(last.accuracy()).isEqualTo(tradeOff.best().accuracy());
        assertThat(tradeOff.least(axis, last.accuracy())).contains(last);
        assertThat(tradeOff.least(axis, 1)).isEmpty();
        assertThat(tradeOff.within(axis, axis.of(last))).contains(last);
        assertThat(tradeOff.within(axis, 0)).isEmpty();
    }

    /// Splitting layers shortens the wait and costs more devices; neither changes an answer.
    @ParameterizedTest
    @CsvSource({"tensor, 4", "batch, 64", "model, qwen2.5-14b", "cluster, a100-nodes"})
    void devicesChangeTimesAndNoAnswer(String knob, String value) {
        TradeOff before = of(SETTING);
        TradeOff after = of(SETTING.with(knob, value));
        Point one = before.points().getFirst();
        Point other = after.points().getFirst();
        assertThat(other.accuracy()).isEqualTo(one.accuracy());
        assertThat(Double.compare(other.seconds(), one.seconds())).isEqualTo(knob.equals("tensor") ? -1 : 1);
        assertThat(Double.compare(other.deviceSeconds(), one.deviceSeconds())).isEqualTo(knob.equals("batch") ? -1 : 1);
        assertThat(after.words(before).getFirst())
                .isEqualTo(
                        "%s went from %s to %s.",
                        Character.toUpperCase(knob.charAt(0)) + knob.substring(1),
                        Spec.values(SETTING).get(knob),
                        value);
    }

    @Test
    void harderProblemsAreSolvedLess() {
        var frames = TradeOff.frames(SETTING, "mean", "0.3", "0.7");
        assertThat(frames.keySet()).containsExactly("0.3", "0.7");
        assertThat(frames.get("0.3").best().accuracy())
                .isLessThan(frames.get("0.7").best().accuracy());
        assertThat(frames.get("0.3").words(frames.get("0.7")))
                .anySatisfy(line -> assertThat(line).contains("points less often"))
                .anySatisfy(line -> assertThat(line).contains("comes soonest with"))
                .anySatisfy(line -> assertThat(line).contains("comes cheapest with"));
        assertThat(frames.get("0.3").words(frames.get("0.3")).getFirst()).isEqualTo("No knob was turned.");
    }

    /// Traces that all go one way err together; outlines send them different ways.
    @Test
    void outlinesPayWhereTracesTakeTheSameWay() {
        TradeOff alone = of(SETTING);
        assertThat(accuracy(alone, "outlines, 8 paths")).isEqualTo(accuracy(alone, "majority, 8 traces"));
        Setting tunnel = SETTING.with("tunnel", "0.6");
        TradeOff stuck = TradeOff.of(tunnel, few(tunnel), PROBLEMS, Cancel.NEVER);
        assertThat(accuracy(stuck, "outlines, 8 paths")).isGreaterThan(accuracy(stuck, "majority, 8 traces") + 0.01);
    }

    private static double accuracy(TradeOff tradeOff, String candidate) {
        return tradeOff.points().stream()
                .filter(point -> point.candidate().name().equals(candidate))
                .findFirst()
                .orElseThrow()
                .accuracy();
    }

    @Test
    void thePictureHasAllPointsAndTheTableToo() {
        TradeOff tradeOff = of(SETTING);
        assertThat(tradeOff.table().rowCount()).isEqualTo(tradeOff.points().size());
        assertThat(tradeOff.picture().plots()).hasSize(2).allSatisfy(plot -> {
            int points = plot.series().stream()
                    .filter(series -> !series.name().equals("front"))
                    .mapToInt(series -> series.x().length)
                    .sum();
            assertThat(points).isEqualTo(tradeOff.points().size());
        });
        assertThat(tradeOff.words()).hasSizeGreaterThan(4);
        TradeOff twins = TradeOff.of(
                SETTING,
                List.of(
                        new Candidate("one", "", Policy.single(32_768)),
                        new Candidate("other", "", Policy.single(32_768)),
                        new Candidate("worse", "", Policy.single(1_024))),
                PROBLEMS,
                Cancel.NEVER);
        assertThat(twins.words().get(1)).endsWith("within a standard error of it: other.");
    }

    @Test
    void whatHasNoRoomIsLeftOutWithWhy() {
        TradeOff tradeOff = TradeOff.of(
                SETTING.with("batch", "64"),
                List.of(
                        new Candidate("one trace", "", Policy.single(32_768)),
                        new Candidate("endless", "", problem -> new Outcome(0, WorkGraph.single(200, 1e8)))),
                PROBLEMS,
                Cancel.NEVER);
        assertThat(tradeOff.points()).hasSize(1);
        assertThat(tradeOff.refused())
                .singleElement()
                .asString()
                .startsWith("endless: ")
                .contains("does not fit");
        assertThat(tradeOff.words()).last().asString().startsWith("Left out: endless");
    }

    @Test
    void everyStrategySaysWhatItTakesForGranted() {
        assertThat(Candidate.usual(SETTING.budget()).stream()
                        .map(Candidate::strategy)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Candidate.assumptions().stringColumn(0).asList());
    }

    /// All that is kept is the trace itself; with less, no answer changes but of traces that were cut.
    @Test
    void shorterTracesAnswerTheSame() {
        Exam exam = Exam.stratified(SETTING.reasoner(), PROBLEMS, 1);
        double budget = 8_000;
        assertThat(exam.run(Policy.compressed(budget, 1))).isEqualTo(exam.run(Policy.single(budget)));
        assertThat(exam.run(Policy.compressed(budget, 0.5)).accuracy())
                .isCloseTo(exam.run(Policy.single(2 * budget)).accuracy(), within(1e-3));
        Score read = exam.run(Policy.forkJoin(budget, 0.5));
        Score kept = exam.run(Policy.mapReduce(budget, 0.5));
        assertThat(kept.accuracy()).isEqualTo(read.accuracy());
        assertThat(kept.tokens()).isLessThan(read.tokens());
        assertThatThrownBy(() -> Policy.compressed(budget, 0)).isInstanceOf(BadInput.class);
    }

    /// A budget binds every strategy: where no trace comes near its end, none does better than forced answers.
    @Test
    void whereNoTraceIsDoneNoStrategySolvesMore() {
        Setting hopeless = SETTING.with("length", "1e6").with("budget", "1024");
        TradeOff tradeOff = TradeOff.of(hopeless, few(hopeless), PROBLEMS, Cancel.NEVER);
        double forced = tradeOff.points().getFirst().accuracy();
        assertThat(tradeOff.points()).allSatisfy(point -> assertThat(point.accuracy())
                .as(point.candidate().name())
                .isCloseTo(forced, within(0.1)));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> SETTING.with("tensr", "2"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no parameter [tensr]");
        assertThatThrownBy(() -> SETTING.with("mean", "1.2"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("1.2");
        assertThatThrownBy(() -> SETTING.with("tensor", "3").clock()).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> Candidate.usual(SETTING.reasoner(), 2))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("[2.0]");
        assertThatThrownBy(() -> TradeOff.of(SETTING, List.of(), PROBLEMS, Cancel.NEVER))
                .isInstanceOf(BadInput.class);
        Cancel stop = new Cancel();
        stop.cancel();
        assertThatThrownBy(() -> TradeOff.of(SETTING, few(), PROBLEMS, stop)).isInstanceOf(CancellationException.class);
    }
}
