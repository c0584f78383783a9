package throughline.fab;

import throughline.random.Distribution;

/// One step of a route.
///
/// @param name     such as `S3`
/// @param station  whose tools do it
/// @param process  minutes of processing, without loading and unloading
/// @param per      what one draw of `process` is spent on
/// @param batching which lots are started together; lots at different steps share a batch when their steps share this
///                 very object
/// @param setup    name of the set-up a tool needs; empty when any will do
/// @param tools    which of the station's tools may do it
public record Step(
        String name, String station, Distribution process, Per per, Batching batching, String setup, ToolRule tools) {
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

    /// Minutes of processing for a load.
    double minutes(double draw, int wafers) {
        return per == Per.WAFER ? draw * wafers : draw;
    }
}
