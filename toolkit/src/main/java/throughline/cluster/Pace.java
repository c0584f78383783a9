package throughline.cluster;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import throughline.cluster.ClusterSpec.Straggling;
import throughline.random.Stream;
import throughline.random.Streams;

/// Draws how long ranks compute in a step. A replica is as fast as its slowest rank, because all of them wait for each
/// other in every layer and from stage to stage; and the step is as fast as the slowest replica.
///
/// By rank, each rank's time is drawn. Otherwise the slowest healthy rank of each replica is drawn from the law of the
/// largest of so many, which gives a step the same law for a hundredth of the draws.
final class Pace {
    private static final double DAY = 86_400;
    /// The hottest hour, as a share of the day.
    private static final double NOON = 14.0 / 24;

    private final Ranks ranks;
    private final double noise;
    private final Set<Straggling> stragglers;
    private final Behaviour behaviour;
    private final double[] own;
    private final double[] replicas;
    private final int[] slowest;
    private final Stream computing;
    private final Stream lengths;
    private final Stream pauses;
    private final Stream crossing;
    private final double congestion;
    private double[] factors = {};

    /// @param each whether each rank's time is drawn
    Pace(ClusterSpec spec, Ranks ranks, boolean each, Behaviour behaviour, Streams streams) {
        this.ranks = ranks;
        this.behaviour = behaviour;
        noise = spec.noise();
        stragglers = spec.stragglers();
        own = new double[each ? ranks.count() : 0];
        replicas = new double[ranks.data()];
        slowest = new int[ranks.data()];
        computing = streams.named("computing");
        lengths = streams.named("lengths");
        pauses = streams.named("pauses");
        crossing = streams.named("crossing");
        congestion = spec.congestion();
    }

    /// Sets what is slow from now on.
    void slow(Collection<Strike> strikes) {
        boolean any = strikes.stream().anyMatch(strike -> strike.fault().effect() == Effect.SLOW);
        factors = any ? new double[ranks.count()] : new double[0];
        Arrays.fill(factors, 1);
        for (Strike strike : strikes) {
            if (strike.fault().effect() == Effect.SLOW) {
                int first = strike.position() * ranks.perNode();
                int unit = strike.fault().unit();
                for (int g = 0; g < ranks.perNode(); g++) {
                    if (unit == Fault.WHOLE || unit == g) {
                        factors[first + g] *= strike.fault().severity();
                    }
                }
            }
        }
    }

    private double factor(int rank) {
        return factors.length == 0 ? 1 : factors[rank];
    }

    /// Draws a step that begins at that time.
    ///
    /// @param seconds since the start
    /// @param work    seconds that a rank computes in a step in which all goes as planned
    void draw(double seconds, double work) {
        double heat = stragglers.contains(Straggling.THROTTLING) ? heat(seconds) : 1;
        for (int replica = 0; replica < replicas.length; replica++) {
            double length = stragglers.contains(Straggling.IMBALANCE)
                    ? Math.max(0.5, 1 + behaviour.imbalance() * lengths.normal())
                    : 1;
            if (own.length > 0) {
                drawEach(replica, heat * length);
            } else {
                drawSlowest(replica, heat * length);
            }
        }
        if (stragglers.contains(Straggling.PAUSES)) {
            pause(work);
        }
    }

    /// How many times as long work takes at that time of the day.
    private double heat(double seconds) {
        double angle = 2 * Math.PI * (seconds / DAY - NOON);
        return 1 + behaviour.swing() * Math.max(0, StrictMath.cos(angle));
    }

    private void drawEach(int replica, double common) {
        replicas[replica] = 0;
        for (int i = 0; i < ranks.aReplica(); i++) {
            int rank = ranks.ofReplica(replica, i);
            double time = common * factor(rank) * positive(1 + noise * computing.normal());
            own[rank] = time;
            keep(replica, rank, time);
        }
    }

    private void drawSlowest(int replica, double common) {
        replicas[replica] = 0;
        int healthy = ranks.aReplica();
        if (factors.length > 0) {
            for (int i = 0; i < ranks.aReplica(); i++) {
                int rank = ranks.ofReplica(replica, i);
                if (factors[rank] != 1) {
                    healthy--;
                    keep(replica, rank, common * factors[rank] * positive(1 + noise * computing.normal()));
                }
            }
        }
        if (healthy > 0) {
            double time = common * positive(1 + noise * computing.largestNormal(healthy));
            keep(replica, anyHealthy(replica, computing.below(healthy)), time);
        }
    }

    private int anyHealthy(int replica, int number) {
        int left = number;
        for (int i = 0; ; i++) {
            int rank = ranks.ofReplica(replica, i);
            if (factor(rank) == 1 && left-- == 0) {
                return rank;
            }
        }
    }

    private void keep(int replica, int rank, double time) {
        if (time > replicas[replica]) {
            replicas[replica] = time;
            slowest[replica] = rank;
        }
    }

    private static double positive(double share) {
        return Math.max(0.1, share);
    }

    /// Draws who pauses, and adds the pauses to what its replica takes, whose other ranks stand meanwhile.
    private void pause(double work) {
        double mean = work * ranks.count() / behaviour.pauseEvery();
        double at = pauses.exponential(1);
        while (at < mean) {
            int rank = pauses.below(ranks.count());
            double share = pauses.uniform(behaviour.pauseFrom(), behaviour.pauseTo()) / work;
            int replica = ranks.replica(rank);
            if (own.length > 0) {
                own[rank] += share;
            }
            replicas[replica] += share;
            slowest[replica] = rank;
            at += pauses.exponential(1);
        }
    }

    /// How many times as long an exchange takes for what else crosses the network.
    double crossing() {
        return congestion == 0 ? 1 : positive(1 + congestion * crossing.normal());
    }

    /// The slowest replica's time as a share of the planned one.
    double share() {
        return replicas[slowestReplica()];
    }

    int slowestReplica() {
        int worst = 0;
        for (int r = 1; r < replicas.length; r++) {
            if (replicas[r] > replicas[worst]) {
                worst = r;
            }
        }
        return worst;
    }

    /// The rank that everybody waits for.
    int slowestRank() {
        return slowest[slowestReplica()];
    }

    /// A replica's time as a share of the planned one.
    double replica(int replica) {
        return replicas[replica];
    }

    /// A rank's own time as a share of the planned one; only when each was drawn.
    double own(int rank) {
        return own[rank];
    }
}
