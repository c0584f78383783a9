package throughline.cluster.renewal;

/// Where wall time went, in ns; the parts add up to it exactly.
///
/// @param useful    work that was kept, or not yet lost
/// @param lost      work since the last checkpoint before a failure, which is done again
/// @param saving    standing still for checkpoints
/// @param detection from failures until they were noticed
/// @param diagnosis finding and isolating what failed
/// @param restart   starting again
/// @param failures  how many
public record TimeSplit(
        long useful, long lost, long saving, long detection, long diagnosis, long restart, int failures) {
    /// Wall time, ns.
    public long total() {
        return useful + lost + saving + detection + diagnosis + restart;
    }

    /// Share of a part in wall time.
    ///
    /// @param part ns, such as [#lost()]
    public double share(long part) {
        return (double) part / total();
    }

    /// Share of wall time that failures cost: all but work that was kept and checkpoints.
    public double downtime() {
        return share(lost + detection + diagnosis + restart);
    }

    /// Share of wall time that is not useful.
    public double loss() {
        return 1 - share(useful);
    }
}
