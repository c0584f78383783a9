package throughline.learning;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import throughline.spec.BadInput;

/// Provides a forecaster that lives in another module, found by [ServiceLoader]. So a learner under another licence,
/// or with natives of its own, is there when its jar is on the class path, and nothing here knows it.
public interface Learner {
    /// The name it is asked for by, in lower case with hyphens, such as `ridge-ar`.
    String name();

    /// A forecaster with these options; those not given have their defaults.
    ///
    /// @throws BadInput if an option is unknown or its value is out of range
    Forecaster create(Map<String, String> options);

    /// The forecaster of this name with its defaults.
    ///
    /// @throws BadInput if no module on the class path provides it
    static Forecaster named(String name) {
        return named(name, Map.of());
    }

    /// The forecaster of this name with these options.
    ///
    /// @throws BadInput if no module on the class path provides it, or an option is not allowed
    static Forecaster named(String name, Map<String, String> options) {
        return providers()
                .filter(learner -> learner.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "no learner [%s] on the class path; there is %s (ridge-ar comes with the module smile)",
                        name, names().isEmpty() ? "none" : String.join(", ", names())))
                .create(options);
    }

    /// The names that [#named(String)] knows here, sorted.
    static List<String> names() {
        return providers().map(Learner::name).sorted().toList();
    }

    /// Looked up where the toolkit was loaded: a notebook's cells have a context class loader of their own.
    private static Stream<Learner> providers() {
        return ServiceLoader.load(Learner.class, Learner.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get);
    }
}
