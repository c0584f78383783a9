package throughline.training.sequences;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import throughline.spec.BadInput;

/// Groups of different sizes, chosen anew for each micro-batch: long sequences on wide groups, short ones on narrow
/// groups whose exchanges stay inside a node (Wang et al. 2024, arXiv 2412.01523).
///
/// The batch is sorted and cut into micro-batches of like lengths; for each, [GroupSolver] divides the devices. Several
/// numbers of micro-batches are tried. Devices of a group that has no sequence stay idle; the authors forbid such
/// groups, which can only lengthen a step.
///
/// ```java
/// Costs costs = Ulysses.Profile.GPT_7B.costs(196_608, 64);
/// Assignment a = new FlexSp(costs, 64).assign(Lengths.wikipedia().batch(512, 196_608, stream));
/// show(a.seconds(), a.table(), a.timeline());
/// ```
///
/// @param costs   of a group
/// @param devices to divide
/// @param least   degree, a power of two; the authors take 2
/// @param buckets different lengths to plan with, to which lengths are rounded up; 0 for the lengths themselves, the
///                authors take 16
public record FlexSp(Costs costs, int devices, int least, int buckets) implements Policy {
    /// Numbers of micro-batches tried beyond the least.
    private static final int TRIED = 4;

    /// By how much the local search may shorten what was found before it.
    private static final double SLACK = 1.02;

    public FlexSp {
        if (buckets < 0) {
            throw new BadInput("buckets [%d] must be 0 or more", buckets);
        }
    }

    /// With groups of 2 and more, and exact lengths.
    public FlexSp(Costs costs, int devices) {
        this(costs, devices, 2, 0);
    }

    private record Planned(int[] ends, List<Sharing> sharings, double seconds) {}

    @Override
    public Assignment assign(int[] batch) {
        Lengths.check(batch);
        int[] places = Booking.longestFirst(batch);
        int[] lengths = new int[places.length];
        for (int k = 0; k < places.length; k++) {
            lengths[k] = batch[places[k]];
        }
        int[] planned = buckets == 0 ? lengths : Buckets.round(lengths, buckets);
        DegreeSets sets = DegreeSets.of(devices, least);
        GroupTasks tasks = GroupTasks.of(costs, planned, sets.degrees());
        if (tasks.least()[0] == sets.degrees().length) {
            throw new BadInput("a sequence of [%d] tokens does not fit on %d devices", planned[0], devices);
        }
        return booked(batch, places, best(sets, tasks));
    }

    private Planned best(DegreeSets sets, GroupTasks tasks) {
        int n = tasks.lengths().length;
        long tokens = 0;
        for (int length : tasks.lengths()) {
            tokens += length;
        }
        int fewest = (int) Math.ceilDiv(tokens, (long) costs.capacity() * devices);
        Planned best = null;
        for (int parts = Math.max(1, fewest); parts <= n && (best == null || parts <= fewest + TRIED); parts++) {
            double limit = best == null ? Double.POSITIVE_INFINITY : best.seconds;
            Optional<Planned> next = plan(sets, tasks, parts, limit);
            best = next.orElse(best);
        }
        if (best == null) {
            throw new BadInput("the sequences do not fit on [%d] devices, one in a micro-batch", devices);
        }
        return best;
    }

    /// Plans with a number of micro-batches; empty when that does not beat the limit.
    private Optional<Planned> plan(DegreeSets sets, GroupTasks tasks, int parts, double limit) {
        int[] ends = MicroBatches.cut(tasks.lengths(), parts);
        List<GroupSolver> solvers = new ArrayList<>();
        double seconds = 0;
        for (int part = 0; part < parts; part++) {
            solvers.add(new GroupSolver(sets, tasks.part(part == 0 ? 0 : ends[part - 1], ends[part])));
            seconds += solvers.getLast().bound();
        }
        List<Sharing> sharings = new ArrayList<>();
        for (GroupSolver solver : solvers) {
            // What the others take at least is not left for this one, with a little for its local search to win back.
            double left = limit - (seconds - solver.bound());
            Optional<Sharing> sharing = left <= solver.bound() ? Optional.empty() : solver.solve(SLACK * left);
            if (sharing.isEmpty()) {
                return Optional.empty();
            }
            sharings.add(sharing.get());
            seconds += sharing.get().seconds() - solver.bound();
        }
        return seconds < limit ? Optional.of(new Planned(ends, sharings, seconds)) : Optional.empty();
    }

    private Assignment booked(int[] batch, int[] places, Planned planned) {
        Booking booking = new Booking(batch, devices);
        int from = 0;
        for (int part = 0; part < planned.ends.length; part++) {
            Sharing sharing = planned.sharings.get(part);
            int first = 0;
            // Wide groups first, so that narrow ones do not push them across the bounds of nodes.
            for (int group = sharing.degrees().length - 1; group >= 0; group--) {
                int degree = sharing.degrees()[group];
                List<Integer> held = new ArrayList<>();
                for (int k = from; k < planned.ends[part]; k++) {
                    if (sharing.groupOf()[k - from] == group) {
                        held.add(places[k]);
                    }
                }
                if (!held.isEmpty()) {
                    held.sort(Integer::compare);
                    double seconds = costs.seconds(Packing.lengths(batch, held), degree);
                    double sent = held.stream()
                            .mapToDouble(place -> costs.bytes(batch[place], degree))
                            .sum();
                    booking.book(Booking.row(first, degree), held, costs.capacity(), seconds, sent);
                }
                first += degree;
            }
            booking.barrier();
            from = planned.ends[part];
        }
        return booking.assignment(buckets == 0 ? "FlexSP" : "FlexSP, %d buckets".formatted(buckets));
    }
}
