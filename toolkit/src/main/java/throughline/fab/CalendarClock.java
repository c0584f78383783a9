package throughline.fab;

import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Tick;
import throughline.random.Stream;

/// Keeps one calendar of one tool: calls when work is due.
public final class CalendarClock extends Atomic {
    final In<Calendar> over = in("over", Calendar.class);
    final In<Integer> worked = in("worked", Integer.class);
    final Out<Call> call = out("call", Call.class);

    private final Calendar calendar;
    private final Stream stream;
    private long planned;
    private long due = NEVER;
    private int loads;
    private Call next;

    CalendarClock(String name, Calendar calendar, Stream stream) {
        super(name);
        this.calendar = calendar;
        this.stream = stream;
        switch (calendar.trigger()) {
            case Calendar.Trigger.Planned p -> {
                planned = Tick.MILLISECOND.minutes(p.firstMinutes());
                due = planned;
            }
            case Calendar.Trigger.SinceRepair s ->
                due = Tick.MILLISECOND.minutes(s.interval().sample(stream));
            case Calendar.Trigger.Recurring r ->
                due = Tick.MILLISECOND.minutes(r.first().sample(stream));
            case Calendar.Trigger.Usage _ -> {}
            case Calendar.Trigger.Wafers _ ->
                throw new IllegalArgumentException("%s: the tool itself counts wafers".formatted(name));
        }
        next = draw();
    }

    private Call draw() {
        return new Call(calendar, Tick.MILLISECOND.minutes(calendar.minutes().sample(stream)));
    }

    @Override
    protected long timeAdvance() {
        return due == NEVER ? NEVER : due - now();
    }

    @Override
    protected void output() {
        call.send(next);
    }

    @Override
    protected void internalTransition() {
        long ended = now() + next.ticks();
        next = draw();
        switch (calendar.trigger()) {
            case Calendar.Trigger.Planned p -> {
                planned += Tick.MILLISECOND.minutes(p.interval().sample(stream));
                due = planned;
            }
            case Calendar.Trigger.Recurring r ->
                due = ended + Tick.MILLISECOND.minutes(r.interval().sample(stream));
            default -> due = NEVER;
        }
    }

    @Override
    protected void externalTransition(long elapsed) {
        switch (calendar.trigger()) {
            case Calendar.Trigger.Planned _, Calendar.Trigger.Recurring _, Calendar.Trigger.Wafers _ -> {}
            case Calendar.Trigger.SinceRepair s -> {
                for (Calendar ended : over) {
                    if (ended == calendar) {
                        due = now() + Tick.MILLISECOND.minutes(s.interval().sample(stream));
                    }
                }
            }
            case Calendar.Trigger.Usage u -> {
                for (int done : worked) {
                    loads += done;
                }
                if (loads >= u.loads()) {
                    loads -= u.loads();
                    due = now();
                }
            }
        }
    }
}
