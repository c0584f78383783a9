package throughline.cluster.rollout;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.cluster.rollout.Log.Piece;
import throughline.data.Plot;
import throughline.devs.Tick;

/// What came of a run of a [Rollout]. Times are seconds from its start.
public final class RolloutRun {
    private final RolloutSpec spec;
    private final long[] updates;
    private final List<Sample> samples;
    private final List<Piece> pieces;

    RolloutRun(RolloutSpec spec, List<Long> updates, List<Sample> samples, List<Piece> pieces) {
        this.spec = spec;
        this.updates = updates.stream().mapToLong(Long::longValue).toArray();
        this.samples = List.copyOf(samples);
        this.pieces = complete(spec, pieces, wallTicks());
    }

    /// Ends every lane at the last update: what comes later is left out, what is missing is idle time.
    private static List<Piece> complete(RolloutSpec spec, List<Piece> pieces, long wall) {
        Map<Pool, List<List<Piece>>> byLane = new EnumMap<>(Pool.class);
        for (Pool pool : Pool.values()) {
            byLane.put(
                    pool,
                    Stream.generate(() -> (List<Piece>) new ArrayList<Piece>())
                            .limit(lanes(spec, pool))
                            .toList());
        }
        for (Piece piece : pieces) {
            if (piece.from() < wall) {
                byLane.get(piece.pool()).get(piece.lane()).add(piece.until(wall));
            }
        }
        List<Piece> all = new ArrayList<>();
        byLane.forEach((pool, lanes) -> {
            for (int lane = 0; lane < lanes.size(); lane++) {
                List<Piece> mine = lanes.get(lane);
                long until = mine.isEmpty() ? 0 : mine.getLast().to();
                all.addAll(mine);
                if (until < wall) {
                    all.add(new Piece(pool, lane, "", 0, 0, until, wall));
                }
            }
        });
        return all;
    }

    private static int lanes(RolloutSpec spec, Pool pool) {
        return pool == Pool.ROLLOUT ? spec.instances() : spec.groups();
    }

    int lanes(Pool pool) {
        return lanes(spec, pool);
    }

    private long wallTicks() {
        return updates.length == 0 ? 0 : updates[updates.length - 1];
    }

    private static double seconds(long ticks) {
        return Tick.NANOSECOND.toSeconds(ticks);
    }

    /// The knobs.
    public RolloutSpec spec() {
        return spec;
    }

    /// When each update was through, s.
    public double[] updates() {
        double[] all = new double[updates.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = seconds(updates[i]);
        }
        return all;
    }

    /// When the last update was through, s.
    public double wall() {
        return seconds(wallTicks());
    }

    /// Tokens of all responses trained on.
    public long tokens() {
        return samples.stream().mapToLong(sample -> sample.tokens).sum();
    }

    private void requireUpdates(int least) {
        if (updates.length < least) {
            throw new IllegalStateException("the run made [%d] of %d updates; this needs %d or more"
                    .formatted(updates.length, spec.iterations(), least));
        }
    }

    /// Samples trained on, over the time from start to the last update, 1/s.
    ///
    /// @throws IllegalStateException when there was no update, as after a cancel
    public double samplesPerSecond() {
        requireUpdates(1);
        return samples.size() / wall();
    }

    /// Samples trained on between the first update and the last, over the time between them, 1/s: without what it takes
    /// to fill the pipeline.
    ///
    /// @throws IllegalStateException when there were fewer than two updates
    public double steadySamplesPerSecond() {
        requireUpdates(2);
        return (updates.length - 1.0) * spec.batch() / seconds(wallTicks() - updates[0]);
    }

    /// Share of its lanes' time that a pool is at work, from 0 to 1; for the instances, with at least one response or
    /// new weights.
    ///
    /// @throws IllegalStateException when there was no update
    public double busy(Pool pool) {
        requireUpdates(1);
        return seconds(ticks(pool, false)) / lanes(spec, pool) / wall();
    }

    /// Share of the slots of all instances, over the whole time, that hold a response.
    ///
    /// @throws IllegalStateException when there was no update
    public double slotsBusy() {
        requireUpdates(1);
        double filled = 0;
        for (Piece piece : pieces) {
            filled += (double) piece.active() * piece.ticks();
        }
        return filled / wallTicks() / spec.instances() / spec.slots();
    }

    long ticks(Pool pool, boolean idle) {
        return pieces.stream()
                .filter(piece -> piece.pool() == pool && piece.idle() == idle)
                .mapToLong(Piece::ticks)
                .sum();
    }

    /// How many samples were trained on with how many updates made since their first token: from 0, never more than the
    /// bound.
    public int[] staleness() {
        int most = samples.stream().mapToInt(RolloutRun::staleness).max().orElse(0);
        int[] counts = new int[most + 1];
        samples.forEach(sample -> counts[staleness(sample)]++);
        return counts;
    }

