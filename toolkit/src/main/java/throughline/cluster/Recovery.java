package throughline.cluster;

import java.util.ArrayList;
import java.util.List;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Phased;
import throughline.devs.Tick;
import throughline.random.Distribution;
import throughline.random.Stream;

/// Brings a stopped job back: finds out what broke, has nodes exchanged, and starts all ranks again.
final class Recovery extends Phased<Recovery.Phase> {
    final In<Symptom> alarms = in("alarms", Symptom.class);
    final In<Ready> ready = in("ready", Ready.class);
    final Out<Control> control = out("control", Control.class);
    final Out<Order> orders = out("orders", Order.class);
    final Out<Happening> events = out("events", Happening.class);

    /// What is under way.
    enum Phase {
        IDLE,
        TELLING,
        DIAGNOSING,
        ASKING,
        WAITING,
        SWAPPING,
        CONNECTING,
        STARTING
    }

    private final RecoveryProfile profile;
    private final Stream stream;
    private Symptom alarm;
    private List<Strike> active = List.of();
    private final List<Fault> suspects = new ArrayList<>();

    Recovery(String name, RecoveryProfile profile, Stream stream) {
        super(name, Phase.IDLE);
        this.profile = profile;
        this.stream = stream;
    }

    private long draw(Distribution law) {
        return Tick.NANOSECOND.seconds(law.sample(stream));
    }

    private boolean planned() {
        return alarm.sign() == Symptom.Sign.PLANNED;
    }

    @Override
    protected void output() {
        int node = alarm.strike().fault().node();
        switch (phase()) {
            case TELLING -> {
                control.send(Control.to(planned() ? Spell.MAINTENANCE : Spell.DIAGNOSING, alarm));
                events.send(new Happening(planned() ? "maintenance" : "diagnose", node, "recovery", ""));
            }
            case DIAGNOSING -> {
                orders.send(new Order.Isolate(alarm.strike().fault()));
                control.send(Control.to(Spell.REPLACING, alarm));
            }
            case ASKING -> {
                suspects.forEach(fault -> orders.send(new Order.Isolate(fault)));
                orders.send(new Order.Request());
            }
            case CONNECTING -> {
                control.send(Control.to(Spell.STARTING, alarm));
                events.send(new Happening("reinit", Fault.JOB, "job", ""));
            }
            case STARTING -> {
                control.send(new Control(
                        Spell.PRODUCTIVE,
                        alarm.sign() != Symptom.Sign.CORRUPTED,
                        alarm.strike().fault(),
                        active));
            }
            default -> {}
        }
    }

    @Override
    protected void internalTransition() {
        switch (phase()) {
            case TELLING -> holdIn(Phase.DIAGNOSING, draw(planned() ? profile.planned() : profile.diagnose()));
            case DIAGNOSING -> holdIn(Phase.ASKING, 0);
            case ASKING -> {
                suspects.clear();
                passivateIn(Phase.WAITING);
            }
            case SWAPPING -> holdIn(Phase.ASKING, 0);
            case CONNECTING -> holdIn(Phase.STARTING, draw(profile.start()));
            default -> passivateIn(Phase.IDLE);
        }
    }

    /// A failure while ranks are being connected begins everything anew; one before that is mended with the first, as
    /// all broken nodes are exchanged together. Whose numbers are found to be wrong
    /// meanwhile is kept in mind.
    @Override
    protected void externalTransition(long elapsed) {
        resume(elapsed);
        for (Ready all : ready) {
            active = all.active();
            // Nodes may break while others are exchanged, so it asks once more.
            if (all.swapped() == 0 && suspects.isEmpty()) {
                holdIn(Phase.CONNECTING, 0);
            } else if (all.swapped() == 0) {
                holdIn(Phase.ASKING, 0);
            } else {
                holdIn(Phase.SWAPPING, draw(profile.swap()));
            }
        }
        for (Symptom symptom : alarms) {
            if (in(Phase.IDLE) || in(Phase.CONNECTING) || in(Phase.STARTING)) {
                alarm = worse(symptom);
                holdIn(Phase.TELLING, 0);
            } else if (symptom.sign() == Symptom.Sign.CORRUPTED) {
                alarm = new Symptom(alarm.strike(), Symptom.Sign.CORRUPTED);
                suspects.add(symptom.strike().fault());
            }
        }
    }

    /// What was corrupted stays so when something else happens on the way.
    private Symptom worse(Symptom next) {
        boolean corrupted = !in(Phase.IDLE) && alarm.sign() == Symptom.Sign.CORRUPTED;
        return corrupted ? new Symptom(next.strike(), Symptom.Sign.CORRUPTED) : next;
    }
}
