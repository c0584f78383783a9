package throughline.cluster;

import java.util.List;

/// What the recovery tells the job.
///
/// @param spell  that begins
/// @param intact whether what was saved since the fault can be trusted
/// @param fault  behind it
/// @param active faults that go on, when the job begins again
record Control(Spell spell, boolean intact, Fault fault, List<Strike> active) {
    Control {
        active = List.copyOf(active);
    }

    static Control to(Spell spell, Symptom alarm) {
        return new Control(
                spell, alarm.sign() != Symptom.Sign.CORRUPTED, alarm.strike().fault(), List.of());
    }
}
