package throughline.cluster;

import java.util.HashMap;
import java.util.Map;
import throughline.cluster.Machines.Place;
import throughline.data.Trace;
import throughline.devs.Tick;
import throughline.random.Noise;
import throughline.random.Streams;

/// Reads the sensors of all nodes, or of all GPUs, once in each sampling time. Samplers run late, each by an own part
/// of the time in 64 steps, and lose samples in stretches of ten.
final class Telemetry {
    private static final int LATENESS = 64;
    private static final int STRETCH = 10;
    private static final double DAY = 86_400;
    private static final double NOON = 14.0 / 24;
    private static final double MIB = 1 << 20;
    /// Corrected errors an hour of memory that is about to fail.
    private static final double CORRECTED = 3;

    private final ClusterModel model;
    private final ClusterSpec spec;
    private final Sensors sensors;
    private final Trace trace;
    private final int units;
    private final int run;
    private final Noise noise;
    private final Noise loss;
    private final double[] gain;
    private final double[] offset;
    private final double[] apart;
    private final Place[] was;
    private final int[] corrected;
    private final int[] uncorrected;
    private final int[] remapped;
    private final Map<Integer, Integer> xids = new HashMap<>();
    private final Map<Integer, Fault> ailing = new HashMap<>();
    private final int[] use = new int[LATENESS];
    private final int[] sm = new int[LATENESS];
    private final int[] tensor = new int[LATENESS];
    private final double[] power = new double[LATENESS];
    private final double[] heat = new double[LATENESS];
    private final double decay;
    private final int perNode;

    /// @param trace with the columns of [ClusterTables#gpu()]
    Telemetry(ClusterModel model, int run, Trace trace, Streams streams) {
        this.model = model;
        this.run = run;
        this.trace = trace;
        spec = model.spec();
        sensors = model.sensors();
        perNode = model.ranks().perNode();
        units = spec.detail() == ClusterSpec.Detail.NODE ? 1 : perNode;
        int all = model.machines().count() * units;
        noise = new Noise(streams.named("noise"));
        loss = new Noise(streams.named("loss"));
        gain = new double[all];
        offset = new double[all];
        apart = new double[all];
        was = new Place[model.machines().count()];
        corrected = new int[all];
        uncorrected = new int[all];
        remapped = new int[all];
        Noise cards = new Noise(streams.named("cards"));
        for (int i = 0; i < all; i++) {
            // The mean of a node's eight cards differs less from node to node than one card from another.
            double spread = sensors.powerSpread() / Math.sqrt((double) perNode / units);
            gain[i] = 1 + spread * Noise.normal(cards.bits(i, 0), 0);
            offset[i] = sensors.inletSpread() * Noise.normal(cards.bits(i / units, 1), 1);
        }
        decay = StrictMath.exp(-spec.sampling() / sensors.warming());
    }

    /// Notes that a fault strikes a node: the driver's message, and errors of memory.
    void struck(Fault fault) {
        if (fault.node() < 0) {
            return;
        }
        int sensor = sensor(fault.node(), fault.unit());
        int code = sensors.xid(fault.category());
        if (code > 0 && (fault.effect() == Effect.CRASH || fault.effect() == Effect.HANG)) {
            xids.put(sensor, code);
        }
        if (sensors.isMemory(fault.category())) {
            uncorrected[sensor]++;
            remapped[sensor]++;
        }
    }

    private int sensor(int node, int unit) {
        return node * units + (units == 1 || unit < 0 ? 0 : unit % units);
    }

    /// Reads all sensors; the model has come to the end of the lateness.
    void sample(long number) {
        double begin = number * spec.sampling();
        common(begin);
        ailing();
        double day = sensors.day() * StrictMath.cos(2 * Math.PI * (begin / DAY - NOON));
        for (int node = 0; node < was.length; node++) {
            Place place = model.machines().place(node);
            for (int unit = 0; unit < units; unit++) {
                one(number, begin, day, node, unit, place);
            }
            was[node] = place;
        }
    }

    /// What all GPUs of the job have in common, at each of the instants at which a sampler may come.
    private void common(double begin) {
        Activity activity = model.activity();
        for (int late = 0; late < LATENESS; late++) {
            activity.advance(Tick.NANOSECOND.seconds(begin + lateness(late)));
            use[late] = (int) Math.round(100 * activity.use());
            sm[late] = (int) Math.round(100 * activity.sm());
            tensor[late] = (int) Math.round(100 * activity.tensor());
            power[late] = activity.power();
            heat[late] = activity.heat();
        }
    }

