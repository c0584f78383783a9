package throughline.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
    /// Degrees by which a card is hotter whose cooling fails: at least, and beside that where its clock goes to 0.
    private static final double HOTTER = 8;

    private static final double HOTTEST = 25;
    /// Clocks go up and down by this much.
    private static final int STEP_OF_CLOCK = 15;
    /// Degrees, standard deviation of a reading.
    private static final double UNSTEADY = 0.6;
    /// MiB in use on a card without a process.
    private static final int NOTHING = 3;
    /// Kernels that use little power run most of the time all the same: at a tenth of the power, for four fifths of it.
    private static final double BUSY = 16;

    private final ClusterModel model;
    private final ClusterSpec spec;
    private final Sensors sensors;
    private final Trace trace;
    private final int units;
    private final int run;
    private final Noise noise;
    private final Noise loss;
    private final Noise memoryErrors;
    private final double[] gain;
    private final double[] offset;
    private final double[] apart;
    private final double[] before;
    private final Place[] was;
    private final int[] corrected;
    /// When each healthy sensor's memory errs next, seconds.
    private final double[] errs;
    private final int[] uncorrected;
    private final int[] remapped;
    /// Faults that a sensor has not shown yet.
    private final Map<Integer, List<Fault>> fresh = new HashMap<>();
    private final Map<Integer, Integer> xids = new HashMap<>();
    private final Map<Integer, Fault> ailing = new HashMap<>();
    private final int[] uses = new int[LATENESS];
    private final int[] sms = new int[LATENESS];
    private final int[] tensors = new int[LATENESS];
    private final double[] powers = new double[LATENESS];
    private final double[] heats = new double[LATENESS];
    private final double decay;
    private final int perNode;
    private final int job;
    /// What the card under way does.
    private int use;

    private int sm;
    private int tensor;
    private int memory;
    private double level;
    private double warm;

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
        memoryErrors = new Noise(streams.named("memory"));
        gain = new double[all];
        offset = new double[all];
        apart = new double[all];
        before = new double[all];
        job = (int) (model.parts().memory() / MIB);
        was = new Place[model.machines().count()];
        corrected = new int[all];
        errs = new double[all];
        uncorrected = new int[all];
        remapped = new int[all];
        Noise cards = new Noise(streams.named("cards"));
        for (int i = 0; i < all; i++) {
            // The mean of a node's eight cards differs less from node to node than one card from another.
            double spread = sensors.powerSpread() / Math.sqrt((double) perNode / units);
            gain[i] = 1 + spread * Noise.normal(cards.bits(i, 0), 0);
            errs[i] = usual(i);
            offset[i] = sensors.inletSpread() * Noise.normal(cards.bits(i / units, 1), 1);
        }
        decay = StrictMath.exp(-spec.sampling() / sensors.warming());
    }

    /// Notes that a fault strikes a node: the driver's message, and errors of memory.
    void struck(Fault fault) {
        if (fault.node() >= 0) {
            fresh.computeIfAbsent(sensor(fault.node(), fault.unit()), sensor -> new ArrayList<>())
                    .add(fault);
        }
    }

    /// Shows what has struck a sensor until it was read, which others are a little later.
    private void show(int sensor, double time) {
        List<Fault> faults = fresh.isEmpty() ? null : fresh.get(sensor);
        if (faults != null) {
            faults.stream().filter(fault -> begun(fault, time)).forEach(fault -> show(sensor, fault));
            faults.removeIf(fault -> begun(fault, time));
            if (faults.isEmpty()) {
                fresh.remove(sensor);
            }
        }
    }

    private static boolean begun(Fault fault, double time) {
        return Tick.NANOSECOND.toSeconds(fault.start()) <= time;
    }

    private void show(int sensor, Fault fault) {
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
        ailing(number);
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
            uses[late] = (int) Math.round(100 * activity.use());
            sms[late] = (int) Math.round(100 * activity.sm());
            tensors[late] = (int) Math.round(100 * activity.tensor());
            powers[late] = activity.power();
            heats[late] = activity.heat();
        }
    }

    private double lateness(int late) {
        return spec.jitter() * spec.sampling() * late / LATENESS;
    }

    private void ailing(long number) {
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
        model.source().coming(fault -> announce(number, fault));
    }

    /// Some memories that are going to fail say so before, by errors that can still be corrected.
    private void announce(long number, Fault fault) {
        boolean memory = fault.node() >= 0 && sensors.isMemory(fault.category());
        boolean ahead = fault.start() - number * spec.sampling() * 1e9
                <= 1e9 * sensors.memory().announced();
        if (memory
                && ahead
                && Noise.uniform(memoryErrors.bits(fault.start(), -1))
                        < sensors.memory().share()) {
            double mean = spec.sampling() / sensors.memory().every();
            corrected[sensor(fault.node(), fault.unit())] += poisson(memoryErrors.bits(fault.start(), number), mean);
        }
    }

    private static int poisson(long bits, double mean) {
        double left = Noise.uniform(bits);
        double share = StrictMath.exp(-mean);
        int count = 0;
        while (left >= share && share > 0) {
            left -= share;
            share *= mean / ++count;
        }
        return count;
    }

    /// Seconds until a healthy sensor's memory errs next.
    private double usual(int i) {
        double mean = sensors.memory().usual() / ((double) perNode / units);
        return -mean * StrictMath.log(1 - Noise.uniform(memoryErrors.bits(i, -2 - corrected[i])));
    }

    private void err(int i, double begin) {
        while (errs[i] <= begin) {
            corrected[i]++;
            errs[i] += usual(i);
        }
    }

    private void one(long number, double begin, double day, int node, int unit, Place place) {
        int i = node * units + unit;
        err(i, begin);
        long bits = noise.bits(i, number);
        int late = spec.jitter() == 0 ? 0 : (int) (bits >>> 58);
        look(i, node, unit, place, late);
        keepHeat(i, place != was[node]);
        double time = begin + lateness(late);
        show(i, time);
        Fault fault = place == Place.JOB && !ailing.isEmpty() ? ailing.get(i) : null;
        double hotter = 0;
        int clock = sm > 10 ? sensors.clock() : sensors.clockIdle();
        if (fault != null && begun(fault, time)) {
            double slower = 1 / fault.severity();
            double share = 1 / perNodeShare(fault);
            hotter = sensors.isHot(fault.category()) ? share * (HOTTER + HOTTEST * (1 - slower)) : 0;
            clock = (int) Math.round(clock * (1 - (1 - slower) * share));
            level *= 1 - (1 - slower) * share;
        }
        clock -= STEP_OF_CLOCK
                * (int) Math.round(Math.abs(sensors.clockNoise() * Noise.normal(bits, 2)) / STEP_OF_CLOCK);
        if (spec.gaps() > 0 && Noise.uniform(loss.bits(i, number / STRETCH)) < spec.gaps()) {
            return;
        }
        double range = sensors.cap() - sensors.idle();
        double watts = sensors.idle() + range * level + sensors.powerNoise() * Noise.normal(bits, 0);
        double celsius = sensors.inlet()
                + day
                + offset[i]
                + hotter
                + sensors.resistance() * (sensors.idle() + range * Math.max(0, warm + apart[i]))
                + UNSTEADY * Noise.normal(bits, 1);
        double above = sensors.memoryIdle() + (sensors.memoryBusy() - sensors.memoryIdle()) * Math.min(1, level);
        write(i, time, node, unit, watts, celsius, celsius + above, clock);
    }

    /// Sees what a card does, into the fields.
    private void look(int i, int node, int unit, Place place, int late) {
        switch (place) {
            case JOB -> {
                use = uses[late];
                sm = sms[late];
                tensor = tensors[late];
                memory = job;
                level = powers[late] * gain[i];
                warm = heats[late] * gain[i];
            }
            case TENANT -> {
                double share = model.tenants().level(node, units == 1 ? Fault.WHOLE : unit);
                use = (int) Math.round(100 * (1 - StrictMath.exp(-BUSY * share)));
                sm = (int) Math.round(95 * share);
                tensor = (int) Math.round(50 * share * share);
                memory = share > 0 ? (int) (job * (0.5 + 0.4 * share)) : NOTHING;
                level = share * gain[i];
                warm = level;
            }
            default -> {
                use = 0;
                sm = 0;
                tensor = 0;
                memory = NOTHING;
                level = 0;
                warm = 0;
            }
        }
    }

    /// A card keeps its heat when what it does changes all at once: it comes into the job, or other people's job ends.
    private void keepHeat(int i, boolean moved) {
        boolean other = moved || was[i / units] == Place.TENANT && warm != before[i];
        apart[i] = (other ? before[i] + apart[i] - warm : apart[i]) * decay;
        before[i] = warm;
    }

    private void write(
            int i, double time, int node, int unit, double watts, double celsius, double memoryCelsius, int clock) {
        Integer code = xids.isEmpty() ? null : xids.remove(i);
        int c = 0;
        trace.set(c++, run);
        trace.set(c++, time);
        trace.set(c++, node);
        trace.set(c++, units == 1 ? Fault.WHOLE : unit);
        trace.set(c++, use);
        trace.set(c++, sm);
        trace.set(c++, tensor);
        trace.set(c++, memory);
        trace.set(c++, (int) Math.max(0, Math.round(watts)));
        trace.set(c++, (int) Math.round(celsius));
        trace.set(c++, (int) Math.round(memoryCelsius));
        trace.set(c++, clock);
        trace.set(c++, code == null ? 0 : code);
        trace.set(c++, corrected[i]);
        trace.set(c++, uncorrected[i]);
        trace.set(c, remapped[i]);
        trace.next();
    }

    /// Of how many units the sensor shows the mean, when one of them is slow.
    private double perNodeShare(Fault fault) {
        return units == 1 && fault.unit() != Fault.WHOLE ? perNode : 1;
    }
}
