package throughline.fab;

import java.nio.file.Path;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// The files of SMT2020 (Kopp, Hassoun, Kalir and Mönch, IEEE Transactions on Semiconductor Manufacturing 33, 2020), a
/// testbed of whole wafer fabs: tab-separated tables of tools, routes, orders, set-ups, maintenance, breakdowns,
/// transport and the lots in progress, as AutoSched AP reads them.
///
/// ```java
/// Fab fab = Smt2020.read(Path.of("SMT2020_HVLM"));
/// FabRun run = FabRun.of(fab, 1, 730);
/// ```
public final class Smt2020 {
    private Smt2020() {}

    /// What the files leave open, or what those who use them do not agree on.
    ///
    /// ```java
    /// Fab fab = Smt2020.read(folder, Reading.PYSCFABSIM.with("wake", "longest-free"));
    /// ```
    ///
    /// @param halfWidth   what `PTIME2`, `MTTR2` and `DTIME2` are of a uniform law's half-width: 1 when they are
    ///                    the half-width, 0.5 when they are the whole width
    /// @param breakdowns  what a breakdown does to the tool
    /// @param maintenance what maintenance by the calendar does to the tool
    /// @param calendar    when maintenance by the calendar is due
    /// @param batches     when a batch is started
    /// @param sharing     which lots may share a batch
    /// @param holding     whether a tool waits for a batch with a lot whose queue-time limit runs, rather than
    ///                    start another one
    /// @param restarts    whether each lot done begins the minimum run of the tool's set-up anew
    /// @param refusals    how many times in a row a tool refuses to cut a minimum run short
    /// @param clearing    whether a step without set-up leaves the tool without one
    /// @param wake        which of several free tools chooses first
    /// @param ranking     in which order lots are taken
    /// @param progress    when lots in progress were released
    public record Reading(
            @Param(value = "the files' second number over a uniform law's half-width", min = 0.1, max = 1)
            double halfWidth,

            @Param("what a breakdown does to the tool") Calendar.Effect breakdowns,

            @Param("what maintenance by the calendar does to the tool")
            Calendar.Effect maintenance,

            @Param("when maintenance by the calendar is due")
            Due calendar,

            @Param("when a batch is started") Batches batches,
            @Param("which lots may share a batch") Sharing sharing,

            @Param("whether a tool waits for a batch with a lot whose queue-time limit runs")
            boolean holding,

            @Param("whether each lot done begins the minimum run anew")
            boolean restarts,

            @Param(value = "times in a row a tool refuses to cut a minimum run short", min = 0, max = 1_000)
            int refusals,

            @Param("whether a step without set-up leaves the tool without one")
            boolean clearing,

            @Param("which of several free tools chooses first")
            Station.Wake wake,

            @Param("in which order lots are taken") Ranking ranking,
            @Param("when lots in progress were released") Progress progress) {
        public Reading {
            Spec.check(
                    Reading.class,
                    halfWidth,
                    breakdowns,
                    maintenance,
                    calendar,
                    batches,
                    sharing,
                    holding,
                    restarts,
                    refusals,
                    clearing,
                    wake,
                    ranking,
                    progress);
        }

        /// When maintenance by the calendar is due.
        public enum Due {
            /// At fixed times.
            PLANNED,
            /// A fixed time after the end of the last one.
            RECURRING
        }

        /// When a batch is started.
        public enum Batches {
            /// As soon as the minimum is there and a tool is free.
            MINIMUM,
            /// Only when it is full.
            FULL
        }

        /// Which lots may share a batch.
        public enum Sharing {
            /// Those at the same step of the same route.
            ROUTE_STEP,
            /// Those at steps of one name, whatever the route.
            STEP_NAME
        }

        /// In which order lots are taken.
        public enum Ranking {
            /// As `FWLRANK` says, after the minimum run.
            FILE,
            /// Minimum run, set-up, priority; then as `FWLRANK` says.
            SETUP_FIRST,
            /// Minimum run, queue-time limit, set-up, priority; then as `FWLRANK` says.
            QUEUE_TIME_FIRST
        }

        /// When lots in progress were released.
        public enum Progress {
            /// At `START`.
            START,
            /// So long before the due date as lots of their order are at their release. One whose due date is further
            /// ahead comes into the fab when that time has come, and one with two steps or fewer left not
            /// at all.
            BEFORE_DUE
        }

        /// A copy with one answer changed, as in `with("breakdowns", "suspends")`.
        ///
        /// @throws BadInput when there is no such question, or no such answer; it names those there are
        public Reading with(String question, String answer) {
            return Spec.with(this, question, answer);
        }

        /// This, for files that [Smt2020#write] made: their uniform laws are by the half-width.
        public Reading ofWritten() {
            return with("halfWidth", "1");
        }

        /// How a tool keeps its set-up for the minimum run.
        Setups.Keeping keeping() {
            return new Setups.Keeping(restarts, refusals);
        }

        /// As PySCFabSim reads the files, and what [Smt2020#read(Path)] takes. Lots in queue-time limits are said to go
        /// first there; its program gives the same rank to every lot that has been on a tool, and so does this.
        public static final Reading PYSCFABSIM = new Reading(
                0.5,
                Calendar.Effect.DELAYS,
                Calendar.Effect.DELAYS,
                Due.RECURRING,
                Batches.FULL,
                Sharing.STEP_NAME,
                false,
                true,
                5,
                true,
                Station.Wake.FIRST,
                Ranking.SETUP_FIRST,
                Progress.BEFORE_DUE);

        /// To the letter of the files, as far as they have one.
        public static final Reading LITERAL = new Reading(
                1,
                Calendar.Effect.SUSPENDS,
                Calendar.Effect.WAITS,
                Due.PLANNED,
                Batches.MINIMUM,
                Sharing.ROUTE_STEP,
                false,
                false,
                0,
                false,
                Station.Wake.LONGEST_FREE,
                Ranking.FILE,
                Progress.START);
    }

    /// Reads a fab as PySCFabSim does.
    ///
    /// @param folder with `tool.txt.1l`, `part.txt`, the routes it names, `order.txt`, `WIP.txt`, `setup.txt`,
    ///               `setupgrp.txt`, `downcal.txt`, `pmcal.txt`, `attach.txt` and `fromto.txt`
    /// @throws BadInput naming file, line, column, value and what is allowed
    public static Fab read(Path folder) {
        return read(folder, Reading.PYSCFABSIM);
    }

    /// Reads a fab.
    ///
    /// @param folder  as in [#read(Path)]
    /// @param reading of what the files leave open
    /// @throws BadInput naming file, line, column, value and what is allowed
    public static Fab read(Path folder, Reading reading) {
        return new Smt2020Reader(folder, reading).fab();
    }

    /// Writes a fab, in minutes and with uniform laws by their half-width. Calendars are written tool by tool under
    /// names of their own. What decides how files are read, [Reading], has no place in them: read them back as the
    /// fab was read, [Reading#ofWritten].
    ///
    /// @param folder made when it is missing; files of the same names are replaced
    /// @throws BadInput when the fab has something the files have no word for, naming it; then nothing is written
    public static void write(Fab fab, Path folder) {
        new Smt2020Writer(fab).write(folder);
    }
}
