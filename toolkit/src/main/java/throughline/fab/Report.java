package throughline.fab;

import java.util.List;

/// What a tool tells the buffer of its stage.
///
/// @param tool     index in the station
/// @param done     lots that leave the tool, one step further
/// @param returned lots it could not start after all
/// @param state    whether it can be given a load now
/// @param setup    its set-up
record Report(int tool, List<Lot> done, List<Lot> returned, State state, String setup) {
    /// What a tool is to the lots in front of it, the best first.
    enum State {
        READY,
        TAKEN,
        OUT_OF_WORK
    }
}
