package throughline.learning.surface;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Fits surfaces, by name. Those of other modules are found by [ServiceLoader], as forecasters are.
public interface SurfaceLearner {
    /// The name it is asked for by, in lower case with hyphens, such as `gaussian-process`.
    String name();

    /// A surface through what was seen.
    ///
    /// @param cancel   polled often; a cancelled fit gives the best surface so far
    /// @param progress told often
    /// @throws BadInput if there are too few runs
    ResponseSurface fit(Observations seen, Cancel cancel, Progress progress);

    /// A surface through what was seen, fitted until done or interrupted.
    default ResponseSurface fit(Observations seen) {
        return fit(seen, Cancel.onInterrupt(), Progress.NONE);
    }

    /// The learner of this name.
    ///
    /// @throws BadInput if no module on the class path provides it
    static SurfaceLearner named(String name) {
        return all().filter(learner -> learner.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "no surface learner [%s] on the class path; there are %s (gaussian-process comes with the"
                                + " module smile)",
                        name, String.join(", ", names())));
    }

    /// The names that [#named(String)] knows here, sorted.
    static List<String> names() {
        return all().map(SurfaceLearner::name).sorted().toList();
    }

    private static Stream<SurfaceLearner> all() {
        return Stream.concat(
                Stream.of(new Quadratic()),
                ServiceLoader.load(SurfaceLearner.class, SurfaceLearner.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get));
    }
}
