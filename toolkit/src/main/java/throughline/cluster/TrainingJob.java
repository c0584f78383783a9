package throughline.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import throughline.cluster.Symptom.Sign;
import throughline.cluster.overlap.Stall;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;

/// A training job as a machine whose products are steps. A step ends when its slowest rank has computed and the
/// replicas have exchanged; each so many steps a checkpoint is saved; and when something breaks, the job stands until
/// the [Recovery] starts it again from the last checkpoint that is in storage and can be trusted.
final class TrainingJob extends Atomic {
    final In<Strike> strikes = in("strikes", Strike.class);
    final In<Fault> over = in("over", Fault.class);
    final In<Control> control = in("control", Control.class);
    final Out<Symptom> symptoms = out("symptoms", Symptom.class);
    final Out<StepRecord> steps = out("steps", StepRecord.class);
    final Out<SaveRecord> saves = out("saves", SaveRecord.class);
    final Out<Happening> events = out("events", Happening.class);

    private static final Tick TICK = Tick.NANOSECOND;
    /// Checkpoints that are kept, beside the one that is being written.
    private static final int KEPT = 1000;

    private final StepParts parts;
    private final Pace pace;
    private final Exchange exchange;
    private final Stall stall;
    private final int interval;
    private final double patience;
    private final Outbox outbox = new Outbox();
    private final Map<Spell, Long> ticks = new EnumMap<>(Spell.class);
    private final Deque<SaveRecord> kept = new ArrayDeque<>();
    private final List<Strike> active = new ArrayList<>();
    private final Activity activity;

    private Spell spell = Spell.STARTING;
    private long since;
    private long due;
    private StepRecord step;
    private Strike giveUp;
    private SaveRecord save;
    private long next;
    private long saved;
    private long productive;
    private long corruptedFrom = Long.MAX_VALUE;
    private int attempt = -1;
    private long again;
    private int stops;

    /// @param stall    of each checkpoint
    /// @param interval steps between checkpoints
    /// @param patience seconds that a collective waits for a card that is gone
    /// @param first    seconds that the first start takes
    TrainingJob(
            String name,
            StepParts parts,
            Pace pace,
            Exchange exchange,
            Stall stall,
            int interval,
            double patience,
            double first,
            Activity activity) {
        super(name);
        this.parts = parts;
        this.pace = pace;
        this.exchange = exchange;
        this.stall = stall;
        this.interval = interval;
        this.patience = patience;
        this.activity = activity;
        for (Spell each : Spell.values()) {
            ticks.put(each, 0L);
        }
        kept.add(new SaveRecord(0, 0, 0, 0, 0, true));
        due = TICK.seconds(first);
        activity.begin(0, Activity.Phase.STARTING);
    }

    @Override
    protected long timeAdvance() {
        return !outbox.isEmpty() ? 0 : due == NEVER ? NEVER : Math.max(0, due - now());
    }

    @Override
    protected void output() {
        if (!outbox.isEmpty()) {
            outbox.send();
        } else if (spell == Spell.PRODUCTIVE && giveUp == null) {
            steps.send(step);
        } else if (spell == Spell.SAVING) {
            saves.send(save);
            events.send(new Happening("ckpt_end", Fault.JOB, "checkpoint", "step %d".formatted(save.step())));
        }
    }

    @Override
    protected void internalTransition() {
        if (!outbox.isEmpty()) {
            outbox.clear();
            return;
        }
        switch (spell) {
            case PRODUCTIVE -> {
                if (giveUp == null) {
                    finish();
                } else {
                    stop(giveUp, Sign.CRASHED);
                }
            }
            case SAVING -> {
                account();
                kept.add(save);
                if (kept.size() > KEPT) {
                    kept.poll();
                }
                begin();
            }
            default -> {
                account();
                attempt++;
                begin();
            }
        }
    }

