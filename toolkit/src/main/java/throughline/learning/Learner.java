package throughline.learning;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Stream;
import throughline.spec.BadInput;

/// A kind of forecaster, by name. Those of other modules are found by [ServiceLoader]: so a learner under another
/// licence, or with natives of its own, is there when its jar is on the class path, and nothing here knows it.
public interface Learner {
    /// The name it is asked for by, in lower case with hyphens, such as `ridge-ar`.
    String name();

    /// A forecaster with its defaults.
    Forecaster create();

    /// The forecaster of this name with its defaults.
    ///
    /// @throws BadInput if no module on the class path provides it
    static Forecaster named(String name) {
        return named(name, Map.of());
    }

    /// The forecaster of this name with these options; those not given have their defaults.
    ///
    /// @throws BadInput if no module on the class path provides it, or an option is unknown or out of its range
    static Forecaster named(String name, Map<String, String> options) {
        Forecaster forecaster = all().filter(learner -> learner.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "no learner [%s] on the class path; there are %s (ridge-ar, random-forest and gradient-boosting come with the module smile)",
                        name, String.join(", ", names())))
                .create();
        options.forEach(forecaster.settings()::set);
        return forecaster;
    }

    /// The names that [#named(String)] knows here, sorted.
    static List<String> names() {
        return all().map(Learner::name).sorted().toList();
    }

    /// A learner that makes a forecaster anew each time.
    static Learner of(Supplier<? extends Forecaster> maker) {
        String name = maker.get().kind();
        return new Learner() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Forecaster create() {
                return maker.get();
            }
        };
    }

    /// Others are looked up where the toolkit was loaded: a notebook's cells have a context class loader of their own.
    private static Stream<Learner> all() {
        Stream<Learner> here = Stream.of(
                Learner.of(LastValue::new),
                Learner.of(Drift::new),
                Learner.of(MovingAverage::new),
                Learner.of(SeasonalNaive::new),
                Learner.of(Conformal::new),
                Learner.of(DLinear::new),
                Learner.of(Lstm::new),
                Learner.of(Gru::new),
                Learner.of(Tcn::new),
                Learner.of(PatchTransformer::new),
                Learner.of(TemporalFusion::new));
        return Stream.concat(
                here,
                ServiceLoader.load(Learner.class, Learner.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get));
    }
}
