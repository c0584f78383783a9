package throughline.fab;

import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.random.Stream;

/// Keeps one calendar of the tool of an [AttendedMachine]: calls when work is due.
public final class CalendarClock extends Atomic {
    final In<Calendar> over = in("over", Calendar.class);
    final In<Integer> worked = in("worked", Integer.class);
    final Out<Call> call = out("call", Call.class);

    private final Recurrence recurrence;

    CalendarClock(String name, Calendar calendar, Stream stream) {
        super(name);
        recurrence = new Recurrence(calendar, stream);
    }

    @Override
    protected long timeAdvance() {
        return recurrence.due() == NEVER ? NEVER : recurrence.due() - now();
    }

    @Override
    protected void output() {
        call.send(recurrence.next());
    }

    @Override
    protected void internalTransition() {
        recurrence.called();
    }

    @Override
    protected void externalTransition(long elapsed) {
        over.forEach(ended -> recurrence.over(ended, now()));
        worked.forEach(done -> recurrence.worked(done, now()));
    }
}
