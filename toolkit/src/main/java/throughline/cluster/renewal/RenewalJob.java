package throughline.cluster.renewal;

import java.util.EnumMap;
import java.util.Map;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Phased;
import throughline.devs.Tick;
import throughline.random.Stream;

/// The job of a [RenewalModel].
final class RenewalJob extends Phased<RenewalJob.Phase> {
    enum Phase {
        WORK,
        SAVE,
        DETECTION,
        DIAGNOSIS,
        RESTART
    }

    final In<Boolean> failed = in("failed", Boolean.class);
    final Out<Boolean> works = out("works", Boolean.class);

    private final RenewalSpec spec;
    private final Stream causes;
    private final Map<Phase, Long> spent = new EnumMap<>(Phase.class);
    private long began;
    private long sinceSave;
    private long lost;
    private int failures;

    RenewalJob(RenewalSpec spec, Stream causes) {
        super("job", Phase.WORK);
        this.spec = spec;
        this.causes = causes;
        for (Phase phase : Phase.values()) {
            spent.put(phase, 0L);
        }
        holdIn(Phase.WORK, seconds(60 * spec.every()));
    }

    private static long seconds(double seconds) {
        return Tick.NANOSECOND.seconds(seconds);
    }

    @Override
    protected void output() {
        if (in(Phase.RESTART)) {
            works.send(true);
        }
    }

    @Override
    protected void internalTransition() {
        switch (leave()) {
            case WORK -> holdIn(Phase.SAVE, seconds(spec.save()));
            case SAVE -> {
                sinceSave = 0;
                holdIn(Phase.WORK, seconds(60 * spec.every()));
            }
            case DETECTION -> holdIn(Phase.DIAGNOSIS, seconds(60 * cause()));
            case DIAGNOSIS -> holdIn(Phase.RESTART, seconds(60 * spec.restart()));
            case RESTART -> holdIn(Phase.WORK, seconds(60 * spec.every()));
        }
    }

    private double cause() {
        return causes.uniform() < spec.traced() ? spec.isolation() : spec.diagnosis();
    }

    @Override
    protected void externalTransition(long elapsed) {
        leave();
        lost += sinceSave;
        sinceSave = 0;
        failures++;
        holdIn(Phase.DETECTION, seconds(spec.detection()));
    }

    /// Books the time of the phase that ends now.
    private Phase leave() {
        long time = now() - began;
        began = now();
        spent.merge(phase(), time, Long::sum);
        sinceSave += in(Phase.WORK) ? time : 0;
        return phase();
    }

    /// Where time went until an instant, not before the last event.
    TimeSplit split(long until) {
        Map<Phase, Long> parts = new EnumMap<>(spent);
        parts.merge(phase(), until - began, Long::sum);
        return new TimeSplit(
                parts.get(Phase.WORK) - lost,
                lost,
                parts.get(Phase.SAVE),
                parts.get(Phase.DETECTION),
                parts.get(Phase.DIAGNOSIS),
                parts.get(Phase.RESTART),
                failures);
    }
}
