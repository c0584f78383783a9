package throughline.fab;

import java.util.List;
import throughline.devs.Atomic;

/// A tool at work: set-up, loading, processing, unloading; and out of work while its calendars have it.
///
/// Who waits for people or for places is an [AttendedMachine], a component of its own. All others are part of their
/// station's [StageBuffer]: from the start of a load to its end nothing can happen to them that another component has
/// to say, so that there is nothing to send. Where both could do the work, they do the same at the same times.
public sealed interface Machine permits AttendedMachine, UnattendedMachine {
    /// What a machine is doing.
    enum Phase {
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
    String STREAM = "process";

    /// Unique in its station.
    String name();

    /// The station it belongs to.
    String station();

    /// Its name within the whole fab.
    default String fullName() {
        return station() + "-" + name();
    }

    /// The component that it is, or is part of: nothing changes here without a transition of that one.
    Atomic component();

    /// What it is doing at the present instant of the simulation.
    Phase phase();

    /// What it is doing at a time, if nothing happens before.
    ///
    /// @param time tick, not before the component's last transition
    Phase phase(long time);

    /// When the phase at a time is over, if nothing happens before; [throughline.devs.Component#NEVER] when only an
    /// event can end it.
    ///
    /// @param time tick, not before the component's last transition
    long phaseEnds(long time);

    /// The lots that occupy it; empty when none do.
    List<Lot> holding();

    /// Ticks spent in a phase up to a time.
    ///
    /// @param time not before the component's last transition
    long ticksIn(Phase which, long time);

    /// Ticks of set-up, loading, processing and unloading up to a time.
    default long busyTicks(long time) {
        return ticksIn(Phase.SETUP, time)
                + ticksIn(Phase.LOADING, time)
                + ticksIn(Phase.PROCESSING, time)
                + ticksIn(Phase.UNLOADING, time);
    }

    /// Loads completed.
    long loadsDone();

    /// Lots completed; a batch counts each of its lots.
    long lotsDone();

    /// Lots scrapped by breakdowns.
    long lotsScrapped();

    /// Maintenance and repairs completed.
    long repairs();

    /// How many lots are on it.
    int lots();

    /// Whether lots are on it.
    default boolean holdsLots() {
        return lots() > 0;
    }

    /// Whether a breakdown may take it and scrap what it holds.
    boolean mayScrap();
}
