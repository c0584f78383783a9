package throughline.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;
import throughline.random.Stream;

/// Notices trouble some time after it began, or never: what a watchdog or a monitor of collectives does. What was
/// slow and is no more is forgotten.
final class Monitor extends Atomic {
    final In<Symptom> symptoms = in("symptoms", Symptom.class);
    final In<Fault> over = in("over", Fault.class);
    final Out<Symptom> alarms = out("alarms", Symptom.class);
    final Out<Happening> events = out("events", Happening.class);

    private record Pending(long at, Symptom symptom) {}

    private final RecoveryProfile profile;
    private final Stream stream;
    private final List<Pending> pending = new ArrayList<>();

    Monitor(String name, RecoveryProfile profile, Stream stream) {
        super(name);
        this.profile = profile;
        this.stream = stream;
    }

    private Pending next() {
        return pending.stream().min(Comparator.comparingLong(Pending::at)).orElse(null);
    }

    @Override
    protected long timeAdvance() {
        Pending next = next();
        return next == null ? NEVER : Math.max(0, next.at - now());
    }

    @Override
    protected void output() {
        Symptom symptom = next().symptom;
        alarms.send(symptom);
        Fault fault = symptom.strike().fault();
        events.send(new Happening(
                "detect", fault.node(), "monitor", symptom.sign().name().toLowerCase(Locale.ROOT)));
    }

    @Override
    protected void internalTransition() {
        pending.remove(next());
    }

    private boolean waits(Symptom symptom) {
        return pending.stream().anyMatch(one -> one.symptom.equals(symptom));
    }

    @Override
    protected void externalTransition(long elapsed) {
        for (Symptom symptom : symptoms) {
            if (profile.detect().containsKey(symptom.sign()) && !waits(symptom)) {
                double delay = profile.detect().get(symptom.sign()).sample(stream);
                pending.add(new Pending(now() + Tick.NANOSECOND.seconds(delay), symptom));
            }
        }
        for (Fault ended : over) {
            pending.removeIf(one -> one.symptom.sign() == Symptom.Sign.SLOWED
                    && one.symptom.strike().fault().equals(ended));
        }
    }
}
