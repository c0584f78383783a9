package throughline.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import throughline.hardware.Cluster;
import throughline.hardware.Cost;
import throughline.hardware.Matmul;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Workers;

/// Every plan for a model on a cluster: which fit, how long their steps take, and which of them nobody can tell from
/// the best.
///
/// ```java
/// var planner = new Planner(Transformer.gpt("GPT-3", 96, 12288, 96), Cluster.named("selene"), 512, 1536);
/// var search = planner.search(Cancel.onInterrupt(), progress("Planning"));
/// show(search.best(), search.rejected());
/// planner.whyNot(Plan.of(8, 1, 64, 1536));
/// ```
///
/// @param model   to be trained
/// @param cluster to train it on
/// @param devices that there are; plans may take fewer
/// @param batch   sequences of a step
/// @param space   of the plans it chooses from
public record Planner(Transformer model, Cluster cluster, int devices, int batch, Space space) {
    /// Kept of the memory for what no plan accounts for: the driver, buffers of the libraries, fragmentation.
    private static final double RESERVED = 0.06;

    private static final int DRAWS = 10_000;
    /// Two options a quarter apart are then three standard deviations of their difference apart.
    private static final double LARGEST_ERROR = 0.05;

    /// Why a plan cannot be had.
    public enum Reason {
        /// Something does not divide something.
        DIVISION,
        /// It takes more devices than there are.
        DEVICES,
        /// It takes more memory than a device has.
        MEMORY
    }

    /// A plan that fits.
    ///
    /// @param seconds of a step
    /// @param bytes   of memory on a device of the first stage
    public record Option(Plan plan, double seconds, double bytes) {}

    /// An option and how probable it is that it is the best one.
    public record Likely(Option option, double probability) {}

    /// What a search has found.
    ///
    /// @param plans    how many there are
    /// @param looked   at how many of them, one by one: their memory was found, and their time where they fit; the
    ///                 others take too many devices, or divide nothing
    /// @param options  those at most a quarter slower than the fastest, the fastest first
    /// @param front    options that no other one beats or equals in time, memory and devices at once, the fastest
    ///                 first
    /// @param rejected plans that cannot be had, by reason
    public record Search(
            long plans, long looked, List<Option> options, List<Option> front, Map<Reason, Long> rejected) {
        /// The fastest.
        ///
        /// @throws BadInput when nothing fits
        public Option best() {
            if (options.isEmpty()) {
                throw new BadInput("none of %d plans fits: %s", plans, rejected);
            }
            return options.getFirst();
        }

        /// The front, a row an option: the parts of its plan, `devices`, `memory [GiB]` and `step [s]`.
        public Table table() {
            return OptionTable.of(front);
        }

        /// The options that may be the best as a table like [#table], with the `probability` that each is.
        ///
        /// @param error as in [#likely]
        /// @param least as there
        public Table likelyTable(double error, double least, long seed) {
            List<Likely> likely = likely(error, least, seed);
            DoubleColumn probability = DoubleColumn.create("probability");
            likely.forEach(one -> probability.append(one.probability));
            return OptionTable.of(likely.stream().map(Likely::option).toList()).addColumns(probability);
        }

        /// The options that may be the best when every time may be off by as much, whatever the others are.
        ///
        /// @param error standard deviation of the logarithm of a time over the true one, such as 0.03; from 0
        ///              to 0.05, as options farther from the fastest than errors reach are not kept
        /// @param least probability that counts, from 0 to 1
        /// @throws BadInput when one of them is out of its range
        public List<Likely> likely(double error, double least, long seed) {
            if (!(error >= 0 && error <= LARGEST_ERROR) || !(least >= 0 && least <= 1)) {
                throw new BadInput(
                        "likely: error [%s] must be from 0 to %s and least [%s] from 0 to 1",
                        error, LARGEST_ERROR, least);
            }
            Stream stream = new Streams(seed).named("errors");
            double[] logarithms = options.stream()
                    .mapToDouble(option -> Math.log(option.seconds))
                    .toArray();
            int[] wins = new int[options.size()];
            for (int draw = 0; draw < DRAWS && wins.length > 0; draw++) {
                int first = 0;
                double shortest = Double.POSITIVE_INFINITY;
                for (int i = 0; i < logarithms.length; i++) {
                    double seconds = logarithms[i] + error * stream.normal();
                    if (seconds < shortest) {
                        shortest = seconds;
                        first = i;
                    }
                }
                wins[first]++;
            }
            return IntStream.range(0, wins.length)
                    .mapToObj(i -> new Likely(options.get(i), (double) wins[i] / DRAWS))
                    .filter(likely -> likely.probability >= least)
                    .sorted(Comparator.comparingDouble(likely -> -likely.probability))
                    .toList();
        }
    }

    public Planner {
        if (devices < 1 || batch < 1) {
            throw new BadInput("planner: devices [%d] and batch [%d] must be at least 1", devices, batch);
        }
    }

    /// Chooses from all plans that [Space#of] has.
    public Planner(Transformer model, Cluster cluster, int devices, int batch) {
        this(model, cluster, devices, batch, Space.of(model, cluster));
    }

    /// Bytes that a plan may take on a device.
    public double room() {
        return (1 - RESERVED) * cluster.device().knownMemory();
    }

    /// Why a plan cannot be had, by which limit and how much; empty when it can.
    public Optional<String> whyNot(Plan plan) {
        if (plan.batch() != batch) {
            return Optional.of("has a batch of %d; the planner's is %d".formatted(plan.batch(), batch));
        }
        try {
            plan.check(model, cluster);
        } catch (BadInput e) {
            return Optional.of(e.getMessage());
        }
        if (plan.devices() > devices) {
            return Optional.of("takes %d devices; there are %d".formatted(plan.devices(), devices));
        }
        double bytes = Memory.of(model, plan).value();
        if (bytes > room()) {
            return Optional.of("takes %.1f GiB on a device; %s leaves %.1f"
                    .formatted(bytes / 0x1p30, cluster.device().name(), room() / 0x1p30));
        }
        return space.holds(plan)
                ? Optional.empty()
                : Optional.of("fits, but the search does not look at plans like it: %s".formatted(space));
    }

    /// What a run with an option takes, beside time: see [Budget#of].
    ///
    /// @param tokens of the whole run
    /// @param price  of a device for an hour
    public Budget budget(Option option, double tokens, double price) {
        return Budget.of(model, option.plan, cluster, tokens, price);
    }

    /// Looks at every plan.
    ///
    /// @param progress in ways to split layers, sequences and experts
    /// @return what it has found; when cancelled, in the part it has looked at
    public Search search(Cancel cancel, Progress progress) {
        List<PlanSearch.Split> splits = PlanSearch.splits(this);
        Map<Matmul, Cost> products = new ConcurrentHashMap<>();
        AtomicLong done = new AtomicLong();
        List<Supplier<Found>> tasks = new ArrayList<>();
        for (PlanSearch.Split split : splits) {
            tasks.add(() -> {
                Found found = new Found();
                if (!cancel.requested()) {
                    new PlanSearch(
                                    this,
                                    split,
                                    product -> products.computeIfAbsent(product, cluster.device()::cost),
                                    found)
                            .run();
                }
                progress.report(done.incrementAndGet(), splits.size());
                return found;
            });
        }
        Found all = new Found();
        Workers.all(tasks).forEach(all::add);
        return all.search();
    }
}