    /// Nothing happens to an outbox by what arrives: it is sent first.
    @Override
    protected void externalTransition(long elapsed) {
        over.forEach(this::mended);
        strikes.forEach(this::struck);
        control.forEach(this::told);
    }

    private void account() {
        ticks.merge(spell, now() - since, Long::sum);
        since = now();
    }

    private void finish() {
        long spent = now() - since;
        account();
        productive += spent;
        next++;
        if (next - saved >= interval) {
            beginSave();
        } else {
            begin();
        }
    }

    private void beginSave() {
        spell = Spell.SAVING;
        long blocked = TICK.seconds(stall.blocked());
        due = now() + blocked;
        saved = next;
        boolean sound = corruptedFrom > next;
        save = new SaveRecord(next, now(), blocked, now() + TICK.seconds(stall.durable()), productive, sound);
        outbox.put(events, new Happening("ckpt_begin", Fault.JOB, "checkpoint", "step %d".formatted(next)));
        activity.begin(now(), Activity.Phase.SAVING);
    }

    /// Begins a step.
    private void begin() {
        spell = Spell.PRODUCTIVE;
        giveUp = null;
        pace.draw(TICK.toSeconds(now()), parts.work());
        double rate = exchange.rate(active) / pace.crossing();
        double compute = pace.share() * parts.work() + parts.bubble() + parts.layers() + parts.boundary();
        double exposed = parts.exposed(rate);
        long computed = now() + TICK.seconds(compute);
        long exchanged = computed + TICK.seconds(exposed);
        due = exchanged + TICK.seconds(parts.update());
        step = new StepRecord(
                next,
                attempt,
                now(),
                due,
                compute,
                exposed,
                parts.update(),
                pace.slowestRank(),
                rate,
                next < corruptedFrom);
        activity.begin(now(), Activity.Phase.COMPUTING);
        activity.begin(computed, Activity.Phase.EXCHANGING);
        activity.begin(exchanged, Activity.Phase.UPDATING);
    }

    private void struck(Strike strike) {
        Fault fault = strike.fault();
        switch (fault.effect()) {
            case CRASH, HANG -> {
                if (runs() || spell == Spell.STARTING) {
                    stop(strike, fault.effect() == Effect.CRASH ? Sign.CRASHED : Sign.HUNG);
                }
            }
            case SLOW, DEGRADED_LINK -> {
                active.add(strike);
                pace.slow(active);
                tell(strike, Sign.SLOWED);
            }
            case FLAP -> flap(strike);
            case SILENT -> {
                if (runs()) {
                    corruptedFrom = Math.min(corruptedFrom, next);
                    tell(strike, Sign.CORRUPTED);
                }
            }
        }
    }

    private boolean runs() {
        return spell == Spell.PRODUCTIVE || spell == Spell.SAVING;
    }

    private void tell(Strike strike, Sign sign) {
        outbox.put(symptoms, new Symptom(strike, sign));
    }

    /// Whoever exchanges waits until the card is back; but not for ever.
    private void flap(Strike strike) {
        outbox.put(
                events,
                new Happening("nic_flap", strike.fault().node(), strike.fault().category(), ""));
        if (spell != Spell.PRODUCTIVE || giveUp != null) {
            return;
        }
        if (TICK.toSeconds(strike.fault().lasts()) > patience) {
            giveUp = strike;
            due = now() + TICK.seconds(patience);
            activity.begin(now(), Activity.Phase.HANGING);
            return;
        }
        long back = now() + strike.fault().lasts() + TICK.seconds(step.exposed() + step.update());
        if (back > due) {
            long late = back - due;
            due = back;
            step = new StepRecord(
                    step.step(),
                    step.attempt(),
                    step.start(),
                    due,
                    step.compute(),
                    step.exposed() + TICK.toSeconds(late),
                    step.update(),
                    step.slowest(),
                    step.rate(),
                    step.sound());
            activity.begin(
                    Math.max(now(), due - TICK.seconds(step.exposed() + step.update())), Activity.Phase.EXCHANGING);
            activity.begin(due - TICK.seconds(step.update()), Activity.Phase.UPDATING);
        }
    }

