package throughline.fab;

import throughline.devs.Component;
import throughline.devs.Tick;
import throughline.random.Stream;

/// When the work of one calendar of one tool is due, and how long it takes.
final class Recurrence {
    private static final Tick TICK = Tick.MILLISECOND;

    private final Calendar calendar;
    private final Stream stream;
    private long planned;
    private long due = Component.NEVER;
    private int loads;
    private Call next;

    /// @param calendar that does not count wafers: those the tool itself counts
    Recurrence(Calendar calendar, Stream stream) {
        this.calendar = calendar;
        this.stream = stream;
        switch (calendar.trigger()) {
            case Calendar.Trigger.Planned p -> {
                planned = TICK.minutes(p.firstMinutes());
                due = planned;
            }
            case Calendar.Trigger.SinceRepair s ->
                due = TICK.minutes(s.interval().sample(stream));
            case Calendar.Trigger.Recurring r -> due = TICK.minutes(r.first().sample(stream));
            case Calendar.Trigger.Usage _ -> {}
            case Calendar.Trigger.Wafers _ ->
                throw new IllegalArgumentException("%s: the tool itself counts wafers".formatted(calendar.name()));
        }
        next = draw();
    }

    private Call draw() {
        return new Call(calendar, TICK.minutes(calendar.minutes().sample(stream)));
    }

    /// When the work is due; [Component#NEVER] while that is open.
    long due() {
        return due;
    }

    /// What is due next.
    Call next() {
        return next;
    }

    /// It is due now.
    void called() {
        long ended = due + next.ticks();
        next = draw();
        switch (calendar.trigger()) {
            case Calendar.Trigger.Planned p -> {
                planned += TICK.minutes(p.interval().sample(stream));
                due = planned;
            }
            case Calendar.Trigger.Recurring r ->
                due = ended + TICK.minutes(r.interval().sample(stream));
            default -> due = Component.NEVER;
        }
    }

    /// The tool is done with the work of one of its calendars.
    void over(Calendar ended, long now) {
        if (ended == calendar && calendar.trigger() instanceof Calendar.Trigger.SinceRepair s) {
            due = now + TICK.minutes(s.interval().sample(stream));
        }
    }

    /// The tool is done with loads.
    void worked(int done, long now) {
        if (calendar.trigger() instanceof Calendar.Trigger.Usage u) {
            loads += done;
            if (loads >= u.loads()) {
                loads -= u.loads();
                due = now;
            }
        }
    }
}
