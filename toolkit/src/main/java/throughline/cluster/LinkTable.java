package throughline.cluster;

import throughline.cluster.ClusterSpec.Detail;
import throughline.data.Trace;
import throughline.random.Noise;
import throughline.random.Streams;

/// Rows of network cards. A ring is as fast as its slowest link, so all cards of the job send less when one of them is
/// ill; that one alone has a queue, and errors.
final class LinkTable {
    private static final double GIGABIT = 1e9 / 8;
    /// Of a healthy card: a few packets.
    private static final double QUEUE = 12;
    /// The whole buffer of a port, before one that carries nothing.
    private static final double FULL = 4096;
    /// Errors in a sample of a card that has lost half of its rate.
    private static final double ERRORS = 10;
    /// Samples of a healthy card that have an error.
    private static final double SELDOM = 0.01;

    private final int run;
    private final ClusterModel model;
    private final ClusterSpec spec;
    private final Trace trace;
    private final Noise noise;
    private final int cards;
    private final String[] names;
    private final double[] ill;
    private final long[] from;
    private final long[] until;

    LinkTable(int run, ClusterModel model, Trace trace, Streams streams) {
        this.run = run;
        this.model = model;
        this.trace = trace;
        spec = model.spec();
        noise = new Noise(streams.named("links"));
        cards = spec.detail() == Detail.NODE ? 1 : spec.cluster().cards();
        int all = model.machines().count() * cards;
        names = new String[all];
        ill = new double[all];
        from = new long[all];
        until = new long[all];
        for (int i = 0; i < all; i++) {
            names[i] = cards == 1 ? "n%d".formatted(i) : "n%d.c%d".formatted(i / cards, i % cards);
        }
    }

    /// Notes a fault of a card.
    void struck(Fault fault) {
        if (fault.node() >= 0 && (fault.effect() == Effect.DEGRADED_LINK || fault.effect() == Effect.FLAP)) {
            for (int card = 0; card < cards; card++) {
                if (fault.unit() == Fault.WHOLE || fault.unit() % cards == card) {
                    int i = fault.node() * cards + card;
                    ill[i] = fault.effect() == Effect.FLAP ? 0 : fault.severity();
                    from[i] = fault.start();
                    until[i] = fault.start() + fault.lasts();
                }
            }
        }
    }

    void sample(long number) {
        double time = number * spec.sampling();
        long now = (long) (time * 1e9);
        boolean sends = model.job().sends();
        double ranks = (double) model.ranks().perNode() / cards;
        double rate = sends ? ranks * model.job().bytesASecond() / GIGABIT : 0;
        for (int node = 0; node < model.machines().count(); node++) {
            if (model.machines().position(node) == Fault.JOB) {
                continue;
            }
            for (int card = 0; card < cards; card++) {
                int i = node * cards + card;
                boolean sick = from[i] <= now && now < until[i];
                if (cards > 1 || sick) {
                    row(i, time, rate, sick, noise.bits(i, number));
                }
            }
        }
    }

    private void row(int i, double time, double rate, boolean sick, long bits) {
        double share = sick && ill[i] == 0 ? 0 : 1;
        trace.set(0, run);
        trace.set(1, time);
        trace.set(2, names[i]);
        trace.set(3, Math.max(0, share * rate * (1 + 0.01 * Noise.normal(bits, 0))));
        double lost = sick ? 1 - ill[i] : 0;
        double queue = rate == 0 ? 0 : QUEUE + lost * FULL;
        trace.set(4, queue * Math.max(0, 1 + 0.3 * Noise.normal(bits, 1)));
        double errors = ERRORS * lost / Math.max(0.05, 1 - lost);
        double seen = errors + Math.sqrt(errors) * Noise.normal(bits, 2);
        trace.set(5, (int) Math.max(0, Math.round(seen)) + (Noise.uniform(bits) < SELDOM ? 1 : 0));
        trace.next();
    }
}
