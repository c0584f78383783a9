package throughline.cluster;

/// What could be noticed from the instant on at which it is sent.
///
/// @param strike behind it
/// @param sign   how it shows
record Symptom(Strike strike, Sign sign) {
    /// How trouble shows.
    enum Sign {
        /// A process is gone.
        CRASHED,
        /// Nothing moves.
        HUNG,
        /// Steps take longer, because of one node or link.
        SLOWED,
        /// The loss is wrong.
        CORRUPTED,
        /// It was announced.
        PLANNED
    }
}
