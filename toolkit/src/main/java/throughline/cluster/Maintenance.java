package throughline.cluster;

import throughline.devs.Atomic;
import throughline.devs.Out;

/// Announces a planned stop at regular times.
final class Maintenance extends Atomic {
    final Out<Symptom> stops = out("stops", Symptom.class);

    private final long every;

    Maintenance(String name, long every) {
        super(name);
        this.every = every;
    }

    @Override
    protected long timeAdvance() {
        return every;
    }

    @Override
    protected void output() {
        Fault none = new Fault(now(), "maintenance", Fault.JOB, Fault.WHOLE, Effect.CRASH, 0, 0);
        stops.send(new Symptom(new Strike(none, Fault.JOB), Symptom.Sign.PLANNED));
    }
}
