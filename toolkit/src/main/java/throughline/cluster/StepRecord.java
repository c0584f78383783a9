package throughline.cluster;

/// A step that is done. It is good until the next one begins.
///
/// @param step     number, from 0; one that is done again has the same
/// @param attempt  starts of the job before, from 0
/// @param start    ns
/// @param end      ns
/// @param compute  seconds of the slowest replica: work, bubble, and exchanges within it
/// @param exposed  seconds of the replicas' exchange beside which nothing goes on, and of waiting for a link
/// @param update   seconds of the optimizer
/// @param slowest  the rank that everybody waited for
/// @param rate     of the replicas' exchange as a share of the planned one
/// @param sound    whether the numbers are right
record StepRecord(
        long step,
        int attempt,
        long start,
        long end,
        double compute,
        double exposed,
        double update,
        int slowest,
        double rate,
        boolean sound) {}
