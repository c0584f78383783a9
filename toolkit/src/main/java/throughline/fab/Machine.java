package throughline.fab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;

/// A tool at work: set-up, loading, processing, unloading; and out of work while its calendars have it.
///
/// Who waits for people or for places is an [AttendedMachine], all others are [UnattendedMachine]s. Where both could do
/// the work, they do the same at the same times.
public abstract sealed class Machine extends Atomic permits AttendedMachine, UnattendedMachine {
    /// What a machine is doing.
    public enum Phase {
        IDLE,
        /// For an operator.
        WAITING,
        SETUP,
        LOADING,
        PROCESSING,
        /// Done, with no place for its lots to go to.
        BLOCKED,
        UNLOADING,
        MAINTENANCE,
        DOWN
    }

    /// Name of the stream it draws processing times from; those of its tool's calendars stand beside it.
    static final String STREAM = "process";

    private static final Comparator<Call> URGENT = Comparator.comparing(
                    (Call c) -> c.calendar().effect(), Comparator.reverseOrder())
            .thenComparing(c -> c.calendar().name());

    final In<Load> load = in("load", Load.class);
    final In<Call> call = in("call", Call.class);
    final Out<Report> report = out("report", Report.class);
    final Out<Lot> scrap = out("scrap", Lot.class);
    final Out<Calendar> over = out("over", Calendar.class);
    final Out<Integer> worked = out("worked", Integer.class);

    /// Where a machine asks for what it shares with others.
    ///
    /// @param ask     for one
    /// @param over    it is needed no longer, granted or not
    /// @param granted it is there
    record Desk<T>(Out<T> ask, Out<T> over, In<T> granted) {}

    /// What a machine waits for before it acts.
    ///
    /// @param operator   to set up, load and unload
    /// @param technician for maintenance and repair
    /// @param limited    stations in front of which a lot needs a place before it can leave
    record Needs(boolean operator, boolean technician, Set<String> limited) {
        boolean none() {
            return !operator && !technician && limited.isEmpty();
        }
    }

    private final Tool tool;
    private final String station;
    private final String fullName;

    /// The load that occupies it; null when none does.
    Load work;

    long loadsDone;
    long lotsDone;
    long lotsScrapped;
    long repairs;

    Machine(Tool tool, Station station) {
        super(tool.name());
        this.tool = tool;
        this.station = station.name();
        fullName = station.name() + "-" + tool.name();
    }

    /// Its name within the whole fab.
    final String fullName() {
        return fullName;
    }

    /// The station it belongs to.
    final String station() {
        return station;
    }

    /// What it is doing at the present instant of the simulation.
    public final Phase phase() {
        return phase(now());
    }

    /// What it is doing at a time, if nothing happens before.
    ///
    /// @param time tick, not before the machine's last transition
    public abstract Phase phase(long time);

    /// When the phase at a time is over, if nothing happens before; [#NEVER] when only an event can end it.
    ///
    /// @param time tick, not before the machine's last transition
    abstract long phaseEnds(long time);

    /// The lots that occupy it; empty when none do.
    final List<Lot> holding() {
        return work == null ? List.of() : work.lots();
    }

    /// Ticks spent in a phase up to a time.
    ///
    /// @param time not before the machine's last transition
    public abstract long ticksIn(Phase which, long time);

    /// Ticks of set-up, loading, processing and unloading up to a time.
    public final long busyTicks(long time) {
        return ticksIn(Phase.SETUP, time)
                + ticksIn(Phase.LOADING, time)
                + ticksIn(Phase.PROCESSING, time)
                + ticksIn(Phase.UNLOADING, time);
    }

    /// Loads completed.
    public final long loadsDone() {
        return loadsDone;
    }

    /// Lots completed; a batch counts each of its lots.
    public final long lotsDone() {
        return lotsDone;
    }

    /// Lots scrapped by breakdowns.
    public final long lotsScrapped() {
        return lotsScrapped;
    }

    /// Maintenance and repairs completed.
    public final long repairs() {
        return repairs;
    }

    /// How many lots are on it.
    public abstract int lots();

    /// Whether lots are on it.
    public final boolean holdsLots() {
        return lots() > 0;
    }

    /// Whether a breakdown may take it and scrap what it holds.
    final boolean mayScrap() {
        return tool.calendars().stream().anyMatch(calendar -> calendar.effect() == Calendar.Effect.SCRAPS);
    }

    /// What is due at this instant, in an order of its own, as a bag has none: what stops the tool at once comes first.
    final List<Call> dueNow() {
        List<Call> due = new ArrayList<>();
        call.forEach(due::add);
        due.sort(URGENT);
        return due;
    }
}
