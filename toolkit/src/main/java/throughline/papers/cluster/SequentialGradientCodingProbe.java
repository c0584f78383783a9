package throughline.papers.cluster;

import static throughline.papers.cluster.SequentialGradientCodingTables.WORKERS;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import throughline.cluster.stragglers.DelayTrace;
import throughline.cluster.stragglers.SlowChain;
import throughline.cluster.stragglers.Waiting;
import throughline.parallel.coding.Coded;
import throughline.parallel.coding.Multiplexed;
import throughline.parallel.coding.Scheme;
import throughline.parallel.coding.SelectiveRepeat;
import throughline.random.Streams;

/// Delays of uncoded rounds, by which to choose a scheme's parameters before coding: its runtime is that on these
/// delays, each longer by what the scheme's load costs.
///
/// ```java
/// var probe = SequentialGradientCodingProbe.drawn(SlowChain.lambda(), 100, 2.2, 1);
/// Scheme best = probe.best(SequentialGradientCodingProbe.multiplexed(48), 80);
/// ```
///
/// @param delays at no load
/// @param slope  α, seconds by which every delay is longer for all of the data
public record SequentialGradientCodingProbe(DelayTrace delays, double slope) {
    /// A probe of 256 ranks that a chain makes slow.
    public static SequentialGradientCodingProbe drawn(SlowChain chain, int rounds, double slope, long seed) {
        return new SequentialGradientCodingProbe(
                DelayTrace.drawn(chain, WORKERS, rounds, new Streams(seed).below("SGC, probe")), slope);
    }

    /// A run on these delays of a scheme that does the work of a load.
    SequentialGradientCodingRun run(Scheme scheme, double load, int jobs, Waiting waiting) {
        return SequentialGradientCodingRun.of(scheme, jobs, delays.plus(slope * load), waiting);
    }

    /// Seconds that so many jobs take under a scheme, as the paper's master waits.
    public double seconds(Scheme scheme, int jobs) {
        return seconds(scheme, scheme.load().doubleValue(), jobs);
    }

    double seconds(Scheme scheme, double load, int jobs) {
        return run(scheme, load, jobs, SequentialGradientCodingRun.AS_PUBLISHED).seconds();
    }

    /// The scheme that is fastest here; the first of those that are.
    ///
    /// @param schemes that need no more rounds than there are
    public Scheme best(List<? extends Scheme> schemes, int jobs) {
        return best(schemes, scheme -> seconds(scheme, jobs));
    }

    /// The best s where s stragglers are one too many, as in the authors' code.
    int bestAsRun(int most, int jobs) {
        List<Integer> tried = IntStream.rangeClosed(1, most).boxed().toList();
        return best(tried, s -> seconds(new Coded(WORKERS, s - 1), (s + 1.0) / WORKERS, jobs));
    }

    private static <T> T best(List<? extends T> choices, Function<T, Double> seconds) {
        T best = null;
        double least = Double.POSITIVE_INFINITY;
        for (T choice : choices) {
            double now = seconds.apply(choice);
            if (now < least) {
                least = now;
                best = choice;
            }
        }
        return best;
    }

    /// The schemes of selective repetition with B to 4, W to 5 and λ from 1, as the authors search them.
    public static List<SelectiveRepeat> selective(int mostLambda) {
        List<SelectiveRepeat> schemes = new ArrayList<>();
        for (int burst = 1; burst <= 4; burst++) {
            for (int window = burst + 1; window <= 5; window += burst) {
                for (int lambda = 1; lambda <= mostLambda; lambda++) {
                    schemes.add(new SelectiveRepeat(WORKERS, burst, window, lambda));
                }
            }
        }
        return schemes;
    }

    /// The schemes of multiplexing that take at most four mini-tasks a job, with λ from 1, as the authors search them.
    public static List<Multiplexed> multiplexed(int mostLambda) {
        List<Multiplexed> schemes = new ArrayList<>();
        for (int burst = 1; burst <= 2; burst++) {
            for (int window = burst + 1; window - 1 + burst <= 4; window++) {
                for (int lambda = 1; lambda <= mostLambda; lambda++) {
                    schemes.add(new Multiplexed(WORKERS, burst, window, lambda));
                }
            }
        }
        return schemes;
    }
}
