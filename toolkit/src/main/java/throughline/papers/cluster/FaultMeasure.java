package throughline.papers.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import throughline.cluster.faults.FaultTrace;
import throughline.data.Sample;

/// A number that is taken of a trace of faults, and its value in either half of InfiniteHBD's, counted in their file.
///
/// @param name   of the number
/// @param unit   empty for a pure number
/// @param first  of days 0 to 174
/// @param second of days 174 to 348
/// @param of     how it is taken
record FaultMeasure(String name, String unit, double first, double second, ToDoubleFunction<FaultTrace> of) {
    static final String COUNT = "faults";
    private static final double WINDOW = 29;

    static final List<FaultMeasure> ALL = List.of(
            new FaultMeasure(COUNT, "", 312, 271, trace -> trace.entries().size()),
            new FaultMeasure("variance of daily counts over their mean", "", 4.713, 1.952, FaultMeasure::dispersion),
            new FaultMeasure(
                    "standard deviation of counts in windows of 29 days",
                    "",
                    35.43,
                    15.42,
                    trace -> deviation(
                            Arrays.stream(trace.counts(WINDOW)).asDoubleStream().toArray())),
            new FaultMeasure("coefficient of variation of gaps between faults", "", 2.185, 1.292, FaultMeasure::gaps),
            new FaultMeasure("gaps of a node that are within 1 day", "", 0.320, 0.250, trace -> trace.repeats(1)),
            new FaultMeasure("gaps of a node that are within 7 days", "", 0.582, 0.457, trace -> trace.repeats(7)),
            new FaultMeasure("share of the time that nodes are in repair", "", 0.0292, 0.0169, FaultTrace::unavailable),
            new FaultMeasure("nodes that fail at all", "", 159, 131, FaultMeasure::failing),
            new FaultMeasure("share of faults that are GPUs'", "", 0.1891, 0.3653, trace -> share(trace, "gpu")),
            new FaultMeasure("share of faults that are unknown", "", 0.3622, 0.1144, trace -> share(trace, "unknown")),
            new FaultMeasure("median repair", "h", 32.57, 16.93, FaultMeasure::medianRepair));

    String firstHalf() {
        return name + ", days 0-174";
    }

    String secondHalf() {
        return name + ", days 174-348";
    }

    private static double dispersion(FaultTrace trace) {
        double[] counts = Arrays.stream(trace.counts(1)).asDoubleStream().toArray();
        double deviation = deviation(counts);
        return deviation * deviation / Arrays.stream(counts).average().orElseThrow();
    }

    private static double gaps(FaultTrace trace) {
        return deviation(trace.gaps()) / Arrays.stream(trace.gaps()).average().orElseThrow();
    }

    private static double failing(FaultTrace trace) {
        return trace.entries().stream()
                .mapToInt(FaultTrace.Entry::node)
                .distinct()
                .count();
    }

    private static double share(FaultTrace trace, String category) {
        long ours = trace.entries().stream()
                .filter(entry -> entry.type().category().equals(category))
                .count();
        return (double) ours / trace.entries().size();
    }

    private static double medianRepair(FaultTrace trace) {
        double[] away =
                trace.entries().stream().mapToDouble(FaultTrace.Entry::away).toArray();
        return 24 * new Sample(away).quantile(0.5);
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }
}
