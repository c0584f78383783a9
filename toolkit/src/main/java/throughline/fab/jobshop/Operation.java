package throughline.fab.jobshop;

import throughline.spec.BadInput;

/// One operation of a job.
///
/// @param machine  that does it, from 0
/// @param duration in units of time, 1 to [#LONGEST]
public record Operation(int machine, int duration) {
    /// The longest duration.
    public static final int LONGEST = 1_000_000;

    /// @throws BadInput when the machine is negative or the duration out of range
    public Operation {
        if (machine < 0) {
            throw new BadInput("machine [%d] must be 0 or more", machine);
        }
        if (duration < 1 || duration > LONGEST) {
            throw new BadInput("duration [%d] must be 1 to %d", duration, LONGEST);
        }
    }
}