    private double lateness(int late) {
        return spec.jitter() * spec.sampling() * late / LATENESS;
    }

    private void ailing() {
        ailing.clear();
        for (Fault fault : model.machines().active()) {
            if (fault.effect() == Effect.SLOW) {
                for (int g = 0; g < units; g++) {
                    if (units == 1 || fault.unit() == Fault.WHOLE || fault.unit() % units == g) {
                        ailing.put(fault.node() * units + g, fault);
                    }
                }
            }
        }
        model.source().coming(this::announce);
    }

    /// Half of the memories that are going to fail say so before, by errors that can still be corrected.
    private void announce(Fault fault) {
        if (fault.node() >= 0 && sensors.isMemory(fault.category()) && (fault.start() & 1) == 0) {
            int sensor = sensor(fault.node(), fault.unit());
            double mean = CORRECTED * spec.sampling() / 3600;
            long bits = loss.bits(fault.start(), trace.schema().columns().size() + corrected[sensor]);
            corrected[sensor] += Noise.uniform(bits) < mean ? 1 : 0;
        }
    }

    private void one(long number, double begin, double day, int node, int unit, Place place) {
        int i = node * units + unit;
        long bits = noise.bits(i, number);
        int late = spec.jitter() == 0 ? 0 : (int) (bits >>> 58);
        boolean works = place == Place.JOB;
        double level = works ? power[late] * gain[i] : 0;
        double warm = works ? heat[late] * gain[i] : 0;
        apart[i] = place == was[node] ? apart[i] * decay : was[node] == null ? 0 : moved(i, place, warm, late);
        int clock = works && sm[late] > 10 ? sensors.clock() : sensors.clockIdle();
        double hotter = 0;
        Fault fault = works && !ailing.isEmpty() ? ailing.get(i) : null;
        if (fault != null) {
            double slower = 1 / fault.severity();
            boolean hot = sensors.isHot(fault.category());
            hotter = hot ? 22 : 0;
            clock = (int) Math.round(clock * slower);
            level *= 1 - (1 - slower) / perNodeShare(fault);
        }
        int code = xids.isEmpty() ? 0 : xids.getOrDefault(i, 0);
        if (spec.gaps() > 0 && Noise.uniform(loss.bits(i, number / STRETCH)) < spec.gaps()) {
            return;
        }
        if (code > 0) {
            xids.remove(i);
        }
        double watts = sensors.idle()
                + (sensors.cap() - sensors.idle()) * level
                + sensors.powerNoise() * Noise.normal(bits, 0);
        double warmth = sensors.idle() + (sensors.cap() - sensors.idle()) * Math.max(0, warm + apart[i]);
        double celsius = sensors.inlet()
                + day
                + offset[i]
                + hotter
                + sensors.resistance() * warmth
                + 0.6 * Noise.normal(bits, 1);
        double memory =
                celsius + sensors.memoryIdle() + (sensors.memoryBusy() - sensors.memoryIdle()) * Math.min(1, level);
        int c = 0;
        trace.set(c++, run);
        trace.set(c++, begin + lateness(late));
        trace.set(c++, node);
        trace.set(c++, units == 1 ? Fault.WHOLE : unit);
        trace.set(c++, works ? use[late] : 0);
        trace.set(c++, works ? sm[late] : 0);
        trace.set(c++, works ? tensor[late] : 0);
        trace.set(c++, works ? (int) (model.parts().memory() / MIB) : 3);
        trace.set(c++, (int) Math.max(0, Math.round(watts)));
        trace.set(c++, (int) Math.round(celsius));
        trace.set(c++, (int) Math.round(memory));
        trace.set(c++, clock);
        trace.set(c++, code);
        trace.set(c++, corrected[i]);
        trace.set(c++, uncorrected[i]);
        trace.set(c, remapped[i]);
        trace.next();
    }

    /// Of how many units the sensor shows the mean, when one of them is slow.
    private double perNodeShare(Fault fault) {
        return units == 1 && fault.unit() != Fault.WHOLE ? perNode : 1;
    }

    /// A card keeps its heat when it comes into the job or leaves it.
    private double moved(int i, Place place, double warm, int late) {
        double before = place == Place.JOB ? 0 : heat[late] * gain[i];
        return (before + apart[i] - warm) * decay;
    }
}
