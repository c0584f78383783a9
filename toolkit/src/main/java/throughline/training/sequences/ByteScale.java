package throughline.training.sequences;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import throughline.spec.BadInput;

/// Hybrid data parallelism: one pool of devices, in which a long sequence gets a ring of as many as it needs and short
/// ones are packed on single devices, which send nothing (Ge et al. 2025, arXiv 2502.21231). The paper's formulas are
/// not known; these follow its description.
///
/// With offload, a long sequence computes long enough to copy activations to the host, and so needs fewer devices; it
/// gets the fewest with which it is done within an even share of the step. With balance, packs take equally long, and
/// the longest micro-batches go first, each to the devices that are free first. The gradients' reduction, the same for
/// every policy, is left out.
///
/// @param costs   of rings
/// @param devices how many; with stages, pipelines
/// @param offload whether long sequences are copied to the host
/// @param balance whether micro-batches go where there is least work; else they are dealt out as they come
/// @param stages  of the pipeline that each device stands for; 1 for none. With more, the fill and drain of a pipeline
///                take `stages - 1` of its longest micro-batches, and balance gives a pipeline micro-batches alike
public record ByteScale(Ring costs, int devices, boolean offload, boolean balance, int stages) implements Policy {
    /// Bytes of activations a token and layer, over the width of the model: those of a layer with FlashAttention
    /// (Korthikanti et al. 2022).
    private static final double ACTIVATIONS = 34;

    private record MicroBatch(List<Integer> places, int degree, double room, double seconds, double sent) {}

    public ByteScale {
        if (devices < 1 || stages < 1) {
            throw new BadInput("devices [%d] and stages [%d] must be 1 or more", devices, stages);
        }
    }

    /// Everything the paper has, without a pipeline.
    public ByteScale(Ring costs, int devices) {
        this(costs, devices, true, true, 1);
    }

    /// Share of a sequence's activations that can be copied to the host while its layers compute, from 0 to 1. Nothing
    /// for what fits on one device.
    public double offloaded(int length) {
        if (!offload || length <= costs.capacity()) {
            return 0;
        }
        Compute compute = costs.compute();
        double forward = Compute.FORWARD * compute.attention(length) + compute.others(length) / 3;
        double bytes = ACTIVATIONS * compute.width() * compute.layers() * length;
        return Math.min(1, forward * costs.fabric().host() / bytes);
    }

    /// Tokens of a sequence for which a device has memory; two layers always stay.
    public double room(int length) {
        double layers = costs.compute().layers();
        return costs.capacity() / (1 - offloaded(length) * Math.max(0, 1 - 2 / layers));
    }

    /// Devices that a sequence gets: as many as hold it, or fewer with offload.
    ///
    /// @param share seconds that no device is to exceed where that can be helped
    public int degree(int length, double share) {
        int most = Math.ceilDiv(length, costs.capacity());
        for (int degree = (int) Math.ceil(length / room(length)); degree < most; degree++) {
            if (costs.launch() + costs.seconds(length, degree) <= share) {
                return degree;
            }
        }
        return most;
    }

    /// Device seconds of a batch without offload, over the devices.
    private double share(int[] batch) {
        double work = 0;
        for (int length : batch) {
            int degree = Math.ceilDiv(length, costs.capacity());
            work += degree * costs.seconds(length, degree);
        }
        return work / devices;
    }

    @Override
    public Assignment assign(int[] batch) {
        Lengths.check(batch);
        Booking booking = new Booking(batch, devices);
        List<MicroBatch> all = microBatches(batch);
        if (balance) {
            all.sort(Comparator.comparing((MicroBatch each) -> each.degree > 1)
                    .thenComparingDouble(MicroBatch::seconds)
                    .reversed());
        }
        double share =
                all.stream().mapToDouble(each -> each.degree * each.seconds).sum() / devices;
        double[] longest = new double[devices];
        int next = 0;
        for (MicroBatch each : all) {
            List<Integer> chosen;
            if (!balance) {
                chosen = cyclic(next, each.degree);
                next = (next + each.degree) % devices;
            } else if (stages > 1 && each.degree == 1) {
                next = booking.free(next) + each.seconds / 2 <= share
                        ? next
                        : leastLoaded(booking, 1).getFirst();
                chosen = List.of(next);
            } else {
                chosen = leastLoaded(booking, each.degree);
            }
            booking.book(chosen, each.places, each.room, each.seconds, each.sent);
            chosen.forEach(device -> longest[device] = Math.max(longest[device], each.seconds));
        }
        for (int device = 0; device < devices; device++) {
            booking.wait(device, (stages - 1) * longest[device]);
        }
        return booking.assignment(name());
    }

