package throughline.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import throughline.hardware.Cluster;
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
public record Planner(Transformer model, Cluster cluster, int devices, int batch) {
    /// Kept of the memory for what no plan accounts for: the driver, buffers of the libraries, fragmentation.
    private static final double RESERVED = 0.06;

    private static final int DRAWS = 10_000;

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
    public record Option(Plan plan, double seconds, double bytes) {
        private boolean isNoBetterThan(Option other) {
            return other.seconds <= seconds && other.bytes <= bytes && other.plan.devices() <= plan.devices();
        }
    }

    /// An option and how probable it is that it is the best one.
    public record Likely(Option option, double probability) {}

    /// What a search has found.
    ///
    /// @param plans    how many were looked at
    /// @param options  those within a tenth of the fastest, the fastest first, and the front
    /// @param front    options that no other one beats or equals in time, memory and devices at once, the fastest
    ///                 first
    /// @param rejected plans that cannot be had, by reason
    public record Search(long plans, List<Option> options, List<Option> front, Map<Reason, Long> rejected) {
        /// The fastest.
        ///
        /// @throws BadInput when nothing fits
        public Option best() {
            if (options.isEmpty()) {
                throw new BadInput("none of %d plans fits: %s", plans, rejected);
            }
            return options.getFirst();
        }

