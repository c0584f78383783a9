package throughline.cluster.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import throughline.cluster.Effect;
import throughline.cluster.faults.FaultTrace.Entry;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// A model of faults fitted to a trace: [FaultRates] that go on where the trace ends.
///
/// ```java
/// var trace = FaultTrace.infiniteHbd(path, 400);
/// var fit = FaultFit.of(trace.between(0, 174), 8, Cancel.NEVER, Progress.NONE);
/// fit.rates().faults(2048, 8, new Streams(1));
/// ```
///
/// Rates and effects are the trace's by category. Repairs are log-normal with the trace's median and mean, of a
/// category of its own where it has ten or more of them; a repair that the trace's end cuts off counts as ended there.
/// Repeat offenders are found by maximum likelihood, the environment by simulated moments (McFadden, 1989), so that
/// counts in windows cluster as the trace's do.
///
/// @param rates      fitted
/// @param cutOff     repairs that the end of the trace cut off
/// @param likelihood by how much repeat offenders raise the logarithm of the trace's likelihood,
///                over nodes that are all
///                   alike and repairs that mend, nat
/// @param moments    of the trace, and what the model has instead
public record FaultFit(FaultRates rates, int cutOff, double likelihood, List<Moment> moments) {
    private static final int OWN_REPAIR = 10;
    private static final int SEEN = 20;
    private static final double SHORTEST_REPAIR = 1e-3;

    /// How much faults cluster in windows; see [FaultTrace#clustering].
    ///
    /// @param days  of a window
    /// @param trace its clustering
    /// @param model mean over simulated traces of that length
    public record Moment(double days, double trace, double model) {}

    public FaultFit {
        moments = List.copyOf(moments);
    }

    /// Fits.
    ///
    /// @param trace  with 20 faults or more
    /// @param cancel once requested, the environment is as good as it is by then
    /// @throws BadInput when the trace has too few faults
    public static FaultFit of(FaultTrace trace, int gpusPerNode, Cancel cancel, Progress progress) {
        if (trace.entries().size() < SEEN) {
            throw new BadInput(
                    "a trace of [%d] faults is too short to fit; it must have %d or more",
                    trace.entries().size(), SEEN);
        }
        OffendersFit offenders = OffendersFit.of(trace);
        FaultRates steady = new FaultRates(
                "fitted to %d faults".formatted(trace.entries().size()),
                categories(trace, gpusPerNode),
                offenders.offenders(),
                Environment.STEADY,
                "fitted to a trace of %s days".formatted(trace.days()));
        EnvironmentFit environment = EnvironmentFit.of(trace, steady, gpusPerNode, cancel, progress);
        int cutOff = (int) trace.entries().stream()
                .filter(entry -> entry.day() + entry.away() > trace.days())
                .count();
        return new FaultFit(environment.rates(), cutOff, offenders.gain(), environment.moments());
    }

    private static List<Category> categories(FaultTrace trace, int gpusPerNode) {
        Map<String, List<Entry>> byName = new TreeMap<>();
        for (Entry entry : trace.entries()) {
            byName.computeIfAbsent(entry.type().category(), key -> new ArrayList<>())
                    .add(entry);
        }
        LogNormal pooled = repair(trace, trace.entries());
        return byName.entrySet().stream()
                .map(named -> category(trace, named.getKey(), named.getValue(), gpusPerNode, pooled))
                .toList();
    }

    private static Category category(
            FaultTrace trace, String name, List<Entry> entries, int gpusPerNode, LogNormal pooled) {
        Scope scope = entries.getFirst().type().scope();
        Map<Effect, Double> effects = new HashMap<>();
        entries.forEach(entry -> effects.merge(entry.type().effect(), 1.0, Double::sum));
        return new Category(
                name,
                scope,
                entries.size() / (trace.nodes() * trace.days() * scope.units(gpusPerNode)),
                1,
                effects,
                harm(trace),
                Optional.of(entries.size() < OWN_REPAIR ? pooled : repair(trace, entries)),
                "%d faults of a trace".formatted(entries.size()));
    }

    private static LogNormal repair(FaultTrace trace, List<Entry> entries) {
        double[] away = entries.stream()
                .mapToDouble(entry -> Math.min(entry.away(), trace.days() - entry.day()))
                .sorted()
                .toArray();
        double median = Math.max(away[away.length / 2], SHORTEST_REPAIR);
        double mean = Arrays.stream(away).average().orElseThrow();
        return new LogNormal(median, Math.max(mean, median));
    }

    /// Between the mildest and the worst of the trace.
    private static Category.Harm harm(FaultTrace trace) {
        return new Category.Harm(
                severities(trace, Effect.SLOW, new Range(1.05, 3)),
                severities(trace, Effect.DEGRADED_LINK, new Range(0.1, 0.9)),
                new Range(1.0 / 86_400, 30.0 / 86_400));
    }

    private static Range severities(FaultTrace trace, Effect effect, Range otherwise) {
        List<Double> found = trace.entries().stream()
                .filter(entry -> entry.type().effect() == effect)
                .map(entry -> entry.type().severity())
                .sorted(Comparator.naturalOrder())
                .toList();
        return found.isEmpty() ? otherwise : new Range(found.getFirst(), found.getLast());
    }
}
