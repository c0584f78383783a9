package throughline.fab;

import java.util.Optional;
import java.util.OptionalDouble;
import throughline.random.Distribution;

/// One step of a route.
///
/// @param name         such as `S3`
/// @param station      whose tools do it
/// @param process      minutes of processing, without loading and unloading
/// @param per          what one draw of `process` is spent on
/// @param batching     which lots are started together; lots at different steps share a batch when the batchings of
///                     their steps are equal
/// @param setup        name of the set-up a tool needs; empty when any will do
/// @param tools        which of the station's tools may do it
/// @param setupMinutes how long the change to that set-up takes, whatever the fab's table says; empty to ask the table
/// @param cascade      how soon the tool takes the next load while lots are still inside; empty when it unloads first
/// @param share        of the lots that do the step, in 0 to 1; the others pass by
/// @param rework       which lots go back afterwards; empty when none does
/// @param limit        within which time a later step must begin; empty when it need not
public record Step(
        String name,
        String station,
        Distribution process,
        Per per,
        Batching batching,
        String setup,
        ToolRule tools,
        OptionalDouble setupMinutes,
        Optional<Cascade> cascade,
        double share,
        Optional<Rework> rework,
        Optional<QueueTime> limit) {
    public Step {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("step %s: share [%s] must be from 0 to 1".formatted(name, share));
        }
    }

    /// A step that every lot does once, with set-up times by the fab's table.
    public Step(
            String name,
            String station,
            Distribution process,
            Per per,
            Batching batching,
            String setup,
            ToolRule tools) {
        this(
                name,
                station,
                process,
                per,
                batching,
                setup,
                tools,
                OptionalDouble.empty(),
                Optional.empty(),
                1,
                Optional.empty(),
                Optional.empty());
    }

    /// A step that every tool of the station may do.
    public Step(String name, String station, Distribution process, Per per, Batching batching, String setup) {
        this(name, station, process, per, batching, setup, ToolRule.ANY);
    }

    /// What a processing time counts for.
    public enum Per {
        /// All that is loaded together takes the time once.
        BATCH,
        /// Every wafer takes it.
        WAFER
    }

    /// A tool that takes the next load before it has given back the last one, as tracks and clusters do. Loading and
    /// unloading overlap with the work on other lots: they count for the lot and not for the tool.
    ///
    /// @param minutes from one start to the next
    /// @param per     [Per#WAFER]: the interval counts for each wafer, and `process` is the time of the first one,
    ///                which the others leave the tool behind, interval by interval
    public record Cascade(double minutes, Per per) {
        public Cascade {
            if (!(minutes >= 0)) {
                throw new IllegalArgumentException("cascade: minutes [%s] must be 0 or more".formatted(minutes));
            }
        }
    }

    /// Lots that have to go back. By one step, a lot is sent back once at most.
    ///
    /// @param to          an earlier step, or this one
    /// @param probability that a lot goes back, in 0 to 1
    public record Rework(String to, double probability) {
        public Rework {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException(
                        "rework: probability [%s] must be from 0 to 1".formatted(probability));
            }
        }
    }

    /// A queue-time limit, from the end of this step.
    ///
    /// @param to      a later step, which must begin in time
    /// @param minutes 0 or more
    public record QueueTime(String to, double minutes) {
        public QueueTime {
            if (!(minutes >= 0)) {
                throw new IllegalArgumentException("queue time: minutes [%s] must be 0 or more".formatted(minutes));
            }
        }
    }

    /// This step with a cascade.
    public Step with(Cascade interval) {
        return with(tools, setupMinutes, Optional.of(interval), share, rework, limit);
    }

    /// This step with rework.
    public Step with(Rework back) {
        return with(tools, setupMinutes, cascade, share, Optional.of(back), limit);
    }

    /// This step with a queue-time limit.
    public Step with(QueueTime within) {
        return with(tools, setupMinutes, cascade, share, rework, Optional.of(within));
    }

    /// This step on certain tools.
    public Step with(ToolRule rule) {
        return with(rule, setupMinutes, cascade, share, rework, limit);
    }

    /// This step for a share of the lots, drawn lot by lot.
    ///
    /// @param lots share, in 0 to 1
    public Step sampled(double lots) {
        return with(tools, setupMinutes, cascade, lots, rework, limit);
    }

    /// This step with a set-up time of its own.
    ///
    /// @param minutes 0 or more
    public Step withSetupMinutes(double minutes) {
        return with(tools, OptionalDouble.of(minutes), cascade, share, rework, limit);
    }

    private Step with(
            ToolRule rule,
            OptionalDouble ownSetup,
            Optional<Cascade> interval,
            double lots,
            Optional<Rework> back,
            Optional<QueueTime> within) {
        return new Step(name, station, process, per, batching, setup, rule, ownSetup, interval, lots, back, within);
    }

    /// Minutes of processing for a load.
    double minutes(double draw, int wafers) {
        if (cascade.isPresent() && cascade.get().per() == Per.WAFER) {
            return draw + cascade.get().minutes() * (wafers - 1);
        }
        return per == Per.WAFER ? draw * wafers : draw;
    }
}
