package throughline.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import throughline.hardware.Cost;
import throughline.hardware.Matmul;
import throughline.spec.BadInput;
import throughline.training.Planner.Option;
import throughline.training.Planner.Reason;
import throughline.training.Shared.Bytes;
import throughline.training.Shared.Times;
import throughline.training.Shared.Weights;

/// A search through all plans that split layers, sequences and experts in one way.
final class PlanSearch {
    /// How layers, sequences and experts are split.
    record Split(int tensor, int context, ContextExchange exchange, int expert) {}

    private record Micro(int size, boolean sequenceParallel, Recompute recompute, double offload) {}

    private final Planner planner;
    private final Split split;
    private final Function<Matmul, Cost> products;
    private final Found found;
    private final Map<Micro, Bytes> bytes = new HashMap<>();
    private final Map<Micro, Times> times = new HashMap<>();
    private final List<Recompute> recomputes;
    private final List<Boolean> norms;
    private final double room;

    /// @param products times of matrix products, which other splits have too
    PlanSearch(Planner planner, Split split, Function<Matmul, Cost> products, Found found) {
        this.products = products;
        this.planner = planner;
        this.split = split;
        this.found = found;
        room = planner.room();
        norms = Space.norms(split.tensor);
        recomputes = planner.space().recomputes();
    }

    static List<Split> splits(Planner planner) {
        List<Split> all = new ArrayList<>();
        int node = planner.cluster().perNode();
        for (int tensor : divisors(planner.model().heads())) {
            if (node % tensor != 0 && tensor % node != 0) {
                continue;
            }
            for (int context : planner.space().contexts()) {
                List<ContextExchange> exchanges = context == 1
                        ? List.of(ContextExchange.RING)
                        : planner.space().exchanges();
                for (ContextExchange exchange : exchanges) {
                    for (int expert : planner.space().experts()) {
                        all.add(new Split(tensor, context, exchange, expert));
                    }
                }
            }
        }
        return all;
    }

    static List<Integer> divisors(int of) {
        return IntStream.rangeClosed(1, of).filter(i -> of % i == 0).boxed().toList();
    }

    private Plan plan(int stages, int replicas, int pieces, int shards, Micro micro) {
        Space space = planner.space();
        return new Plan(
                split.tensor,
                stages,
                replicas,
                split.context,
                split.exchange,
                split.expert,
                pieces,
                planner.batch(),
                micro.size,
                micro.sequenceParallel,
                micro.recompute,
                shards,
                micro.offload,
                space.fused(),
                space.overlap(),
                false,
                Gradients.SINGLE,
                space.scatter());
    }

    void run() {
        boolean divides = divides();
        for (int stages : divisors(planner.model().layers())) {
            List<Integer> pieces =
                    stages == 1 ? List.of(1) : divisors(planner.model().layers() / stages);
            for (int replicas : divisors(planner.batch())) {
                long ways = (long) pieces.size() * ways(replicas);
                if ((long) split.tensor * split.context * stages * replicas > planner.devices()) {
                    found.reject(Reason.DEVICES, ways);
                } else if (!divides || replicas % split.expert != 0) {
                    found.reject(Reason.DIVISION, ways);
                } else {
                    look(stages, replicas, pieces);
                }
            }
        }
    }

    private long ways(int replicas) {
        return (long) divisors(planner.batch() / replicas).size()
                * Space.shardings(replicas * split.context)
                * recomputes.size()
                * norms.size()
                * planner.space().offloads().size();
    }

    /// Whether the split divides the model: a plan with one stage and as many replicas as experts need would be
    /// allowed.
    private boolean divides() {
        Plan smallest = plan(1, split.expert, 1, 0, new Micro(1, false, Recompute.NONE, 0))
                .with("batch", String.valueOf(split.expert));
        try {
            smallest.check(planner.model(), planner.cluster());
            return true;
        } catch (BadInput e) {
            return false;
        }
    }

    private void look(int stages, int replicas, List<Integer> pieces) {
        for (int shards = 0; shards < Space.shardings(replicas * split.context); shards++) {
            Micro any = new Micro(1, false, Recompute.NONE, 0);
            Weights weights = Weights.of(planner.model(), plan(stages, replicas, 1, shards, any), planner.cluster());
            for (int size : divisors(planner.batch() / replicas)) {
                for (boolean normed : norms) {
                    for (Recompute recompute : recomputes) {
                        for (double offload : planner.space().offloads()) {
                            look(
                                    stages,
                                    replicas,
                                    pieces,
                                    shards,
                                    weights,
                                    new Micro(size, normed, recompute, offload));
                        }
                    }
                }
            }
        }
    }

    private void look(int stages, int replicas, List<Integer> pieces, int shards, Weights weights, Micro micro) {
        int microBatches = planner.batch() / replicas / micro.size;
        int layersInAll = planner.model().layers();
        int devices = split.tensor * split.context * stages * replicas;
        Bytes held = bytes.computeIfAbsent(micro, key -> Bytes.of(planner.model(), plan(1, 1, 1, 0, key)));
        Times taken = null;
        boolean overlap = planner.space().overlap();
        for (int piece : pieces) {
            if (piece > 1 && microBatches % stages != 0) {
                found.reject(Reason.DIVISION, 1);
                continue;
            }
            found.look();
            double needed = Shared.bytes(held, weights, layersInAll, stages, piece, microBatches, micro.offload);
            if (needed > room) {
                found.reject(Reason.MEMORY, 1);
                continue;
            }
            if (taken == null) {
                taken = times.computeIfAbsent(
                        micro, key -> Times.of(planner.model(), plan(1, 1, 1, 0, key), planner.cluster(), products));
            }
            boolean near = devices <= planner.cluster().perNode();
            double seconds = Shared.seconds(taken, weights, layersInAll, stages, piece, microBatches, near, overlap);
            if (found.counts(seconds, needed, devices)) {
                found.offer(new Option(plan(stages, replicas, piece, shards, micro), seconds, needed));
            }
        }
    }
}
