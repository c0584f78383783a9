package throughline.workshop.queues;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import throughline.fab.Batching;
import throughline.fab.Dispatch;
import throughline.fab.Fab;
import throughline.fab.Order;
import throughline.fab.Product;
import throughline.fab.Release;
import throughline.fab.Route;
import throughline.fab.Setups;
import throughline.fab.Station;
import throughline.fab.SteadyState;
import throughline.fab.Step;
import throughline.fab.Tool;
import throughline.random.Distribution;

/// A line of machines in series with constant work in progress (CONWIP): a lot comes in when one goes out.
///
/// @param hours mean process time of each machine; at least one
/// @param random whether process times are exponential; otherwise they are constant
public record Line(List<Double> hours, boolean random) {
    public Line {
        hours = List.copyOf(hours);
        if (hours.isEmpty() || hours.stream().anyMatch(h -> !(h > 0))) {
            throw new IllegalArgumentException("a line needs process times above 0, not %s".formatted(hours));
        }
    }

    /// A line with exponential process times.
    public static Line of(double... hours) {
        return new Line(Arrays.stream(hours).boxed().toList(), true);
    }

    /// This line with constant process times.
    public Line constant() {
        return new Line(hours, false);
    }

    /// Lots an hour that the slowest machine can do.
    public double bottleneckRate() {
        return 1 / hours.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /// Hours a lot takes that meets nobody.
    public double rawHours() {
        return hours.stream().mapToDouble(Double::doubleValue).sum();
    }

    /// Lots with which a line without variability reaches its bottleneck's rate in its raw process time (Hopp and
    /// Spearman, Factory Physics, chapter 7).
    public double criticalWip() {
        return bottleneckRate() * rawHours();
    }

    /// Lots an hour with so many lots in progress. Exponential: by mean value analysis (Reiser and Lavenberg, 1980),
    /// which is exact. Constant: the best case of Factory Physics, min(wip / raw hours, bottleneck rate).
    ///
    /// @param wip 0 or more
    public double rate(int wip) {
        if (!random) {
            return Math.min(wip / rawHours(), bottleneckRate());
        }
        double[] queue = new double[hours.size()];
        double rate = 0;
        for (int lots = 1; lots <= wip; lots++) {
            double[] before = queue.clone();
            double[] stay = IntStream.range(0, queue.length)
                    .mapToDouble(i -> hours.get(i) * (1 + before[i]))
                    .toArray();
            rate = lots / Arrays.stream(stay).sum();
            for (int i = 0; i < queue.length; i++) {
                queue[i] = rate * stay[i];
            }
        }
        return rate;
    }

    /// The line on paper, with so many lots in progress.
    ///
    /// @param wip 1 or more
    public Fab fab(int wip) {
        List<Step> steps = IntStream.range(0, hours.size())
                .mapToObj(i -> new Step(
                        "step " + (i + 1), "machine " + (i + 1), minutes(i), Step.Per.BATCH, Batching.SINGLE, ""))
                .toList();
        List<Station> stations = steps.stream()
                .map(step ->
                        new Station(step.station(), List.of(new Tool(step.station(), List.of())), 0, 0, Dispatch.FIFO))
                .toList();
        Product product = new Product("lot", 1, new Route("line", steps));
        Order order = new Order("lot", product, 0, Double.POSITIVE_INFINITY);
        return new Fab("line", stations, List.of(product), Setups.NONE, new Release.Conwip(wip, List.of(order)));
    }

    private Distribution minutes(int machine) {
        double mean = 60 * hours.get(machine);
        return random ? new Distribution.Exponential(mean) : new Distribution.Constant(mean);
    }

    /// Simulates it.
    ///
    /// @param wip  1 or more
    /// @param days that count, after a tenth as many that do not
    public SteadyState run(int wip, long seed, double days) {
        return Bench.run(fab(wip), seed, days);
    }
}