    private String name() {
        return "ByteScale" + (offload ? "" : ", no offload") + (balance ? "" : ", no balance");
    }

    private List<MicroBatch> microBatches(int[] batch) {
        double share = share(batch);
        List<MicroBatch> all = new ArrayList<>();
        List<Integer> small = new ArrayList<>();
        int[] places = balance
                ? Booking.longestFirst(batch)
                : IntStream.range(0, batch.length).toArray();
        for (int place : places) {
            int degree = degree(batch[place], share);
            if (degree > devices) {
                throw new BadInput(
                        "a sequence of [%d] tokens needs %d devices; there are %d", batch[place], degree, devices);
            }
            if (batch[place] <= costs.capacity()) {
                small.add(place);
            } else {
                all.add(microBatch(batch, List.of(place), degree, room(batch[place])));
            }
        }
        int[] shorts = small.stream().mapToInt(Integer::intValue).toArray();
        List<List<Integer>> packs =
                balance ? evenPacks(batch, shorts) : Packing.bestFit(batch, shorts, costs.capacity());
        packs.forEach(pack -> all.add(microBatch(batch, pack, 1, costs.capacity())));
        return all;
    }

    /// Packs that take equally long: as many for each device as memory asks for, each sequence to the shortest pack
    /// that has room, or else to a new one.
    private List<List<Integer>> evenPacks(int[] batch, int[] longestFirst) {
        long tokens = 0;
        for (int place : longestFirst) {
            tokens += batch[place];
        }
        record Pack(double seconds, long room, List<Integer> places, int number) {}
        Comparator<Pack> shortest = Comparator.comparingDouble(Pack::seconds).thenComparingInt(Pack::number);
        List<Pack> packs = new ArrayList<>();
        long rounds = Math.max(1, Math.ceilDiv(tokens, (long) devices * costs.capacity()));
        PriorityQueue<Pack> open = new PriorityQueue<>(shortest);
        for (int i = 0; i < rounds * devices; i++) {
            open.add(new Pack(0, costs.capacity(), new ArrayList<>(), i));
        }
        for (int place : longestFirst) {
            List<Pack> full = new ArrayList<>();
            while (!open.isEmpty() && open.peek().room < batch[place]) {
                full.add(open.poll());
            }
            int number = (int) (rounds * devices) + packs.size();
            Pack pack = open.isEmpty() ? new Pack(0, costs.capacity(), new ArrayList<>(), number) : open.poll();
            if (pack.places.isEmpty()) {
                packs.add(pack);
            }
            pack.places.add(place);
            double seconds = pack.seconds + costs.seconds(batch[place], 1);
            open.add(new Pack(seconds, pack.room - batch[place], pack.places, pack.number));
            open.addAll(full);
        }
        return packs.stream().map(Pack::places).toList();
    }

    private MicroBatch microBatch(int[] batch, List<Integer> places, int degree, double room) {
        double seconds = costs.seconds(Packing.lengths(batch, places), degree);
        double sent = places.stream()
                .mapToDouble(place -> costs.bytes(batch[place], degree))
                .sum();
        return new MicroBatch(places, degree, room, seconds, sent);
    }

    private List<Integer> cyclic(int first, int degree) {
        return IntStream.range(first, first + degree)
                .map(device -> device % devices)
                .sorted()
                .boxed()
                .toList();
    }

    /// The devices that are free first; those of one node where that is large enough.
    private List<Integer> leastLoaded(Booking booking, int degree) {
        Comparator<Integer> first =
                Comparator.<Integer>comparingDouble(booking::free).thenComparing(device -> device);
        int node = costs.fabric().node();
        if (degree > node || devices < node) {
            return firstOf(IntStream.range(0, devices), first, degree);
        }
        List<Integer> best = null;
        double start = Double.POSITIVE_INFINITY;
        for (int from = 0; from + node <= devices; from += node) {
            List<Integer> some = firstOf(IntStream.range(from, from + node), first, degree);
            double free = some.stream().mapToDouble(booking::free).max().orElse(0);
            if (free < start) {
                start = free;
                best = some;
            }
        }
        return best;
    }

    private static List<Integer> firstOf(IntStream devices, Comparator<Integer> order, int count) {
        return devices.boxed().sorted(order).limit(count).sorted().toList();
    }
}