        /// The options that may be the best when every time may be off by as much, whatever the others are.
        ///
        /// @param error standard deviation of the logarithm of a time over the true one, such as 0.03
        /// @param least probability that counts
        public List<Likely> likely(double error, double least, long seed) {
            Stream stream = new Streams(seed).named("errors");
            int[] wins = new int[options.size()];
            for (int draw = 0; draw < DRAWS; draw++) {
                int first = 0;
                double shortest = Double.POSITIVE_INFINITY;
                for (int i = 0; i < options.size(); i++) {
                    double seconds = options.get(i).seconds * Math.exp(error * stream.normal());
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

    /// Bytes that a plan may take on a device.
    public double room() {
        return (1 - RESERVED) * cluster.device().knownMemory();
    }

    /// Why a plan cannot be had, by which limit and how much; empty when it can.
    public Optional<String> whyNot(Plan plan) {
        try {
            plan.check(model, cluster);
        } catch (BadInput e) {
            return Optional.of(e.getMessage());
        }
        if (plan.devices() > devices) {
            return Optional.of("takes %d devices; there are %d".formatted(plan.devices(), devices));
        }
        double bytes = Memory.of(model, plan).value();
        return bytes <= room()
                ? Optional.empty()
                : Optional.of("takes %.1f GiB on a device of the first stage; %s leaves %.1f"
                        .formatted(bytes / 0x1p30, cluster.device().name(), room() / 0x1p30));
    }

    /// Looks at every plan.
    ///
    /// @param progress in splits of a layer and lengths of the pipeline
    /// @return what it has found; when cancelled, in the part it has looked at
    public Search search(Cancel cancel, Progress progress) {
        List<int[]> shapes = new ArrayList<>();
        for (int tensor : divisors(cluster.perNode())) {
            for (int pipeline : divisors(model.layers())) {
                shapes.add(new int[] {tensor, pipeline});
            }
        }
        Map<Shared, StepTime.Parts> shared = new ConcurrentHashMap<>();
        AtomicLong done = new AtomicLong();
        List<Supplier<Found>> tasks = new ArrayList<>();
        for (int[] shape : shapes) {
            tasks.add(() -> {
                Found found = new Found();
                if (!cancel.requested()) {
                    look(shape[0], shape[1], shared, found);
                }
                progress.report(done.incrementAndGet(), shapes.size());
                return found;
            });
        }
        Found all = new Found();
        Workers.all(tasks).forEach(all::add);
        return all.search();
    }

    private static List<Integer> divisors(int of) {
        return IntStream.rangeClosed(1, of).filter(i -> of % i == 0).boxed().toList();
    }

    /// What has been found so far.
    private static final class Found {
        private final List<Option> options = new ArrayList<>();
        private final List<Option> front = new ArrayList<>();
        private final Map<Reason, Long> rejected = new EnumMap<>(Reason.class);
        private long plans;
        private double fastest = Double.POSITIVE_INFINITY;

        void reject(Reason reason, long howMany) {
            plans += howMany;
            rejected.merge(reason, howMany, Long::sum);
        }

        void offer(Option option) {
            if (option.seconds < fastest) {
                fastest = option.seconds;
            }
            if (option.seconds <= 1.1 * fastest) {
                options.add(option);
            }
            for (Option other : front) {
                if (option.isNoBetterThan(other)) {
                    return;
                }
            }
            front.removeIf(other -> other.isNoBetterThan(option));
            front.add(option);
        }

        void add(Found other) {
            plans += other.plans;
            other.rejected.forEach((reason, howMany) -> rejected.merge(reason, howMany, Long::sum));
            options.addAll(other.options);
            fastest = Math.min(fastest, other.fastest);
            for (Option option : other.front) {
                if (front.stream().noneMatch(option::isNoBetterThan)) {
                    front.removeIf(old -> old.isNoBetterThan(option));
                    front.add(option);
                }
            }
        }

        Search search() {
            Comparator<Option> byTime = Comparator.comparingDouble(Option::seconds)
                    .thenComparingDouble(Option::bytes)
                    .thenComparingInt(option -> option.plan.devices());
            return new Search(
                    plans,
                    options.stream()
                            .filter(option -> option.seconds <= 1.1 * fastest)
                            .sorted(byTime)
                            .toList(),
                    front.stream().sorted(byTime).toList(),
                    Map.copyOf(rejected));
        }
    }

    /// What plans share: see [StepTime.Parts].
    private record Shared(int tensor, int microBatch, boolean split, Recompute recompute) {}

    /// Looks at all plans of one split of layers and one length of the pipeline.
    private void look(int tensor, int pipeline, Map<Shared, StepTime.Parts> parts, Found found) {
        List<Integer> pieces = divisors(model.layers() / pipeline);
        for (int data : divisors(batch)) {
            List<Integer> microBatches = divisors(batch / data);
            long ways = (long) pieces.size()
                    * microBatches.size()
                    * Recompute.values().length
                    * (tensor == 1 ? 1 : 2)
                    * (data == 1 ? 1 : 4);
            if ((long) tensor * pipeline * data > devices) {
                found.reject(Reason.DEVICES, ways);
            } else if (model.heads() % tensor != 0 || model.inner() % tensor != 0) {
                found.reject(Reason.DIVISION, ways);
            } else {
                for (int microBatch : microBatches) {
                    look(Plan.of(tensor, pipeline, data, batch), microBatch, pieces, parts, found);
                }
            }
        }
    }

    private void look(
            Plan shape, int microBatch, List<Integer> pieces, Map<Shared, StepTime.Parts> parts, Found found) {
        int t = shape.tensor();
        int inFlight = batch / shape.data() / microBatch;
        for (int shards = 0; shards <= (shape.data() == 1 ? 0 : 3); shards++) {
            StepTime.After after = null;
            for (Recompute recompute : Recompute.values()) {
                for (boolean split : t == 1 ? new boolean[] {false} : new boolean[] {false, true}) {
                    for (int piece : pieces) {
                        if (piece > 1 && inFlight % shape.pipeline() != 0) {
                            found.reject(Reason.DIVISION, 1);
                            continue;
                        }
                        Plan plan = new Plan(
                                t,
                                shape.pipeline(),
                                shape.data(),
                                1,
                                ContextParallel.RING,
                                1,
                                piece,
                                batch,
                                microBatch,
                                split,
                                recompute,
                                shards,
                                0,
                                false,
                                false,
                                true);
                        double bytes = Memory.bytes(model, plan);
                        if (bytes > room()) {
                            found.reject(Reason.MEMORY, 1);
                            continue;
                        }
                        if (after == null) {
                            after = StepTime.After.of(model, plan, cluster);
                        }
                        StepTime.Parts own = parts.computeIfAbsent(
                                new Shared(t, microBatch, split, recompute),
                                key -> StepTime.Parts.of(model, plan, cluster));
                        found.plans++;
                        found.offer(new Option(plan, own.seconds(model, plan, cluster, after), bytes));
                    }
                }
            }
        }
    }
}
