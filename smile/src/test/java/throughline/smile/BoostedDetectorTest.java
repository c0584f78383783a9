package throughline.smile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import throughline.learning.Series;
import throughline.learning.detect.Detector;
import throughline.learning.detect.DetectorLearner;
import throughline.learning.detect.Episode;
import throughline.learning.detect.Features;
import throughline.learning.detect.Lesson;
import throughline.learning.detect.PrecisionRecall;
import throughline.learning.detect.Watched;
import throughline.random.Stream;
import throughline.random.Streams;

/// Boosted trees that tell what is wrong now.
class BoostedDetectorTest {
    private static final Features FEATURES = new Features(List.of("level"), 8);

    /// Noise whose level is higher in an eighth of the time.
    private static List<Watched> runs(long first, int count, double effect) {
        List<Watched> runs = new ArrayList<>();
        for (long seed = first; seed < first + count; seed++) {
            Stream random = new Streams(seed).named("toy");
            Episode wrong = new Episode(60 + random.below(200), 310, "high");
            Episode eighth = new Episode(wrong.from(), wrong.from() + 50, wrong.kind());
            double[] level = new double[400];
            for (int step = 0; step < level.length; step++) {
                level[step] = random.normal() + (eighth.holds(step) ? effect : 0);
            }
            Series series =
                    new Series("run-" + seed, 0, 1, List.of("level"), new double[][] {level}, new LinkedHashMap<>());
            runs.add(new Watched(series, List.of(eighth), List.of()));
        }
        return runs;
    }

    private static Detector fit(double effect) {
        return DetectorLearner.named("gradient-boosting")
                .fit(new Lesson(FEATURES, runs(1, 6, effect), runs(11, 3, effect)));
    }

    private static double average(Detector detector, List<Watched> runs) {
        return PrecisionRecall.of(
                        runs,
                        runs.stream().map(run -> detector.scores(run.series())).toList())
                .average();
    }

    @Test
    void findsWhatShowsAndNothingElse() {
        assertThat(average(fit(3), runs(21, 6, 3))).isGreaterThan(0.8);
        assertThat(average(fit(0), runs(21, 6, 0))).isLessThan(0.2);
    }

    @Test
    void isTheSameAfterItWasSavedAndEachTime(@TempDir Path folder) {
        Detector detector = fit(3);
        detector.save(folder.resolve("boosted.detector"));
        Series run = runs(31, 1, 3).getFirst().series();
        assertThat(Detector.load(folder.resolve("boosted.detector")).scores(run))
                .containsExactly(detector.scores(run));
        assertThat(fit(3).scores(run)).containsExactly(detector.scores(run));
    }
}