    private static int staleness(Sample sample) {
        return sample.trainedAt - sample.version;
    }

    List<Sample> samples() {
        return samples;
    }

    List<Piece> pieces() {
        return pieces;
    }

    /// One row a pool: lanes, seconds at work and idle summed over them, and the share at work.
    public Table pools() {
        StringColumn pool = StringColumn.create("pool");
        IntColumn lanes = IntColumn.create("lanes");
        DoubleColumn busy = DoubleColumn.create("busy_s");
        DoubleColumn idle = DoubleColumn.create("idle_s");
        DoubleColumn share = DoubleColumn.create("busy_share");
        for (Pool each : Pool.values()) {
            pool.append(word(each));
            lanes.append(lanes(spec, each));
            busy.append(seconds(ticks(each, false)));
            idle.append(seconds(ticks(each, true)));
            share.append(updates.length == 0 ? 0 : busy(each));
        }
        return Table.create("pools", pool, lanes, busy, idle, share);
    }

    /// One row a sample, in the order of iterations: its tokens, the instance, when it was begun, finished, scored and
    /// trained on, and how stale the weights were that began it.
    public Table table() {
        IntColumn iteration = IntColumn.create("iteration");
        IntColumn prompt = IntColumn.create("prompt");
        IntColumn tokens = IntColumn.create("tokens");
        IntColumn instance = IntColumn.create("instance");
        IntColumn stale = IntColumn.create("staleness");
        Map<String, DoubleColumn> times = new LinkedHashMap<>();
        for (String name : List.of("started_s", "finished_s", "scored_s", "trained_s")) {
            times.put(name, DoubleColumn.create(name));
        }
        for (Sample sample : samples) {
            iteration.append(sample.iteration);
            prompt.append(sample.prompt);
            tokens.append(sample.tokens);
            instance.append(sample.instance);
            stale.append(staleness(sample));
            times.get("started_s").append(seconds(sample.started));
            times.get("finished_s").append(seconds(sample.finished));
            times.get("scored_s").append(seconds(sample.referenced));
            times.get("trained_s").append(seconds(sample.trained));
        }
        Table table = Table.create("samples", iteration, prompt, tokens, instance, stale);
        times.values().forEach(table::addColumns);
        return table;
    }

    /// The lanes of a Gantt chart, pieces of the same work joined: one row a piece with its lane, what was
    /// done, for which iteration, from when to when. Idle time is what lies between.
    public Table lanes() {
        StringColumn lane = StringColumn.create("lane");
        StringColumn doing = StringColumn.create("doing");
        IntColumn iteration = IntColumn.create("iteration");
        DoubleColumn from = DoubleColumn.create("from_s");
        DoubleColumn to = DoubleColumn.create("to_s");
        Piece open = null;
        for (Piece piece : pieces) {
            boolean same = open != null && sameWork(open, piece);
            if (!same && open != null) {
                append(open, lane, doing, iteration, from, to);
            }
            open = same ? joined(open, piece) : piece.idle() ? null : piece;
        }
        if (open != null) {
            append(open, lane, doing, iteration, from, to);
        }
        return Table.create("lanes", lane, doing, iteration, from, to);
    }

    private static boolean sameWork(Piece a, Piece b) {
        return a.pool() == b.pool()
                && a.lane() == b.lane()
                && a.doing().equals(b.doing())
                && a.iteration() == b.iteration()
                && a.to() == b.from();
    }

    private static Piece joined(Piece a, Piece b) {
        return new Piece(a.pool(), a.lane(), a.doing(), a.iteration(), 0, a.from(), b.to());
    }

    private static void append(
            Piece piece,
            StringColumn lane,
            StringColumn doing,
            IntColumn iteration,
            DoubleColumn from,
            DoubleColumn to) {
        lane.append(lane(piece.pool(), piece.lane()));
        doing.append(piece.doing());
        iteration.append(piece.iteration());
        from.append(seconds(piece.from()));
        to.append(seconds(piece.to()));
    }

    static String lane(Pool pool, int lane) {
        return word(pool) + " " + lane;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// The lanes as a Gantt chart, a colour for each iteration.
    public Plot gantt() {
        return Gantt.of(this);
    }

    /// Seconds of work of each pool on one iteration, lanes at work together, averaged over the iterations.
    Map<Pool, Double> workOfIteration() {
        Map<Pool, Double> work = new EnumMap<>(Pool.class);
        for (Pool pool : Pool.values()) {
            work.put(pool, seconds(ticks(pool, false)) / lanes(spec, pool) / updates.length);
        }
        return work;
    }
}
