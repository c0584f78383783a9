package throughline.cluster.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import throughline.cluster.fabric.Fabric;
import throughline.cluster.fabric.FabricRates;
import throughline.cluster.fabric.LinkHealth;
import throughline.cluster.fabric.Routes;
import throughline.random.Stream;
import throughline.random.Streams;

/// What the ranks of a job log, with at most one thing wrong with it, so that a detector can be tried by itself. Delays
/// of messages follow from the rates of a [Fabric] with one rail; the rest is noise.
///
/// ```java
/// Rehearsal job = new Rehearsal(RehearsalSpec.QUIET, new Streams(1));
/// job.inject(new Anomaly.SlowSender(7, 3));
/// List<Window> windows = job.windows(6);
/// ```
public final class Rehearsal {
    private static final int GROUP = 32;
    private static final int QUEUE_PAIRS = 4;
    private static final double SECOND = 1e9;
    private static final Fabric CARDS = Fabric.named("fabric-32-below-a-leaf");

    private final RehearsalSpec spec;
    private final Fabric fabric;
    private final List<int[]> rings;
    private final Routes routes;
    private final Stream delays;
    private final Stream compute;
    private final Stream bursts;
    private final Map<Pair, Integer> burstLeft = new HashMap<>();
    private Map<Pair, Double> healthy;
    private Optional<Anomaly> anomaly = Optional.empty();
    private int window;
    private long sequence;
    private boolean hung;
    private List<Operation> open = List.of();

    private record Pair(int src, int dst) {}

    /// A healthy job.
    public Rehearsal(RehearsalSpec spec, Streams streams) {
        this.spec = spec;
        fabric = new Fabric(
                spec.ranks(), 1, CARDS.ports(), GROUP, GROUP, CARDS.portGbps(), CARDS.uplinkGbps(), CARDS.cardGbps());
        rings = rings(streams.named("rings"));
        routes = Routes.establish(
                fabric, rings, spec.routing(), QUEUE_PAIRS, new LinkHealth(fabric), streams.named("hashes"));
        delays = streams.named("delays");
        compute = streams.named("compute");
        bursts = streams.named("bursts");
        healthy = means(new LinkHealth(fabric));
    }

    private List<int[]> rings(Stream stream) {
        List<int[]> all = new ArrayList<>();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, spec.ranks()).boxed().toList());
        for (int channel = 0; channel < spec.channels(); channel++) {
            all.add(order.stream().mapToInt(i -> i).toArray());
            stream.shuffle(order);
        }
        return all;
    }

    /// All ranks, in the order of the first ring.
    public Communicator communicator() {
        return new Communicator(0, IntStream.range(0, spec.ranks()).boxed().toList());
    }

    /// From the next window on, this is wrong.
    public void inject(Anomaly what) {
        anomaly = Optional.of(what);
        LinkHealth health = new LinkHealth(fabric);
        if (what instanceof Anomaly.SlowSender(int rank, double factor)) {
            health.set(fabric.card(rank, 0), 1 / factor);
        }
        if (what instanceof Anomaly.SlowReceiver(int rank, double factor)) {
            for (int port = 0; port < fabric.ports(); port++) {
                double now = fabric.cardGbps() / fabric.ports() / fabric.portGbps();
                health.set(fabric.receives(rank, 0, port), Math.min(1, now) / factor);
            }
        }
        healthy = means(health);
        if (what instanceof Anomaly.SlowLink(int src, int dst, double factor)) {
            healthy.computeIfPresent(new Pair(src, dst), (_, delay) -> delay * factor);
        }
    }

    /// A pair of ranks that exchange messages, for a link to make slow.
    ///
    /// @param edge 0 to ranks - 1, along the last ring
    /// @return sender and receiver
    public int[] pair(int edge) {
        int[] ring = rings.getLast();
        return new int[] {ring[edge], ring[(edge + 1) % ring.length]};
    }

    /// Mean delays of messages by pair, us.
    private Map<Pair, Double> means(LinkHealth health) {
        FabricRates rates = routes.rates(health);
        Map<Pair, Double> means = new LinkedHashMap<>();
        for (int channel = 0; channel < rings.size(); channel++) {
            int[] ring = rings.get(channel);
            double[] edges = rates.jobs().get(channel).edges()[0];
            for (int edge = 0; edge < edges.length; edge++) {
                Pair pair = new Pair(ring[edge], ring[(edge + 1) % ring.length]);
                means.merge(pair, spec.bytes() * 8 / (edges[edge] * 1e3), (a, b) -> (a + b) / 2);
            }
        }
        return means;
    }

    /// The next windows.
    public List<Window> windows(int count) {
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            windows.add(next());
        }
        return windows;
    }

    private Window next() {
        long from = Math.round(window * spec.window() * SECOND);
        long to = Math.round(++window * spec.window() * SECOND);
        List<Operation> operations = hung ? open : operations(from, to);
        return new Window(from, to, operations, hung ? List.of() : transports());
    }

    private List<Operation> operations(long from, long to) {
        List<Operation> all = new ArrayList<>();
        double step = (to - from) / (double) spec.operations();
        for (int i = 0; i < spec.operations() && !hung; i++) {
            all.addAll(operation(from + i * step, step / 2));
        }
        return all;
    }

    /// Everybody computes, about half of the time of a step, and then waits for the last.
    private List<Operation> operation(double start, double busy) {
        double[] launch = new double[spec.ranks()];
        double last = 0;
        for (int rank = 0; rank < launch.length; rank++) {
            double slower = anomaly.orElse(null) instanceof Anomaly.SlowCompute(int slow, double factor) && slow == rank
                    ? factor
                    : 1;
            launch[rank] = start + busy * slower * Math.max(0, 1 + spec.noise() * compute.normal());
            last = Math.max(last, launch[rank]);
        }
        List<Operation> parts = new ArrayList<>();
        int stopped = anomaly.orElse(null) instanceof Anomaly.Stopped(int rank) ? rank : -1;
        hung = stopped >= 0 || anomaly.orElse(null) instanceof Anomaly.Cut;
        for (int rank = 0; rank < launch.length; rank++) {
            if (rank != stopped) {
                long end = hung ? Operation.NEVER : Math.round(last);
                double wait = (last - launch[rank]) * 1e-3;
                parts.add(new Operation(0, sequence, rank, Math.round(launch[rank]), wait, end));
            }
        }
        open = hung ? parts : List.of();
        sequence++;
        return parts;
    }

    private List<Transport> transports() {
        double log = StrictMath.log(1 + spec.jitter() * spec.jitter() / spec.messages());
        double spread = Math.sqrt(log);
        List<Transport> all = new ArrayList<>();
        healthy.forEach((pair, mean) -> {
            double noise = StrictMath.exp(spread * delays.normal() - log / 2);
            double delay = mean * noise * (inBurst(pair) ? spec.burst() : 1);
            all.add(new Transport(pair.src, pair.dst, spec.messages(), spec.messages() * spec.bytes(), delay));
        });
        return all;
    }

    /// Bursts begin at random and last for some windows, geometrically many.
    private boolean inBurst(Pair pair) {
        if (spec.bursts() == 0) {
            return false;
        }
        int left = burstLeft.getOrDefault(pair, 0);
        if (left == 0 && bursts.uniform() < spec.bursts() * spec.window() / 3600) {
            left = (int) Math.ceil(bursts.exponential(spec.lasting()));
        }
        burstLeft.put(pair, Math.max(0, left - 1));
        return left > 0;
    }
}
