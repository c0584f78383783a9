package throughline.cluster.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import throughline.cluster.Fault;
import throughline.cluster.FaultProcess;
import throughline.hardware.Profile;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// Faults at rates by category. Each GPU, card and node has a clock for each category, and the job has one for its
/// program; on top of these there are repeat offenders, and times at which everything breaks.
///
/// ```java
/// var faults = FaultRates.named("faults-llama-3").scaled(2).faults(2048, 8, new Streams(1));
/// Fault first = faults.next();
/// ```
///
/// Each node draws from streams named after it, so that what breaks in a node does not depend on how many others there
/// are. The stationary rates are those of the categories whatever the laws are, but for one thing: what fails again
/// does so after a repair, so at first there are few repeats.
///
/// @param name        what the rates are of
/// @param categories  at least one, with names that differ
/// @param offenders   of nodes
/// @param environment of all clocks but the job's
/// @param source      of all of it
public record FaultRates(
        String name, List<Category> categories, Offenders offenders, Environment environment, String source)
        implements FaultProcess {
    /// @throws BadInput when there is no category, or two have the same name
    public FaultRates {
        categories = List.copyOf(categories);
        if (categories.isEmpty()
                || categories.stream().map(Category::name).distinct().count() < categories.size()) {
            throw new BadInput("faults of %s need categories with names that differ", name);
        }
    }

    /// The rates that come with the toolkit under a name, such as `faults-llama-3`.
    ///
    /// @throws BadInput when there are none
    public static FaultRates named(String name) {
        return of(Profile.named(name));
    }

    /// Rates out of a YAML file of the user's, of kind `faults`.
    ///
    /// @throws BadInput naming file, line and key of what is wrong
    public static FaultRates read(Path path) {
        return of(Profile.read(path));
    }

    /// Rates of a profile of kind `faults`.
    ///
    /// @throws BadInput naming file, line and key of what is wrong
    public static FaultRates of(Profile profile) {
        return FaultProfile.rates(profile);
    }

    /// These, so many times as high.
    ///
    /// @param factor positive
    public FaultRates scaled(double factor) {
        return new FaultRates(
                name,
                categories.stream().map(category -> category.times(factor)).toList(),
                offenders,
                environment,
                source);
    }

    /// These, with hardware that breaks so many times as often; what strikes the job alone stays as it is.
    ///
    /// @param factor positive
    public FaultRates scaledHardware(double factor) {
        return new FaultRates(
                name,
                categories.stream()
                        .map(category -> category.scope() == Scope.JOB ? category : category.times(factor))
                        .toList(),
                offenders,
                environment,
                source);
    }

    /// These, with other repeat offenders.
    public FaultRates with(Offenders other) {
        return new FaultRates(name, categories, other, environment, source);
    }

    /// These, in another environment.
    public FaultRates with(Environment other) {
        return new FaultRates(name, categories, offenders, other, source);
    }

    /// The expected number of faults a day.
    ///
    /// @param nodes       0 or more; 0 leaves those of the job
    /// @param gpusPerNode 1 or more
    public double perDay(int nodes, int gpusPerNode) {
        return categories.stream()
                .mapToDouble(category ->
                        category.scope() == Scope.JOB ? category.perDay() : nodes * category.perNodeDay(gpusPerNode))
                .sum();
    }

    /// The expected number of faults in a time.
    ///
    /// @param days positive
    public double expected(int nodes, int gpusPerNode, double days) {
        return days * perDay(nodes, gpusPerNode);
    }

    @Override
    public Iterator<Fault> faults(int nodes, int gpusPerNode, Streams streams) {
        return new Superposition(this, nodes, gpusPerNode, streams.below("faults"));
    }

    /// The faults of a time, in order.
    ///
    /// @param days positive
    public List<Fault> within(double days, int nodes, int gpusPerNode, Streams streams) {
        long end = Category.nanos(days);
        List<Fault> within = new ArrayList<>();
        Iterator<Fault> all = faults(nodes, gpusPerNode, streams);
        while (all.hasNext()) {
            Fault fault = all.next();
            if (fault.start() >= end) {
                break;
            }
            within.add(fault);
        }
        return within;
    }
}
