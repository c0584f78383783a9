package throughline.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import throughline.devs.Tick;

/// What the GPUs of the job do, as their sensors see it: each sensor follows the phase with a lag, and the heat that
/// power makes follows with a longer one. Both are first-order, so that their values between two events are exact.
final class Activity {
    /// What a GPU of the job does.
    enum Phase {
        COMPUTING,
        EXCHANGING,
        UPDATING,
        SAVING,
        /// In a collective that will not end.
        HANGING,
        STARTING,
        /// Without a process.
        STANDING;

        static final int COUNT = values().length;
    }

    private record Segment(long start, Phase phase) {}

    private final Sensors sensors;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private long at;
    private Phase phase = Phase.STANDING;
    private double use;
    private double sm;
    private double tensor;
    private double power;
    private double heat;

    Activity(Sensors sensors) {
        this.sensors = sensors;
    }

    /// Says that a phase begins; what was to begin at that instant or later is forgotten.
    void begin(long start, Phase next) {
        while (!segments.isEmpty() && segments.peekLast().start >= start) {
            segments.pollLast();
        }
        segments.add(new Segment(start, next));
    }

    /// Goes on to an instant, not before the last one.
    void advance(long now) {
        while (!segments.isEmpty() && segments.peek().start <= now) {
            Segment next = segments.poll();
            pass(Math.max(at, next.start));
            phase = next.phase;
        }
        pass(now);
    }

    private void pass(long until) {
        double seconds = Tick.NANOSECOND.toSeconds(until - at);
        at = until;
        if (seconds == 0) {
            return;
        }
        double quick = StrictMath.exp(-seconds / sensors.lag());
        double slow = StrictMath.exp(-seconds / sensors.warming());
        Sensors.Level level = sensors.level(phase);
        use = level.use() + (use - level.use()) * quick;
        sm = level.sm() + (sm - level.sm()) * quick;
        tensor = level.tensor() + (tensor - level.tensor()) * quick;
        power = level.power() + (power - level.power()) * quick;
        heat = level.power() + (heat - level.power()) * slow;
    }

    /// Share of the time in which some kernel runs, as the utilisation counter has it.
    double use() {
        return use;
    }

    /// Share of multiprocessors at work.
    double sm() {
        return sm;
    }

    /// Share of tensor cores at work.
    double tensor() {
        return tensor;
    }

    /// Power beyond idle as a share of what lies between idle and the cap.
    double power() {
        return power;
    }

    /// That power, as the heat of the chip follows it.
    double heat() {
        return heat;
    }
}
