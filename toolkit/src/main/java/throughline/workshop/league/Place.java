package throughline.workshop.league;

import throughline.data.Estimate;

/// Where an entry ended.
///
/// @param result      of the entry
/// @param place       from 1; one more than the number of entries on better places
/// @param shared      whether others have it too
/// @param mean        of the objective over the seeds, in its unit
/// @param halfWidth   of its own 95 % interval, which tells nothing of differences: all entries meet the same seeds
/// @param behind      by how much its mean is worse than the leader's, 0 or more
/// @param behindWidth half the width of the interval of that difference, seed by seed; these hold for all entries
///                    together; like all numbers NaN when the entry drowned
public record Place(
        Result result, int place, boolean shared, double mean, double halfWidth, double behind, double behindWidth) {
    static Place of(Result result, int place, boolean shared, Estimate own, Estimate behind, double width) {
        return new Place(result, place, shared, own.mean(), own.halfWidth(Places.CONFIDENCE), behind.mean(), width);
    }

    static Place drowned(Result result, int place, boolean shared) {
        return new Place(result, place, shared, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /// The place in words: `3`, or `1=` when it is shared.
    public String text() {
        return shared ? place + "=" : String.valueOf(place);
    }

    /// Who it is.
    public String name() {
        return result.entry().name();
    }
}
