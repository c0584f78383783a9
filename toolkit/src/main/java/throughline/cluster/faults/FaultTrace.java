package throughline.cluster.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import throughline.cluster.Fault;
import throughline.cluster.FaultProcess;
import throughline.random.Stream;
import throughline.random.Streams;
import throughline.spec.BadInput;

/// What really broke in a cluster, and when: a trace of faults, played again.
///
/// ```java
/// var trace = FaultTrace.infiniteHbd(Path.of("fault_trace.json"), 400);
/// trace.faults(400, 8, new Streams(1)).next();
/// trace.placed(Placing.RESAMPLED).faults(2048, 8, new Streams(1));
/// ```
///
/// @param entries       in the order of their starts
/// @param nodes         of the cluster, those without a fault among them
/// @param days          that the trace is long
/// @param unpairedStarts faults without an end: they last until the trace ends
/// @param unpairedEnds  ends without a start: their faults began before the trace, and are left out
/// @param placing       onto the nodes of another cluster
public record FaultTrace(
        List<Entry> entries, int nodes, double days, int unpairedStarts, int unpairedEnds, Placing placing)
        implements FaultProcess {
    /// A fault of the trace.
    ///
    /// @param node from 0 to the nodes of the trace
    /// @param day  of its start, from 0
    /// @param away days until its end, 0 or more
    /// @param type what broke
    public record Entry(int node, double day, double away, FaultClass type) {}

    /// How the nodes of a trace become those of a cluster.
    public enum Placing {
        /// Each is itself; the cluster needs as many nodes as the trace, or more, which never fail.
        AS_GIVEN,
        /// The first so many; the faults of the others are left out.
        FIRST,
        /// Each node of the cluster lives the life of a node of the trace that is drawn for it, so that rates and the
        /// times of bursts stay, whatever the number of nodes.
        RESAMPLED
    }

    /// @throws BadInput when entries are out of order or of nodes that are none
    public FaultTrace {
        entries = List.copyOf(entries);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.node < 0 || entry.node >= nodes || !(entry.day >= 0 && entry.away >= 0)) {
                throw new BadInput(
                        "entry [%d] of a trace: node [%d] must be below [%d], day [%s] and days away [%s] at least 0",
                        i, entry.node, nodes, entry.day, entry.away);
            }
            if (i > 0 && entry.day < entries.get(i - 1).day) {
                throw new BadInput("entry [%d] of a trace is on day [%s], before the one above it", i, entry.day);
            }
        }
    }

    /// Reads the trace of InfiniteHBD, in place. Nodes are numbered in the order of their names, and those without a
    /// fault, which the file does not name, lie evenly among them.
    ///
    /// @param json  its `fault_trace.json`
    /// @param nodes of the cluster that it is of, 400 where it is theirs
    /// @throws BadInput naming line, entry and key of what is wrong, or when the file names more nodes
    public static FaultTrace infiniteHbd(Path json, int nodes) {
        return new InfiniteHbdReader(json).read(nodes);
    }

    /// What a cluster would have written down of generated faults: a node that is being repaired does not fail once
    /// more, and faults of the job are of no node.
    ///
    /// @param faults in the order of their starts
    /// @param days   that the trace is long
    public static FaultTrace of(List<Fault> faults, int nodes, double days) {
        double[] away = new double[nodes];
        List<Entry> entries = new ArrayList<>();
        for (Fault fault : faults) {
            double day = Category.days(fault.start());
            if (fault.node() != Fault.JOB && day < days && day >= away[fault.node()]) {
                entries.add(new Entry(fault.node(), day, Category.days(fault.lasts()), FaultClass.of(fault)));
                away[fault.node()] = day + Category.days(fault.lasts());
            }
        }
        return new FaultTrace(entries, nodes, days, 0, 0, Placing.AS_GIVEN);
    }

    /// This, placed in another way.
    public FaultTrace placed(Placing other) {
        return new FaultTrace(entries, nodes, days, unpairedStarts, unpairedEnds, other);
    }

    /// The part between two days, of which the first is day 0 of the result.
    ///
    /// @param from 0 or more
    /// @param to   above that
    public FaultTrace between(double from, double to) {
        List<Entry> part = entries.stream()
                .filter(entry -> entry.day >= from && entry.day < to)
                .map(entry -> new Entry(entry.node, entry.day - from, entry.away, entry.type))
                .toList();
        return new FaultTrace(part, nodes, to - from, unpairedStarts, unpairedEnds, placing);
    }

    /// How starts and ends were paired, in words.
    public String pairing() {
        return "%d faults; %d starts without an end last until the trace ends; %d ends without a start are left out"
                .formatted(entries.size(), unpairedStarts, unpairedEnds);
    }

    /// The trace on a cluster. GPUs and cards, which a trace does not name, are drawn.
    ///
    /// @throws BadInput when the cluster has fewer nodes than the trace, and each is to be itself
    @Override
    public Iterator<Fault> faults(int count, int gpusPerNode, Streams streams) {
        if (placing == Placing.AS_GIVEN && count < nodes) {
            throw new BadInput(
                    "a trace of [%d] nodes does not fit a cluster of [%d]; place it FIRST or RESAMPLED", nodes, count);
        }
        Streams own = streams.below("fault-trace");
        List<List<Entry>> lives = lives();
        List<Fault> faults = new ArrayList<>();
        for (int node = 0; node < count; node++) {
            Stream stream = own.named("node-" + node);
            int life = placing == Placing.RESAMPLED ? stream.below(nodes) : node;
            if (life < nodes) {
                for (Entry entry : lives.get(life)) {
                    faults.add(entry.type.fault(entry.day, entry.away, node, gpusPerNode, stream));
                }
            }
        }
        faults.sort(Comparator.comparingLong(Fault::start).thenComparingInt(Fault::node));
        return faults.iterator();
    }

    /// The faults of each node, in order.
    public List<List<Entry>> lives() {
        List<List<Entry>> lives = IntStream.range(0, nodes)
                .<List<Entry>>mapToObj(i -> new ArrayList<>())
                .toList();
        entries.forEach(entry -> lives.get(entry.node).add(entry));
        return lives;
    }

    /// How many faults began in each of the windows that fit into the trace.
    ///
    /// @param length of a window, days, positive
    public int[] counts(double length) {
        int[] counts = new int[(int) (days / length)];
        for (Entry entry : entries) {
            int window = (int) (entry.day / length);
            if (window < counts.length) {
                counts[window]++;
            }
        }
        return counts;
    }

    /// How much the counts of windows cluster: the mean of `n (n - 1)` over the square of the mean of `n`. Of faults at
    /// a constant rate it is 1, whatever the length.
    ///
    /// @param length of a window, days, positive
    public double clustering(double length) {
        int[] counts = counts(length);
        double pairs = 0;
        double sum = 0;
        for (int count : counts) {
            pairs += count * (count - 1.0);
            sum += count;
        }
        return pairs * counts.length / (sum * sum);
    }

    /// The times between one fault and the next, of whatever nodes, days.
    public double[] gaps() {
        double[] starts = entries.stream().mapToDouble(Entry::day).toArray();
        return IntStream.range(1, starts.length)
                .mapToDouble(i -> starts[i] - starts[i - 1])
                .toArray();
    }

    /// The share of the time that nodes are in repair.
    public double unavailable() {
        double away = 0;
        for (List<Entry> life : lives()) {
            double until = 0;
            for (Entry entry : life) {
                double end = Math.min(days, entry.day + entry.away);
                away += Math.max(0, end - Math.max(until, entry.day));
                until = Math.max(until, end);
            }
        }
        return away / (nodes * days);
    }

    /// Of the times between one fault of a node and its next, the share up to a limit.
    ///
    /// @param limit days
    public double repeats(double limit) {
        double[] gaps = lives().stream()
                .flatMapToDouble(
                        life -> IntStream.range(1, life.size()).mapToDouble(i -> life.get(i).day - life.get(i - 1).day))
                .toArray();
        return (double) Arrays.stream(gaps).filter(gap -> gap <= limit).count() / gaps.length;
    }
}