    private void mended(Fault fault) {
        if (active.removeIf(strike -> strike.fault().equals(fault))) {
            pace.slow(active);
        }
    }

    /// Stands still from now on; a step under way is lost, and so is a checkpoint that is not in storage yet.
    private void stop(Strike strike, Sign sign) {
        halt();
        tell(strike, sign);
        enter(Spell.DETECTING);
        activity.begin(now(), sign == Sign.HUNG ? Activity.Phase.HANGING : Activity.Phase.STANDING);
    }

    private void halt() {
        if (runs()) {
            kept.removeIf(one -> one.durable() > now());
        }
        if (spell == Spell.PRODUCTIVE) {
            spell = Spell.LOST;
        }
        account();
        giveUp = null;
        stops++;
    }

    private void enter(Spell other) {
        spell = other;
        due = NEVER;
    }

    private void told(Control order) {
        switch (order.spell()) {
            case PRODUCTIVE -> {
                if (spell == Spell.STARTING) {
                    account();
                    restart(order);
                }
            }
            case MAINTENANCE -> {
                boolean ran = runs();
                leave();
                // A job that stands has nothing to save: what it has done since its last checkpoint is lost.
                if (ran) {
                    kept.add(new SaveRecord(next, now(), 0, now(), productive, corruptedFrom > next));
                    saved = next;
                }
                enter(Spell.MAINTENANCE);
                activity.begin(now(), Activity.Phase.STANDING);
            }
            default -> {
                leave();
                enter(order.spell());
                activity.begin(
                        now(), order.spell() == Spell.STARTING ? Activity.Phase.STARTING : Activity.Phase.STANDING);
            }
        }
    }

    private void leave() {
        if (runs()) {
            halt();
        } else {
            account();
        }
    }

    /// Goes back to the last checkpoint that was in storage when the job stopped, and that can be trusted.
    private void restart(Control order) {
        if (!order.intact()) {
            kept.removeIf(one -> one.step() > corruptedFrom);
            corruptedFrom = Long.MAX_VALUE;
        }
        SaveRecord from = kept.isEmpty() ? new SaveRecord(0, 0, 0, 0, 0, true) : kept.peekLast();
        long lost = productive - from.productive();
        ticks.merge(Spell.PRODUCTIVE, -lost, Long::sum);
        ticks.merge(Spell.LOST, lost, Long::sum);
        productive = from.productive();
        again += next - from.step();
        next = from.step();
        saved = next;
        attempt++;
        active.clear();
        active.addAll(order.active().stream()
                .filter(strike ->
                        strike.fault().effect() == Effect.SLOW || strike.fault().effect() == Effect.DEGRADED_LINK)
                .toList());
        pace.slow(active);
        exchange.connect();
        outbox.put(events, new Happening("resume", Fault.JOB, "job", ""));
        active.forEach(strike -> tell(strike, Sign.SLOWED));
        begin();
    }

    /// What the time went to until now.
    Goodput goodput() {
        Map<Spell, Long> until = new EnumMap<>(ticks);
        until.merge(spell, now() - since, Long::sum);
        return new Goodput(until, next, again, stops);
    }

    /// The step under way, or the one that was when the job stopped; null before the first.
    StepRecord underWay() {
        return step;
    }

    /// Whether its replicas exchange, step by step.
    boolean sends() {
        return spell == Spell.PRODUCTIVE;
    }

    /// What a rank sends to other replicas, mean of the step under way, bytes a second.
    double bytesASecond() {
        return parts.replicaBytes() / TICK.toSeconds(step.end() - step.start());
    }

    /// What a card carries while it exchanges, when all is in order, bytes a second.
    double cardBytesASecond() {
        return parts.replicaBytes() / parts.exchange();
    }

    Pace pace() {
        return pace;
    }
}
