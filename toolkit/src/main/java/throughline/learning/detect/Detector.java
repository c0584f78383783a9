package throughline.learning.detect;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import throughline.learning.Series;
import throughline.spec.BadInput;

/// Says of each instant of a run how likely it is that something is wrong then.
///
/// ```java
/// double[] scores = detector.scores(run);
/// detector.save(Path.of("job.detector"));
/// Detector same = Detector.load(Path.of("job.detector"));
/// ```
public interface Detector {
    /// What [DetectorLearner#named(String)] knows it by.
    String kind();

    /// What it looks at.
    Features features();

    /// A score for one window, from 0 (all is well) to 1.
    ///
    /// @param window as [Features#of] gives it
    double score(double[] window);

    /// A score for each step of a run, in which nothing of later steps has a part.
    ///
    /// @throws BadInput when the run lacks a column
    default double[] scores(Series run) {
        double[][] windows = features().of(run);
        double[] scores = new double[windows.length];
        for (int step = 0; step < scores.length; step++) {
            scores[step] = score(windows[step]);
        }
        return scores;
    }

    /// Writes what was learnt, without the features.
    void write(DataOutput out) throws IOException;

    /// Saves this as one file, whole or not at all.
    default void save(Path file) {
        DetectorFile.save(this, file);
    }

    /// A detector as it was saved, to the bit.
    ///
    /// @throws BadInput if the file is missing, damaged, or of a kind that no module on the class path provides
    static Detector load(Path file) {
        return DetectorFile.load(file);
    }
}
