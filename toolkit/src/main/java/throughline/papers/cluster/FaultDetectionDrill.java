package throughline.papers.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import throughline.cluster.Effect;
import throughline.cluster.Fault;
import throughline.cluster.FaultProcess;
import throughline.random.Stream;
import throughline.random.Streams;

/// Faults to learn from: one of each kind a run, in an order, at times, in places and of severities drawn by lot, and
/// short flaps of cards, which nobody should be called for. They are balanced, and milder than those of profiles; how
/// often they come is nobody's rate.
///
/// @param days length of the run
/// @param harm of the faults
record FaultDetectionDrill(double days, FaultDetectionHarm harm) implements FaultProcess {
    /// Seconds at the start of a run in which nothing happens, so that it can be seen what is usual.
    private static final double QUIET = 3600;
    /// Seconds at the end of a fault's share of the run that are left to recover.
    private static final double RECOVERY = 5000;
    private static final int FLAPS = 2;

    /// What a fault is called.
    enum Kind {
        /// A process stops, and all others wait.
        HANG,
        /// A GPU is too hot, and slow.
        HOT,
        /// A GPU is slow, and no hotter.
        SLOW,
        /// A card or cable carries less.
        LINK;

        /// As in tables.
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The kind of a fault by what its label says; null for those that are none of these.
        static Kind of(String effect, String category) {
            return switch (effect) {
                case "hang" -> HANG;
                case "slow" -> category.contains("thermal") ? HOT : SLOW;
                case "degraded_link" -> LINK;
                default -> null;
            };
        }
    }

    @Override
    public Iterator<Fault> faults(int nodes, int gpusPerNode, Streams streams) {
        Stream lots = streams.named("drill");
        double slot = (86_400 * days - QUIET) / Kind.values().length;
        List<Kind> order = new ArrayList<>(List.of(Kind.values()));
        lots.shuffle(order);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            double from = QUIET + slot * i + lots.uniform(0, Math.max(60, slot - RECOVERY));
            faults.add(one(order.get(i), from, lots.below(nodes), lots.below(gpusPerNode), lots));
        }
        for (int i = 0; i < FLAPS; i++) {
            double from = lots.uniform(QUIET, 86_400 * days);
            faults.add(new Fault(
                    nanos(from),
                    "nic",
                    lots.below(nodes),
                    lots.below(gpusPerNode),
                    Effect.FLAP,
                    0,
                    nanos(lots.uniform(1, 15))));
        }
        faults.sort(Comparator.comparingLong(Fault::start));
        return faults.iterator();
    }

    private Fault one(Kind kind, double from, int node, int unit, Stream lots) {
        long lasts = nanos(lots.uniform(1200, 2400));
        double slower = lots.uniform(harm.slowLeast(), harm.slowMost());
        double left = lots.uniform(harm.leftLeast(), harm.leftMost());
        return switch (kind) {
            case HANG ->
                new Fault(
                        nanos(from),
                        lots.below(2) == 0 ? "gpu-system-processor" : "nccl-timeout",
                        node,
                        unit,
                        Effect.HANG,
                        0,
                        0);
            case HOT -> new Fault(nanos(from), "gpu-thermal", node, unit, Effect.SLOW, slower, lasts);
            case SLOW -> new Fault(nanos(from), "gpu", node, unit, Effect.SLOW, slower, lasts);
            case LINK -> new Fault(nanos(from), "network", node, unit, Effect.DEGRADED_LINK, left, lasts);
        };
    }

    private static long nanos(double seconds) {
        return Math.round(1e9 * seconds);
    }
}
