package throughline.cluster;

import java.util.Arrays;
import java.util.stream.IntStream;
import throughline.cluster.ClusterSpec.Detail;
import throughline.data.Trace;
import throughline.random.Noise;
import throughline.random.Streams;

/// Rows of messages between replicas. A library of collectives sends along several rings at once, each in another
/// order, so that each rank has several neighbours: here the next one, the one after that, and so on, as far as
/// these make rings.
final class TransportTable {
    private static final int RINGS = 4;
    private static final double MESSAGE = 4 << 20;
    /// Seconds that a message takes beside its bytes.
    private static final double LATENCY = 10e-6;
    private static final double SPREAD = 0.02;

    private final int run;
    private final ClusterModel model;
    private final ClusterSpec spec;
    private final Trace trace;
    private final Noise noise;
    private final int[] strides;
    private final double[] left;

    TransportTable(int run, ClusterModel model, Trace trace, Streams streams) {
        this.run = run;
        this.model = model;
        this.trace = trace;
        spec = model.spec();
        noise = new Noise(streams.named("transport"));
        strides = strides(model.ranks().data());
        left = new double[model.ranks().count()];
    }

    /// Steps from rank to rank that lead through all of them before they come back.
    private static int[] strides(int ranks) {
        return IntStream.range(1, ranks)
                .filter(stride -> divisor(stride, ranks) == 1)
                .limit(RINGS)
                .toArray();
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    void sample(long number) {
        if (spec.detail() != Detail.RANK || !model.job().sends()) {
            return;
        }
        Ranks ranks = model.ranks();
        healthy();
        double time = number * spec.sampling();
        double sent = model.job().bytesASecond() * spec.sampling() / strides.length;
        double seconds = MESSAGE / model.job().cardBytesASecond();
        for (int rank = 0; rank < ranks.count(); rank++) {
            for (int ring = 0; ring < strides.length; ring++) {
                int next = ranks.neighbour(rank, strides[ring]);
                double factor = 1 / Math.min(left[rank], left[next]);
                long bits = noise.bits((long) rank * RINGS + ring, number);
                double delay = (LATENCY + seconds * factor) * (1 + SPREAD * Noise.normal(bits, 0));
                row(time, rank, next, sent, delay);
            }
        }
    }

    /// What is left of each rank's card.
    private void healthy() {
        Arrays.fill(left, 1);
        for (Fault fault : model.machines().active()) {
            int position = model.machines().position(fault.node());
            if (fault.effect() == Effect.DEGRADED_LINK && position != Fault.JOB) {
                int first = position * model.ranks().perNode();
                for (int unit = 0; unit < model.ranks().perNode(); unit++) {
                    if (fault.unit() == Fault.WHOLE
                            || fault.unit() % model.ranks().perNode() == unit) {
                        left[first + unit] = Math.min(left[first + unit], fault.severity());
                    }
                }
            }
        }
    }

    private void row(double time, int rank, int next, double bytes, double delay) {
        Ranks ranks = model.ranks();
        int c = 0;
        trace.set(c++, run);
        trace.set(c++, time);
        trace.set(c++, rank % ranks.tensor() + ranks.tensor() * ranks.stage(rank));
        trace.set(c++, rank);
        trace.set(c++, next);
        trace.set(c++, (long) Math.ceil(bytes / MESSAGE));
        trace.set(c++, (long) bytes);
        trace.set(c, 1e6 * delay);
        trace.next();
    }
}
