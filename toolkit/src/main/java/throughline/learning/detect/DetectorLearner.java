package throughline.learning.detect;

import java.io.DataInput;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Fits detectors, by name. Those of other modules are found by [ServiceLoader], as forecasters are.
public interface DetectorLearner {
    /// The name it is asked for by, in lower case with hyphens, such as `gradient-boosting`.
    String name();

    /// A detector that has learnt its lesson.
    ///
    /// @param cancel   polled often; a cancelled fit gives the best detector so far
    /// @param progress told often
    /// @throws BadInput if nothing, or everything, is wrong in the training runs
    Detector fit(Lesson lesson, Cancel cancel, Progress progress);

    /// A detector that has learnt its lesson, or was interrupted.
    default Detector fit(Lesson lesson) {
        return fit(lesson, Cancel.onInterrupt(), Progress.NONE);
    }

    /// What [Detector#write] wrote.
    ///
    /// @param features of that detector
    Detector read(Features features, DataInput in) throws IOException;

    /// The learner of this name.
    ///
    /// @throws BadInput if no module on the class path provides it
    static DetectorLearner named(String name) {
        return all().filter(learner -> learner.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "no detector learner [%s] on the class path; there are %s (gradient-boosting comes with the"
                                + " module smile)",
                        name, String.join(", ", names())));
    }

    /// The names that [#named(String)] knows here, sorted.
    static List<String> names() {
        return all().map(DetectorLearner::name).sorted().toList();
    }

    private static Stream<DetectorLearner> all() {
        return Stream.concat(
                Stream.of(new DeviationLearner(), new LogisticLearner(), new PerceptronLearner()),
                ServiceLoader.load(DetectorLearner.class, DetectorLearner.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get));
    }
}
