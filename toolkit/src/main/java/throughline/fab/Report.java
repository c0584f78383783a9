package throughline.fab;

/// What a tool tells the buffer of its stage.
///
/// @param tool     index in the station
/// @param done     lots that leave the tool, one step further; null when none do
/// @param returned lots it could not start after all; null when there are none
/// @param state    whether it can be given a load now
/// @param setup    its set-up, as in the fab's [SetupTable]
record Report(int tool, Load done, Load returned, State state, int setup) {
    /// What a tool is to the lots in front of it, the best first.
    enum State {
        READY,
        TAKEN,
        OUT_OF_WORK
    }
}
