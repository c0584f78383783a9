package throughline.learning.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.learning.Series;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

class DetectorTest {
    private static final List<Watched> TEST = Toy.runs(201, 6, 3);

    static List<String> learners() {
        return DetectorLearner.names();
    }

    private static double average(Detector detector, List<Watched> runs) {
        return PrecisionRecall.of(
                        runs,
                        runs.stream().map(run -> detector.scores(run.series())).toList())
                .average();
    }

    @ParameterizedTest
    @MethodSource("learners")
    void aLearntDetectorFindsWhatIsWrong(String learner) {
        Detector detector = DetectorLearner.named(learner).fit(Toy.lesson(3));
        assertTrue(average(detector, TEST) > 0.7, learner + " " + average(detector, TEST));
    }

    @ParameterizedTest
    @MethodSource("learners")
    void scoresLieBetween0And1AndKnowNothingOfTheFuture(String learner) {
        Detector detector = DetectorLearner.named(learner).fit(Toy.lesson(3));
        Series run = TEST.getFirst().series();
        double[][] changed = {run.values("level"), run.values("noise")};
        for (double[] column : changed) {
            Arrays.fill(column, 200, column.length, 77);
        }
        double[] scores = detector.scores(run);
        double[] others = detector.scores(Toy.series("changed", changed));
        assertTrue(Arrays.stream(scores).allMatch(score -> score >= 0 && score <= 1));
        assertArrayEquals(Arrays.copyOf(scores, 200), Arrays.copyOf(others, 200));
    }

    @ParameterizedTest
    @MethodSource("learners")
    void aSavedDetectorScoresTheSameToTheBit(String learner, @TempDir Path folder) {
        Detector detector = DetectorLearner.named(learner).fit(Toy.lesson(3));
        detector.save(folder.resolve("toy.detector"));
        Detector loaded = Detector.load(folder.resolve("toy.detector"));
        Series run = TEST.getFirst().series();
        assertArrayEquals(detector.scores(run), loaded.scores(run));
        assertEquals(detector.features(), loaded.features());
    }

    @ParameterizedTest
    @MethodSource("learners")
    void theSameLessonGivesTheSameDetector(String learner) {
        Series run = TEST.getFirst().series();
        DetectorLearner any = DetectorLearner.named(learner);
        assertArrayEquals(
                any.fit(Toy.lesson(3)).scores(run), any.fit(Toy.lesson(3)).scores(run));
    }

    /// An eighth of the windows is wrong, and nothing shows it: whoever finds much more has seen the truth.
    @ParameterizedTest
    @MethodSource("learners")
    void whatLeavesNoTraceIsNotFound(String learner) {
        Detector detector = DetectorLearner.named(learner).fit(Toy.lesson(0));
        double found = average(detector, Toy.runs(301, 12, 0));
        assertTrue(found < 0.2, learner + " " + found);
    }

    /// Truths of other runs, drawn by lot over all windows, teach nothing.
    @ParameterizedTest
    @MethodSource("learners")
    void shuffledTruthsTeachNothing(String learner) {
        Stream lots = new Streams(5).named("lots");
        List<Watched> shuffled = Toy.runs(1, 6, 3).stream()
                .map(run -> new Watched(run.series(), byLot(lots), List.of()))
                .toList();
        Lesson lesson = new Lesson(new Features(Toy.COLUMNS, 8), shuffled, List.of(), 2000, 1);
        Detector detector = DetectorLearner.named(learner).fit(lesson);
        Watched other = new Watched(TEST.getFirst().series(), byLot(lots), List.of());
        assertTrue(average(detector, List.of(other)) < 0.65);
    }

    /// Half of all instants.
    private static List<Episode> byLot(Stream lots) {
        List<Episode> episodes = new ArrayList<>();
        for (int step = 0; step < Toy.STEPS; step++) {
            if (lots.below(2) == 0) {
                episodes.add(new Episode(step, step + 1, "lot"));
            }
        }
        return episodes;
    }

    @Test
    void errorsSayWhatIsMissing(@TempDir Path folder) throws Exception {
        assertTrue(assertThrows(BadInput.class, () -> DetectorLearner.named("oracle"))
                .getMessage()
                .contains("logistic"));
        assertThrows(BadInput.class, () -> Detector.load(folder.resolve("none")));
        Path damaged = Files.writeString(folder.resolve("damaged"), "no gzip");
        assertThrows(BadInput.class, () -> Detector.load(damaged));
        List<Watched> well = Toy.runs(1, 2, 3).stream()
                .map(run -> new Watched(run.series(), List.of(), List.of()))
                .toList();
        Lesson lesson = new Lesson(new Features(Toy.COLUMNS, 4), well, List.of());
        assertThrows(BadInput.class, () -> DetectorLearner.named("logistic").fit(lesson));
        List<Watched> runs = Toy.runs(1, 2, 3);
        assertThrows(BadInput.class, () -> new Lesson(new Features(Toy.COLUMNS, 4), runs, runs));
    }
}
